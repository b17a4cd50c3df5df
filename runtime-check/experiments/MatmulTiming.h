//===-- MatmulTiming.h - how long a matmul takes ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Times a matmul with CUDA events, and compares two such timings.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULTIMING_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULTIMING_H

#include "runtime-check/Experiment.h"
#include "runtime-check/device/MatmulProblem.h"

namespace cublaslt::runtime {

/// Runs \p Problem with \p Result's algorithm \p WarmUp and then
/// \p Repetitions times, each between two events, and sets the figures
/// medianMilliseconds, lowMilliseconds and highMilliseconds (the 10th and 90th
/// percentile) and repetitions. False, with the status kept, when a call
/// fails.
bool timeMatmul(RunRecorder &R, MatmulProblem &Problem, cublasLtHandle_t Handle,
                const cublasLtMatmulHeuristicResult_t &Result, void *Workspace,
                unsigned WarmUp, unsigned Repetitions);

/// Judges two outcomes that timeMatmul made: confirmed when the flagged form
/// is slower by at least \p MinimumRatio and the ratio's spread excludes 1,
/// refuted when it is not slower by that much, inconclusive in between. The
/// spread reaches from the flagged 10th percentile over the control's 90th to
/// the reverse. Adds slowdownRatio, slowdownRatioLow, slowdownRatioHigh to the
/// flagged figures.
Judgement judgeSlowdown(findings::RunOutcome &Flagged,
                        const findings::RunOutcome &Control,
                        double MinimumRatio);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULTIMING_H
