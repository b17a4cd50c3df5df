//===-- InplaceLayoutCheck.h - one matrix, two layouts ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_INPLACELAYOUTCHECK_H
#define CUBLASLT_CHECKS_INPLACELAYOUTCHECK_H

#include "checks/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds a matmul whose C and D are one matrix with layouts that differ. The
/// conditions are in the rule file.
class InplaceLayoutCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_INPLACELAYOUTCHECK_H
