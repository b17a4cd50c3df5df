//===-- ScaleTypeCheck.h - compute and scale type ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_SCALETYPECHECK_H
#define CUBLASLT_CHECKS_SCALETYPECHECK_H

#include "checks/problem/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds a scale type that does not go with the compute type and the types of
/// the matrices, and a type of data given as the compute type. Where only one
/// scale type is right and the wrong one is written as an enumerator, the
/// fix-it replaces it.
class ScaleTypeCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;

protected:
  Correction correct(MatmulProblem &Problem,
                     const rules::TypeVerdict &Verdict) override;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_SCALETYPECHECK_H
