//===-- Hunt.cpp - the search ---------------------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/Hunt.h"
#include <algorithm>
#include <thread>

namespace cublaslt::runtime {

using Clock = std::chrono::steady_clock;

// What a search keeps of its records and configurations.
static constexpr size_t MostRecords = 2000000;

Hunt::Hunt(const kb::KnowledgeBase &Kb, const KnownDefects &Known,
           const HuntOptions &Options,
           std::function<void(const HuntFinding &)> Tell)
    : Generator(Kb.apis().front(), Options.Seed, Options.Limits), Known(Known),
      Options(Options), Tell(std::move(Tell)) {}

bool Hunt::isOver() const {
  if (IsStopped && IsStopped())
    return true;
  if (Options.Seconds &&
      Clock::now() - Start > std::chrono::seconds(Options.Seconds))
    return true;
  std::lock_guard<std::mutex> Guard(Lock);
  return !Result.Error.empty();
}

std::vector<std::string> Hunt::leftOut() const {
  std::vector<std::string> Ids;
  for (const auto &[Id, Losses] : LossesOf)
    if (Losses >= Options.MostLosses)
      Ids.push_back(Id);
  return Ids;
}

HuntRequest Hunt::request() const {
  HuntRequest R;
  R.Limits = Options.Limits;
  R.Seed = Options.Seed;
  R.Step = Options.Shards;
  R.NearConfigs = Options.NearConfigs;
  R.IsSurvey = Options.IsSurvey;
  std::lock_guard<std::mutex> Guard(Lock);
  R.LeftOut = leftOut();
  return R;
}

void Hunt::take(HuntWorker &Worker, const HuntAnswer &A) {
  {
    std::lock_guard<std::mutex> Guard(Lock);
    Result.Problems += A.Problems;
    Result.Refused += A.Refused;
    Result.Runs += A.Runs;
    Result.NearRuns += A.NearRuns;
    Result.Skipped += A.Skipped;
    for (const auto &[Name, Count] : A.Refusals)
      Result.Refusals[Name] += Count;
    for (const auto &[Config, Problem] : A.NewConfigs)
      Result.Configs.emplace(Config, Problem);
    if (Result.Records.size() < MostRecords)
      Result.Records.insert(Result.Records.end(), A.Records.begin(),
                            A.Records.end());
    if (!A.Error.empty() && Result.Error.empty())
      Result.Error = A.Error;
  }
  for (const HuntFailure &F : A.Failures)
    takeFailure(Worker, F);
}

static bool endsContext(const HuntFailure &F) {
  return F.Kind == "lost" || F.Kind == "hang" || F.Kind == "crash";
}

/// Of a process that gave no answer.
static std::string kindOfEnd(const std::string &Reason) {
  return Reason.find("timed out") != std::string::npos ? "hang" : "crash";
}

void Hunt::takeFailure(HuntWorker &Worker, const HuntFailure &F) {
  const kb::Defect *Defect = Known.of(F);
  const std::string Class = classOf(F, Defect);
  {
    std::lock_guard<std::mutex> Guard(Lock);
    HuntFinding &Finding = Result.Findings[Class];
    Finding.FirstChoices += F.Result == 0;
    if (Defect && endsContext(F))
      ++LossesOf[Defect->Id];
    if (++Finding.Count > 1)
      return;
    Finding.Class = Class;
    Finding.Defect = Defect ? Defect->Id : "";
    Finding.First = F.Problem;
    Finding.Small.Failure = F;
  }
  auto Try = [&](const HuntProblem &P, const std::string &Config) {
    HuntRequest R = request();
    R.Problem = P.text();
    R.Config = Config;
    R.IsCareful = true;
    R.NearConfigs = 0;
    R.IsSurvey = false;
    R.LeftOut.clear();
    std::string Reason;
    auto A = Worker.ask(R, Reason);
    std::optional<HuntFailure> Seen;
    if (A && !A->Failures.empty())
      Seen = A->Failures.front();
    if (!A) {
      Seen = F;
      Seen->Problem = R.Problem;
      Seen->Kind = kindOfEnd(Reason);
      Seen->Detail = Reason;
    }
    return Seen;
  };
  Minimised Small = minimise(F, Options.Limits, Try, Options.MostTrials,
                             [&] { return isOver(); });
  HuntFinding Told;
  {
    std::lock_guard<std::mutex> Guard(Lock);
    HuntFinding &Finding = Result.Findings[Class];
    Finding.Small = Small;
    // The smallest problem may show what the first one hid.
    const kb::Defect *Own = Defect ? Defect : Known.of(Small.Failure);
    Finding.Defect = Own ? Own->Id : "";
    Told = Finding;
  }
  if (Tell)
    Tell(Told);
}

std::optional<HuntFailure>
examined(HuntWorker &Worker, HuntRequest R, const std::string &Why,
         const std::function<bool()> &IsStopped) {
  R.IsCareful = R.IsListing = true;
  std::string Reason;
  HuntFailure F;
  F.Problem = R.Problem;
  const auto Listed = Worker.ask(R, Reason);
  R.IsListing = false;
  if (Listed)
    for (const auto &[Config, Problem] : Listed->NewConfigs) {
      HuntRequest Own = R;
      Own.Config = Config;
      Own.IsAlone = true;
      const auto A = Worker.ask(Own, Reason);
      if (IsStopped && IsStopped())
        return std::nullopt;
      if (!A) {
        F.Kind = kindOfEnd(Reason);
        F.Config = Config;
        F.Detail = Reason;
        return F;
      }
      for (const HuntFailure &Each : A->Failures)
        if (endsContext(Each))
          return Each;
    }
  // No algorithm by itself; then all of them, one after the other.
  const auto A = Worker.ask(R, Reason);
  if (IsStopped && IsStopped())
    return std::nullopt;
  if (A)
    for (const HuntFailure &Each : A->Failures)
      if (endsContext(Each))
        return Each;
  // Not again when each run is waited for: told with what is known.
  const bool HadNoEnd = Why.find("no end") != std::string::npos ||
                        Why.find("timed out") != std::string::npos;
  F.Kind = !A ? kindOfEnd(Reason) : HadNoEnd ? "hang" : "lost";
  F.Detail = A ? Why + ", not when each run was waited for" : Reason;
  return F;
}

void Hunt::takeLoss(HuntWorker &Worker, const HuntProblem &P,
                    const std::string &Why) {
  HuntRequest R = request();
  R.Problem = P.text();
  if (const auto F = examined(Worker, R, Why, IsStopped))
    takeFailure(Worker, *F);
}

void Hunt::runRange(HuntWorker &Worker, uint64_t First, uint64_t Count) {
  while (Count && !isOver()) {
    HuntRequest R = request();
    R.First = First;
    R.Count = Count;
    std::string Reason;
    auto A = Worker.ask(R, Reason);
    if (!A) {
      if (IsStopped && IsStopped())
        return;
      if (Count > 1) {
        // One of them ends the process: look for it by halves.
        runRange(Worker, First, Count / 2);
        runRange(Worker, First + Count / 2 * R.Step, Count - Count / 2);
        return;
      }
      {
        std::lock_guard<std::mutex> Guard(Lock);
        ++Result.Crashes;
        ++Result.Problems;
      }
      takeLoss(Worker, Generator.problem(First), Reason);
      return;
    }
    take(Worker, *A);
    if (!A->LostAt || !A->Error.empty())
      return;
    {
      std::lock_guard<std::mutex> Guard(Lock);
      ++Result.Losses;
    }
    const uint64_t At = std::min(*A->LostAt, Count - 1);
    takeLoss(Worker, Generator.problem(First + At * R.Step), A->Lost);
    First += (At + 1) * R.Step;
    Count -= At + 1;
  }
}

void Hunt::work(HuntWorker &Worker) {
  while (!isOver()) {
    uint64_t Number = 0, Count = Options.Batch;
    {
      std::lock_guard<std::mutex> Guard(Lock);
      Number = Next;
      if (Options.Count)
        Count = std::min<uint64_t>(Count, Options.Count - Next);
      Next += Count;
    }
    if (!Count)
      return;
    runRange(Worker, Options.Shard - 1 + Number * Options.Shards, Count);
  }
}

HuntResult Hunt::run(const std::vector<std::unique_ptr<HuntWorker>> &Workers,
                     const std::function<bool()> &Stop) {
  IsStopped = Stop;
  Start = Clock::now();
  std::vector<std::thread> Threads;
  for (const auto &Worker : Workers)
    Threads.emplace_back([&, Own = Worker.get()] { work(*Own); });
  for (std::thread &T : Threads)
    T.join();
  Result.Seconds = std::chrono::duration<double>(Clock::now() - Start).count();
  return Result;
}

} // namespace cublaslt::runtime
