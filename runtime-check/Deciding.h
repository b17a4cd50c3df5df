//===-- Deciding.h - what a verdict rests on --------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which values decide whether a finding is its rule's mistake, and where each
/// comes from in a run: the program, or the rule's witness. Only where all come
/// from the program does the run say something of the program's own call.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DECIDING_H
#define CUBLASLT_RUNTIME_CHECK_DECIDING_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/Settings.h"

namespace cublaslt::runtime {

/// Of the plan that \p P has made: the operands of the finding's condition and
/// what the case is decided by; of a finding that does not say its condition,
/// that alone. \p R and \p Api may be null.
findings::DecidingValues decidingValues(const Planner &P, const kb::Rule *R,
                                        const kb::Api *Api);

/// Of a form that failed: the program's own mistake where all that decides
/// comes from the program, its path where that is among it, else a form that
/// holds.
void settle(findings::Verdict &V);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DECIDING_H
