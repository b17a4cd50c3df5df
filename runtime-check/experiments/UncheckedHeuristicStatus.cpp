//===-- UncheckedHeuristicStatus.cpp --------------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/UncheckedHeuristicStatus.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using findings::VerdictKind;

// No count that the library writes; it survives only if nothing is written.
static constexpr int Sentinel = -77;

/// Open in the source, and not by the expression that gives the rows: one that
/// is equal to the rows cannot be less.
static bool isIndependentOfRows(const Planner &P, char Matrix) {
  auto Ld = P.Call.Values.find(layoutKey(Matrix, "LD"));
  auto Rows = P.Call.Values.find(layoutKey(Matrix, "ROWS"));
  if (Ld == P.Call.Values.end())
    return true;
  return !Ld->second.isKnown() &&
         (Rows == P.Call.Values.end() || Ld->second.SourceText.empty() ||
          Ld->second.SourceText != Rows->second.SourceText);
}

/// A leading dimension below the rows (7, measured).
static bool makeLdTooSmall(Planner &P) {
  Settings &S = P.ThePlan.TheSettings;
  for (char Matrix : {'A', 'B', 'C', 'D'}) {
    bool IsColumnOrder =
        S.word(layoutKey(Matrix, "ORDER")) == "CUBLASLT_ORDER_COL";
    if (IsColumnOrder && isIndependentOfRows(P, Matrix) &&
        S.numberOr(layoutKey(Matrix, "ROWS"), 1) > 1) {
      S.set(layoutKey(Matrix, "LD"), uint64_t(1));
      P.noteFilled(layoutKey(Matrix, "LD"));
      return true;
    }
  }
  return false;
}

/// No rows at all, and leading dimensions that follow (7, measured).
static bool makeEmpty(Planner &P) {
  Settings &S = P.ThePlan.TheSettings;
  bool IsTransposed = S.word(descriptorKey("TRANSA")) != "CUBLAS_OP_N";
  const char *RowsOfA = IsTransposed ? "COLS" : "ROWS";
  const std::vector<std::string> Keys = {
      layoutKey('A', RowsOfA), layoutKey('C', "ROWS"), layoutKey('D', "ROWS"),
      layoutKey('C', "LD"), layoutKey('D', "LD")};
  if (std::any_of(Keys.begin(), Keys.end(),
                  [&](const std::string &Key) { return P.isKnown(Key); }))
    return false;
  for (const std::string &Key : Keys) {
    S.set(Key, uint64_t(0));
    P.noteFilled(Key);
  }
  if (!IsTransposed && !P.isKnown(layoutKey('A', "LD")))
    S.set(layoutKey('A', "LD"), uint64_t(0));
  return true;
}

/// Changes a problem that the heuristic may accept into one that it refuses on
/// every device, by a value that the source leaves open. When the source fixes
/// all of them its own problem is run.
static void makeRefused(Planner &P) {
  std::string Scale = descriptorKey("SCALE_TYPE");
  if (P.isKnown(Scale)) {
    makeLdTooSmall(P) || makeEmpty(P);
    return;
  }
  // A scale type that the compute type does not take (7, measured).
  Settings &S = P.ThePlan.TheSettings;
  bool IsHalf =
      S.word(descriptorKey("COMPUTE_TYPE")) == "CUBLAS_COMPUTE_16F" ||
      S.word(descriptorKey("COMPUTE_TYPE")) == "CUBLAS_COMPUTE_16F_PEDANTIC";
  S.set(Scale, std::string(IsHalf ? "CUDA_R_32F" : "CUDA_R_16F"));
  P.noteFilled(Scale);
}

void UncheckedHeuristicStatus::plan(Planner &P, const DeviceFacts &Facts,
                                    const kb::Api *Api) const {
  Settings &S = P.ThePlan.TheSettings;
  if (P.Call.Function != "cublasLtMatmulAlgoGetHeuristic") {
    P.refuse("this experiment knows cublasLtMatmulAlgoGetHeuristic only: not "
             "run");
    return;
  }
  bool StatusTested = P.knownFlag("heuristic.statusTested").value_or(false);
  bool CountTested = P.knownFlag("heuristic.countTested").value_or(false);
  bool IsIndex = P.isNamed("heuristic.index");
  S.set("heuristic.statusTested", StatusTested);
  S.set("heuristic.countTested", CountTested);
  if (IsIndex)
    P.Part = "index";
  // The result of one request takes 96 bytes.
  P.number("argument.requestedAlgoCount", {1, 10000}, IsIndex ? 8 : 1);
  if (IsIndex) {
    S.set("isIndex", true);
    if (auto Index = P.knownNumber("heuristic.index", {0, 1000000}))
      S.set("heuristic.index", *Index);
  } else if (auto Before =
                 P.knownNumber("heuristic.countInitial", {0, 2147483647})) {
    S.set("heuristic.countInitial", *Before);
  } else if (P.ruleText(P.E.Flagged, "heuristic.countInitial")) {
    // The rule is about a variable without a value: any stands for it.
    S.set("heuristic.countInitial",
          P.ruleNumber(P.E.Flagged, "heuristic.countInitial", {0, 2147483647},
                       77));
    P.noteFilled("heuristic.countInitial");
  } else if (!StatusTested && CountTested) {
    P.refuse("the count is tested, the status is not: a failed call leaves the "
             "count as it was, and what it held before is not known");
  }
  planMatmul(P, Api, witnessShape(P));
  auto IsKnown = [&](const char *Attribute) {
    return P.isKnown(descriptorKey(Attribute));
  };
  bool IsWitnessProblem =
      !IsKnown("COMPUTE_TYPE") && !IsKnown("SCALE_TYPE") &&
      !IsKnown("TRANSA") && !IsKnown("TRANSB") &&
      std::none_of(std::begin("ABCD"), std::end("ABCD") - 1,
                   [&](char M) { return P.isKnown(layoutKey(M, "TYPE")); });
  if (!IsIndex && !IsWitnessProblem)
    makeRefused(P);
  P.ThePlan.NeedsGpu = IsIndex || StatusTested;
  S.set("hasDevice", Facts.HasDevice);
  auto Bytes = matmulBytes(S);
  if (!P.refused() && Facts.HasDevice &&
      (!Bytes || *Bytes > Facts.TotalBytes / 2))
    P.refuse("the call's matrices need " +
             (Bytes ? bytesForPeople(*Bytes) : "more than 16 EiB") +
             ", too much for this device: not run");
}

/// "count 3", or that nothing wrote it.
static std::string countStory(int Before, int After) {
  if (After == Before)
    return "count not written (still " + std::to_string(After) + ")";
  return "count " + std::to_string(After);
}

/// The form with an index that the count does not bound.
static RunOutcome runIndex(Form F, const Settings &S, RunRecorder &R,
                           MatmulProblem &Problem, cublasLtHandle_t Handle,
                           const MatmulProblem::Choice &Choice,
                           const std::string &Story) {
  if (Choice.Status != CUBLAS_STATUS_SUCCESS || Choice.Count < 1)
    return R.notReached("the heuristic found no algorithm: " + Story);
  size_t Count = static_cast<size_t>(Choice.Count);
  size_t Index = S.numberOr("heuristic.index", Count);
  if (F == Form::Control && Index >= Count)
    return R.answered(false, Story + ": entry " + std::to_string(Index) +
                                 " is not below the count, not used");
  if (Index >= Choice.Results.size())
    return R.notReached(Story + ": entry " + std::to_string(Index) +
                        " lies far outside the array");
  bool Works =
      R.saw("cublasLtMatmul",
            Problem.run(Handle, &Choice.Results[Index].algo, nullptr, 0)) &&
      R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize());
  return R.answered(!Works, Story + ": entry " + std::to_string(Index) + ": " +
                                R.last());
}

RunOutcome UncheckedHeuristicStatus::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  LtHandle Handle(R.Lt);
  bool HasDevice = S.flag("hasDevice");
  bool HasHandle = R.expect("cublasLtCreate", Handle.create());
  // Without a GPU that is the failure whose consequences are shown.
  if (HasDevice && !HasHandle)
    return R.notReached("no handle: " + R.last());
  MatmulProblem Problem(R, S);
  if (!Problem.describe() || (HasDevice && !Problem.allocate()))
    return R.notReached("the problem could not be set up: " + R.last());

  bool IsIndex = S.flag("isIndex");
  int Before = static_cast<int>(
      S.numberOr("heuristic.countInitial", static_cast<uint64_t>(Sentinel)));
  // An index is shown with algorithms that need no workspace, so that only
  // the entry decides.
  const int Requested =
      static_cast<int>(S.numberOr("argument.requestedAlgoCount", 1));
  const uint64_t Limit = IsIndex ? 0 : UsualWorkspaceBytes;
  // Room for an index beyond the array, where no result lies.
  const int Extent = static_cast<int>(
      IsIndex ? std::min<uint64_t>(
                    S.numberOr("heuristic.index", uint64_t(Requested)), 10000) +
                    1
              : uint64_t(Requested));
  auto Choice = Problem.choose(Handle.get(), &Limit, Requested, Extent, Before);
  bool Success = R.saw("cublasLtMatmulAlgoGetHeuristic", Choice.Status);
  R.figure("countBefore", Before);
  R.figure("countAfter", Choice.Count);
  std::string Story = (HasDevice ? "" : "without a GPU: ") + R.last() + ", " +
                      countStory(Before, Choice.Count);
  if (IsIndex)
    return runIndex(F, S, R, Problem, Handle.get(), Choice, Story);

  bool TestsStatus = F == Form::Control || S.flag("heuristic.statusTested");
  bool TestsCount = F == Form::Control || S.flag("heuristic.countTested");
  if (TestsStatus && !Success)
    return R.answered(false, Story + ": stops at the status");
  if (TestsCount && Choice.Count < 1)
    return R.answered(false, Story + ": stops at the count");
  bool Works =
      R.saw("cublasLtMatmul",
            Problem.run(Handle.get(), &Choice.Results[0].algo, nullptr, 0));
  std::string Next = R.last();
  if (Works && HasDevice) {
    Works = R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize());
    Next = R.last(2);
  }
  return R.answered(!Works, Story + ", then " + Next);
}

Judgement UncheckedHeuristicStatus::judge(const Settings &S,
                                          RunOutcome &Flagged,
                                          RunOutcome &Control) const {
  Judgement J = Experiment::judge(S, Flagged, Control);
  if (J.Kind == VerdictKind::Refuted && S.flag("heuristic.statusTested") &&
      !S.flag("isIndex"))
    J.Reason = "the program stops at the status that it tests; a status of "
               "success with a count of 0 was not met";
  return J;
}
