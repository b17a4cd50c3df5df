//===-- AlphaBetaTypeCheck.h - type of the scalars --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_ALPHABETATYPECHECK_H
#define CUBLASLT_CHECKS_ALPHABETATYPECHECK_H

#include "checks/problem/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds alpha and beta whose C++ type is not the scale type: the library reads
/// their bytes as if it were. The types are in the rule file.
class AlphaBetaTypeCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;

protected:
  /// Where the scale type is the mistake, nothing is computed at all.
  bool applies(FlowFacts &Facts) override;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_ALPHABETATYPECHECK_H
