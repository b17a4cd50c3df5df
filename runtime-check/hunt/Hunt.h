//===-- Hunt.h - the search ------------------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Hands ranges of problems to workers, each of which may die of one; finds
/// out which problem it was, tells what is known from what is not, and makes
/// the first failures of each class small.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_HUNT_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_HUNT_H

#include "runtime-check/hunt/KnownDefects.h"
#include "runtime-check/hunt/Minimiser.h"
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace cublaslt::runtime {

/// Runs requests somewhere, in a process that it replaces when it is gone.
class HuntWorker {
public:
  virtual ~HuntWorker() = default;
  /// Nothing, with the \p Reason, when no answer came: a crash or a hang.
  virtual std::optional<HuntAnswer> ask(const HuntRequest &R,
                                        std::string &Reason) = 0;
};

/// What ended the worker, or its context, at \p R's problem: asked again one
/// algorithm at a time. Nothing when \p IsStopped says that the worker was
/// ended from outside.
std::optional<HuntFailure> examined(HuntWorker &Worker, HuntRequest R,
                                    const std::string &Why,
                                    const std::function<bool()> &IsStopped);

struct HuntOptions {
  HuntLimits Limits;
  uint64_t Seed = 1;
  uint64_t Shard = 1, Shards = 1;
  uint64_t Count = 0;   ///< problems; 0: no limit
  unsigned Seconds = 60; ///< 0: no limit
  unsigned NearConfigs = 4;
  unsigned Batch = 64; ///< problems of one request
  unsigned MostTrials = 150; ///< of one minimising
  bool IsSurvey = false;
  /// A known defect that ends the context is left out after it was met so
  /// often.
  unsigned MostLosses = 3;
};

/// One class of failures.
struct HuntFinding {
  std::string Class;
  std::string Defect; ///< id of the known one; empty: not known
  uint64_t Count = 0, FirstChoices = 0;
  Minimised Small;    ///< of the first
  std::string First;  ///< the first one's problem
};

struct HuntResult {
  uint64_t Problems = 0, Refused = 0, Runs = 0, NearRuns = 0, Losses = 0,
           Crashes = 0, Skipped = 0;
  double Seconds = 0;
  std::map<std::string, HuntFinding> Findings;
  std::map<std::string, std::string> Configs; ///< with their first problem
  std::map<std::string, uint64_t> Refusals;
  std::vector<std::string> Records;
  std::string Error; ///< why the search ended early
};

class Hunt {
public:
  /// \p Tell is called for each finding, when its smallest problem is known.
  Hunt(const kb::KnowledgeBase &Kb, const KnownDefects &Known,
       const HuntOptions &Options,
       std::function<void(const HuntFinding &)> Tell);

  /// Searches with all workers at once until the budget is spent, or \p IsOver
  /// says so.
  HuntResult run(const std::vector<std::unique_ptr<HuntWorker>> &Workers,
                 const std::function<bool()> &IsOver);

private:
  void work(HuntWorker &Worker);
  bool isOver() const;
  void runRange(HuntWorker &Worker, uint64_t First, uint64_t Count);
  void take(HuntWorker &Worker, const HuntAnswer &A);
  void takeFailure(HuntWorker &Worker, const HuntFailure &F);
  void takeLoss(HuntWorker &Worker, const HuntProblem &P,
                const std::string &Why);
  HuntRequest request() const;
  std::vector<std::string> leftOut() const;

  const HuntGenerator Generator;
  const KnownDefects &Known;
  const HuntOptions Options;
  const std::function<void(const HuntFinding &)> Tell;
  std::function<bool()> IsStopped;
  std::chrono::steady_clock::time_point Start;

  mutable std::mutex Lock; ///< of what follows
  uint64_t Next = 0;
  HuntResult Result;
  std::map<std::string, unsigned> LossesOf;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_HUNT_H
