//===-- HuntMessages.h - what hunter and worker say to each other -*- C++ -*-=//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A worker runs a range of the generator's problems, or one that is given. As
/// with the other messages of the sandbox, an answer that is not exactly of
/// the expected form is not understood.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_HUNTMESSAGES_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_HUNTMESSAGES_H

#include "runtime-check/hunt/HuntGenerator.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

struct HuntRequest {
  HuntLimits Limits;
  uint64_t Seed = 1;
  uint64_t First = 0, Step = 1, Count = 0;
  /// Instead of the range: one problem, and an algorithm for it besides those
  /// of the heuristic.
  std::string Problem, Config;
  /// The device is waited for after each run, so that an error is that run's.
  bool IsCareful = false;
  /// Configurations near those of the heuristic that each problem is tried
  /// with.
  unsigned NearConfigs = 4;
  /// Records of each split-K run, and what the workarounds cost.
  bool IsSurvey = false;
  /// How many of the heuristic's results are run.
  unsigned MostResults = 8;
  /// The given algorithm alone is run.
  bool IsAlone = false;
  /// Nothing is run: the answer's NewConfigs are what would be.
  bool IsListing = false;
  /// Known defects that end the context: runs that meet one are left out.
  std::vector<std::string> LeftOut;
};

/// One run that went wrong.
struct HuntFailure {
  std::string Kind; ///< wrong, unwritten, outside, input, lost, refused, crash
  std::string Problem, Config; ///< as text() of each
  int Result = -1;             ///< of the heuristic, or -1
  std::string Detail;
};

struct HuntAnswer {
  uint64_t Problems = 0, Refused = 0, Runs = 0, NearRuns = 0,
           Skipped = 0;
  /// Where the context was lost: the index within the range.
  std::optional<uint64_t> LostAt;
  std::string Lost; ///< why
  std::vector<HuntFailure> Failures;
  /// Algorithm configurations that this worker had not seen before, with the
  /// problem that brought them.
  std::vector<std::pair<std::string, std::string>> NewConfigs;
  std::vector<std::string> Records;
  /// Heuristic statuses other than success: "15 fp8".
  std::map<std::string, uint64_t> Refusals;
  std::string Error; ///< why nothing was run
};

std::string toText(const HuntRequest &R);
std::optional<HuntRequest> huntRequestFrom(const std::string &Text);
std::string toText(const HuntAnswer &A);
std::optional<HuntAnswer> huntAnswerFrom(const std::string &Text);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_HUNTMESSAGES_H
