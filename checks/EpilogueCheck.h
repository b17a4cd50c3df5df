//===-- EpilogueCheck.h - what epilogues ask for ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_EPILOGUECHECK_H
#define CUBLASLT_CHECKS_EPILOGUECHECK_H

#include "checks/ProblemCheckBase.h"

namespace cublaslt::checks {

/// Finds epilogues without the pointer, leading dimension or order that they
/// need, and pointers without an epilogue that uses them. All of it is in the
/// rule file's conditions.
class EpilogueCheck : public ProblemCheckBase {
public:
  using ProblemCheckBase::ProblemCheckBase;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_EPILOGUECHECK_H
