//===-- RegisteredCheck.h - a check as it is registered ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the registration adds to the class of a check.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_REGISTEREDCHECK_H
#define CUBLASLT_CHECKS_REGISTEREDCHECK_H

#include "checks/flow/FlowListener.h"

namespace cublaslt::checks {

/// \p Check, which is called for the hooks that its constant `Listens` names. A
/// check that overrides another method of FlowListener, or names a hook whose
/// method it does not override, does not compile.
template <typename Check> class RegisteredCheck final : public Check {
public:
  using Check::Check;
  static_assert(Check::Listens == flow::overriddenBy<Check>(),
                "Listens names other hooks than the check overrides");
  flow::Hooks hooks() const override { return Check::Listens; }
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_REGISTEREDCHECK_H
