//===-- IneffectiveEnvironmentCheck.h - variables nobody reads --*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_INEFFECTIVEENVIRONMENTCHECK_H
#define CUBLASLT_CHECKS_INEFFECTIVEENVIRONMENTCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds environment variables that the program sets in vain: nothing reads
/// them, the value is not taken, or the library has read them already.
class IneffectiveEnvironmentCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void endUnit() override;

private:
  /// Of the path: the call before which the variables are read.
  flow::PerPath<const clang::CallExpr *> FirstCall{"first call"};
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_INEFFECTIVEENVIRONMENTCHECK_H
