//===-- Sweep.cpp - one's own shapes against the library ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/Sweep.h"
#include <algorithm>
#include <atomic>
#include <thread>

namespace cublaslt::runtime {

HuntLimits limitsFor(const HuntProblem &P) {
  HuntLimits L;
  const int64_t Result = P.M * P.N * P.Batches * (P.isComplex() ? 16 : 8);
  L.MatrixBytes =
      std::max(P.extentBytes(MatrixA), P.extentBytes(MatrixB));
  L.ResultBytes = std::max({P.extentBytes(MatrixC), P.extentBytes(MatrixD),
                            P.auxBytes(), Result});
  return L;
}

HuntLimits largest(const HuntLimits &One, const HuntLimits &Other) {
  HuntLimits L = One;
  L.MatrixBytes = std::max(One.MatrixBytes, Other.MatrixBytes);
  L.ResultBytes = std::max(One.ResultBytes, Other.ResultBytes);
  return L;
}

uint64_t deviceBytesFor(const HuntLimits &Limits) {
  // HuntMemory::allocate; the context and the workspace take the rest.
  constexpr uint64_t Rest = uint64_t(1) << 30;
  return 2 * static_cast<uint64_t>(Limits.MatrixBytes) +
         5 * static_cast<uint64_t>(Limits.ResultBytes) + Rest;
}

namespace {
class Sweeper {
public:
  Sweeper(const std::vector<SweepItem> &Items, const KnownDefects &Known,
          const SweepOptions &Options, const std::function<bool()> &IsStopped)
      : Items(Items), Known(Known), Options(Options), IsStopped(IsStopped) {}

  void work(HuntWorker &Worker) {
    for (size_t I = Next++; I < Items.size() && !(IsStopped && IsStopped());
         I = Next++)
      take(I, Worker);
  }

  SweepResult Result;

private:
  void take(size_t I, HuntWorker &Worker);
  HuntFailure inDetail(HuntWorker &Worker, HuntRequest R, HuntFailure F);

  const std::vector<SweepItem> &Items;
  const KnownDefects &Known;
  const SweepOptions &Options;
  const std::function<bool()> &IsStopped;
  std::atomic<size_t> Next{0};
  std::mutex Lock; ///< of Result
};
} // namespace

/// The run that failed once more, alone, for what is told of its first element.
HuntFailure Sweeper::inDetail(HuntWorker &Worker, HuntRequest R,
                              HuntFailure F) {
  if (F.Kind != "wrong" && F.Kind != "unwritten")
    return F;
  R.Config = F.Config;
  R.IsAlone = R.IsCareful = true;
  std::string Reason;
  if (const auto A = Worker.ask(R, Reason))
    for (const HuntFailure &Each : A->Failures)
      if (Each.Kind == F.Kind && Each.Config == F.Config)
        F.Detail = Each.Detail;
  return F;
}

void Sweeper::take(size_t I, HuntWorker &Worker) {
  HuntRequest R;
  R.Limits = Options.Limits;
  R.Problem = Items[I].Problem.text();
  R.Config = Items[I].Config;
  R.IsAlone = !R.Config.empty();
  R.NearConfigs = 0;
  R.MostResults = Options.TriesAll ? 8 : 1;
  std::string Reason;
  const auto A = Worker.ask(R, Reason);
  std::vector<HuntFailure> Failures;
  if (!A || !A->Lost.empty()) {
    const auto F = examined(Worker, R, A ? A->Lost : Reason, IsStopped);
    if (!F)
      return; // interrupted: not counted
    Failures.push_back(*F);
  } else {
    for (const HuntFailure &F : A->Failures)
      Failures.push_back(inDetail(Worker, R, F));
  }
  std::lock_guard<std::mutex> Guard(Lock);
  if (A)
    Result.Runs += A->Runs;
  for (HuntFailure &F : Failures) {
    const kb::Defect *Defect = Known.of(F);
    Result.Findings.push_back({I, std::move(F), Defect ? Defect->Id : ""});
  }
  if (!Failures.empty())
    ++Result.Wrong;
  else if (!A->Error.empty())
    Result.NotRun.emplace_back(I, A->Error);
  else if (A->Refused)
    Result.Refused.emplace_back(
        I, A->Refusals.empty() ? "" : A->Refusals.begin()->first);
  else
    ++Result.Right;
}

SweepResult sweep(const std::vector<SweepItem> &Items, const KnownDefects &Known,
                  const SweepOptions &Options,
                  const std::vector<std::unique_ptr<HuntWorker>> &Workers,
                  const std::function<bool()> &IsStopped) {
  const auto Begin = std::chrono::steady_clock::now();
  Sweeper S(Items, Known, Options, IsStopped);
  std::vector<std::thread> Threads;
  for (const auto &Worker : Workers)
    Threads.emplace_back([&, Own = Worker.get()] { S.work(*Own); });
  for (std::thread &T : Threads)
    T.join();
  std::stable_sort(S.Result.Findings.begin(), S.Result.Findings.end(),
                   [](const SweepFinding &One, const SweepFinding &Other) {
                     return One.Item < Other.Item;
                   });
  std::sort(S.Result.Refused.begin(), S.Result.Refused.end());
  std::sort(S.Result.NotRun.begin(), S.Result.NotRun.end());
  S.Result.Seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - Begin)
          .count();
  return S.Result;
}

} // namespace cublaslt::runtime
