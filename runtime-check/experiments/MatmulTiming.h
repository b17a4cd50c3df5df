//===-- MatmulTiming.h - how long calls take     ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Times calls, and compares two such timings.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULTIMING_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULTIMING_H

#include "runtime-check/Experiment.h"
#include "runtime-check/device/RunRecorder.h"
#include <functional>

namespace cublaslt::runtime {

/// Executes \p Call \p WarmUp and then \p Repetitions times, each repetition
/// being \p CallsEach calls, timed by CUDA events or, for what costs the host
/// time, by its clock until the last call returns; and sets the figures
/// medianMilliseconds, lowMilliseconds and highMilliseconds (the 10th and 90th
/// percentile) and repetitions. False, with the status kept, when a call fails.
bool timeCalls(RunRecorder &R, const std::function<bool()> &Call,
               unsigned WarmUp, unsigned Repetitions, unsigned CallsEach,
               bool IsHostTime);

/// Judges two outcomes that timeCalls made: confirmed when the flagged form
/// is slower by at least \p MinimumRatio and the ratio's spread excludes 1,
/// refuted when it is not slower by that much, inconclusive in between. The
/// ratio is the median of the rounds' ratios, its spread leaves out a tenth of
/// them at either end; of one round the spread reaches from the flagged
/// 10th percentile over the control's 90th to the reverse. Adds slowdownRatio,
/// slowdownRatioLow, slowdownRatioHigh to the flagged figures, and the times to
/// both summaries.
Judgement judgeSlowdown(findings::RunOutcome &Flagged,
                        findings::RunOutcome &Control, double MinimumRatio);

/// How often two forms that are timed are run in turn; more often where the
/// host's time decides, which other programs disturb.
constexpr unsigned TimingRounds = 3, HostTimingRounds = 31;

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULTIMING_H
