//===-- Sweep.h - one's own shapes against the library ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs what the heuristic chooses for given problems, in the hunt's workers
/// and with its oracle, and names the defect of what is wrong.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_SWEEP_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_SWEEP_H

#include "runtime-check/hunt/Hunt.h"

namespace cublaslt::runtime {

struct SweepItem {
  HuntProblem Problem;
  std::string Config; ///< of its own; empty: the heuristic's
  std::string Where;  ///< "shapes.txt:12", the first time
  uint64_t Count = 1; ///< how often it came
};

/// The problem of a line: "m n k [ops] [types] [key=value ...]", or only
/// key=value as the hunt writes it; after a tab an algorithm. Nothing, and what
/// was expected in \p Error, when it is neither.
std::optional<SweepItem> sweepItemFrom(const std::string &Line,
                                       std::string &Error);

/// The problem of a call, as a log or a finding has it. Nothing, and why, when
/// something is not known that the result depends on.
std::optional<HuntProblem>
problemOf(const findings::CallSpecification &Call, std::string &Error);

/// Device memory that a worker needs so that it can run \p P.
uint64_t deviceBytesFor(const HuntLimits &Limits);
HuntLimits limitsFor(const HuntProblem &P);
/// Of both.
HuntLimits largest(const HuntLimits &One, const HuntLimits &Other);

struct SweepOptions {
  HuntLimits Limits;
  bool TriesAll = false; ///< all results of the heuristic, not the first alone
};

struct SweepFinding {
  size_t Item = 0;
  HuntFailure Failure;
  std::string Defect; ///< id of the known one; empty: not known
};

struct SweepResult {
  uint64_t Right = 0, Wrong = 0, Runs = 0;
  std::vector<std::pair<size_t, std::string>> Refused; ///< by the heuristic
  std::vector<std::pair<size_t, std::string>> NotRun;  ///< and why
  std::vector<SweepFinding> Findings; ///< in the order of the items
  double Seconds = 0;
};

SweepResult sweep(const std::vector<SweepItem> &Items, const KnownDefects &Known,
                  const SweepOptions &Options,
                  const std::vector<std::unique_ptr<HuntWorker>> &Workers,
                  const std::function<bool()> &IsStopped);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_SWEEP_H
