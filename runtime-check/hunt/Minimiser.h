//===-- Minimiser.h - the smallest problem that fails alike -----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_MINIMISER_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_MINIMISER_H

#include "runtime-check/hunt/HuntMessages.h"
#include <functional>
#include <optional>

namespace cublaslt::runtime {

/// Runs a problem with an algorithm, and with those of the heuristic; the first
/// failure, if any.
using HuntTrial = std::function<std::optional<HuntFailure>(
    const HuntProblem &, const std::string &Config)>;

struct Minimised {
  HuntFailure Failure;   ///< of the smallest problem
  unsigned Trials = 0;
  bool IsRepeated = false; ///< the original failed again at all
};

/// Drops attributes and makes dimensions smaller as long as the same kind of
/// failure of the same algorithm remains; at most \p MostTrials trials, and
/// none once \p IsOver.
Minimised minimise(const HuntFailure &Failure, const HuntLimits &Limits,
                   const HuntTrial &Try, unsigned MostTrials,
                   const std::function<bool()> &IsOver);

/// "bf16 NT 72 x 128 x 21512 ...": what remained, for a line.
std::string describedForPeople(const HuntProblem &P, const HuntConfig &C);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_MINIMISER_H
