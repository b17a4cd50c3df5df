//===-- Fp8LayoutCheck.h - what FP8 asks for --------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FP8LAYOUTCHECK_H
#define CUBLASLT_CHECKS_FP8LAYOUTCHECK_H

#include "checks/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds what the library refuses of FP8 matrices (transpositions, dimensions,
/// scale modes, bias types) and what it allows for FP8 only. All of it is in
/// the rule file's conditions.
class Fp8LayoutCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_FP8LAYOUTCHECK_H
