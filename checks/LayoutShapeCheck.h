//===-- LayoutShapeCheck.h - shapes that do not fit -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_LAYOUTSHAPECHECK_H
#define CUBLASLT_CHECKS_LAYOUTSHAPECHECK_H

#include "checks/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds layouts that cannot be multiplied: dimensions, batch counts or orders
/// that differ, a leading dimension that is too small, a result that the
/// batches overwrite. All of it is in the rule file's conditions.
class LayoutShapeCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_LAYOUTSHAPECHECK_H
