//===-- TypeCombinationCheck.h - types of a matmul --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_TYPECOMBINATIONCHECK_H
#define CUBLASLT_CHECKS_TYPECOMBINATIONCHECK_H

#include "checks/ProblemCheckBase.h"
#include "checks/model/TypeTable.h"

namespace cublaslt::checks {

/// Finds compute type and types of A, B, C and D that no row of the API's
/// table has together, whatever the scale type is. What is not known counts
/// as right.
class TypeCombinationCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;

protected:
  void examine(MatmulProblem &Problem) override;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_TYPECOMBINATIONCHECK_H
