//===-- PointerModeCheck.h - where the scalars are --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_POINTERMODECHECK_H
#define CUBLASLT_CHECKS_POINTERMODECHECK_H

#include "checks/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds host scalars in device pointer mode and device scalars in host pointer
/// mode. The conditions are in the rule file.
class PointerModeCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_POINTERMODECHECK_H
