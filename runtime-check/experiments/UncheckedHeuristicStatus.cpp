//===-- UncheckedHeuristicStatus.cpp --------------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/UncheckedHeuristicStatus.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/experiments/Steps.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"
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

namespace {
/// The variables of one run.
struct Question {
  Question(RunRecorder &R, const Settings &S)
      : R(R), Handle(R.Lt), Problem(R, S) {}

  bool stop(RunOutcome Outcome) {
    End = std::move(Outcome);
    return false;
  }

  RunRecorder &R;
  RunOutcome End;
  LtHandle Handle;
  MatmulProblem Problem;
  MatmulProblem::Choice Choice;
  bool Success = false;
  size_t Index = 0;
  std::string Story;
};
using QuestionSteps = Steps<Question>;
} // namespace

static void createHandle(QuestionSteps &L, bool HasDevice) {
  L.add("cublasLtHandle_t lt = nullptr;");
  // Without a GPU that is the failure whose consequences are shown.
  L.add(HasDevice ? "MUST(cublasLtCreate, &lt);"
                  : "// Without a GPU this is the failure that is not looked "
                    "at.\nfailed(\"cublasLtCreate\", cublasLtCreate(&lt), "
                    "true);",
        [=](Question &X) {
          return X.R.expect("cublasLtCreate", X.Handle.create()) ||
                 !HasDevice ||
                 X.stop(X.R.notReached("no handle: " + X.R.last()));
        });
}

/// The question, with a count that nothing but the library changes.
static void ask(QuestionSteps &L, const Settings &S, bool HasDevice,
                bool IsIndex) {
  const int Before = static_cast<int>(
      S.numberOr("heuristic.countInitial", static_cast<uint64_t>(Sentinel)));
  // An index is shown with algorithms that need no workspace, so that only
  // the entry decides.
  const uint64_t Limit = IsIndex ? 0 : UsualWorkspaceBytes;
  const int Requested =
      static_cast<int>(S.numberOr("argument.requestedAlgoCount", 1));
  // Room for an index beyond the array, where no result lies.
  const int Extent = static_cast<int>(
      IsIndex ? std::min<uint64_t>(
                    S.numberOr("heuristic.index", uint64_t(Requested)), 10000) +
                    1
              : uint64_t(Requested));
  MatmulProgram P(S);
  P.preference(std::to_string(Limit));
  // The tests that follow are steps of their own.
  P.choose("", " ");
  P.Statements.pop_back();
  for (std::string &Statement : P.Statements)
    if (Statement == "int count = -77;")
      Statement = "int count = " + std::to_string(Before) +
                  ";\n// As memory that nothing wrote may look.\n"
                  "memset(static_cast<void *>(results.data()), 0xa5, "
                  "results.size() * sizeof results[0]);";
  L.add(P.Statements, [=](Question &X) {
    X.Choice =
        X.Problem.choose(X.Handle.get(), &Limit, Requested, Extent, Before);
    X.Success = X.R.saw("cublasLtMatmulAlgoGetHeuristic", X.Choice.Status);
    X.R.figure("countBefore", Before);
    X.R.figure("countAfter", X.Choice.Count);
    X.Story = (HasDevice ? "" : "without a GPU: ") + X.R.last() + ", " +
              countStory(Before, X.Choice.Count);
    return !IsIndex || (X.Success && X.Choice.Count >= 1) ||
           X.stop(
               X.R.notReached("the heuristic found no algorithm: " + X.Story));
  });
}

/// The entry with an index that the count does not bound.
static void chooseEntry(QuestionSteps &L, Form F, const Settings &S) {
  const auto Given = S.number("heuristic.index");
  L.add("const int index = " +
            (Given ? bytesOf(S, "heuristic.index", 0) : std::string("count")) +
            ";",
        [=](Question &X) {
          X.Index = Given.value_or(static_cast<uint64_t>(X.Choice.Count));
          return true;
        });
  if (F == Form::Control)
    L.add("if (index >= count) return puts(\"  not below the count, not "
          "used\"), 0;",
          [](Question &X) {
            return X.Index < static_cast<size_t>(X.Choice.Count) ||
                   X.stop(X.R.answered(
                       false, X.Story + ": entry " + std::to_string(X.Index) +
                                  " is not below the count, not used"));
          });
  L.add("", [](Question &X) {
    return X.Index < X.Choice.Results.size() ||
           X.stop(X.R.notReached(X.Story + ": entry " +
                                 std::to_string(X.Index) +
                                 " lies far outside the array"));
  });
}

/// The matmul with what the entry holds.
static void multiply(QuestionSteps &L, const Settings &S, bool HasDevice,
                     bool IsIndex) {
  auto Tale = [=](const Question &X, unsigned Statuses) {
    return X.Story +
           (IsIndex ? ": entry " + std::to_string(X.Index) + ": " + X.R.last()
                    : ", then " + X.R.last(Statuses));
  };
  L.add(
      "SHOW(cublasLtMatmul, " +
          MatmulProgram(S).matmul(IsIndex ? "&results[index].algo"
                                          : "&results[0].algo",
                                  "nullptr", "0") +
          ");",
      [=](Question &X) {
        const bool Works =
            X.R.saw("cublasLtMatmul",
                    X.Problem.run(X.Handle.get(),
                                  &X.Choice.Results[X.Index].algo, nullptr, 0));
        return (Works && HasDevice) || X.stop(X.R.answered(!Works, Tale(X, 1)));
      });
  if (HasDevice)
    L.add("SHOW(cudaDeviceSynchronize);", [=](Question &X) {
      const bool Works =
          X.R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize());
      return X.stop(X.R.answered(!Works, Tale(X, 2)));
    });
}

static QuestionSteps steps(Form F, const Settings &S) {
  const bool HasDevice = S.flag("hasDevice"), IsIndex = S.flag("isIndex"),
             IsControl = F == Form::Control;
  QuestionSteps L;
  createHandle(L, HasDevice);
  auto Prepare = [&](const MatmulProgram &P, bool (MatmulProblem::*Do)()) {
    L.add(P.Statements, [Do](Question &X) {
      return !Do || (X.Problem.*Do)() ||
             X.stop(X.R.notReached("the problem could not be set up: " +
                                   X.R.last()));
    });
  };
  MatmulProgram Objects(S), Memory(S);
  Objects.describe();
  Prepare(Objects, &MatmulProblem::describe);
  if (HasDevice)
    Memory.matrices(false);
  else
    Memory.add("char *a = nullptr, *b = nullptr, *c = nullptr, *d = nullptr;");
  Memory.scalars();
  Prepare(Memory, HasDevice ? &MatmulProblem::allocate : nullptr);
  ask(L, S, HasDevice, IsIndex);
  if (IsControl || S.flag("heuristic.statusTested"))
    L.add("if (heuristic) return puts(\"  stops at the status\"), 0;",
          [](Question &X) {
            return X.Success || X.stop(X.R.answered(
                                    false, X.Story + ": stops at the status"));
          });
  if (IsControl || S.flag("heuristic.countTested"))
    L.add("if (count < 1) return puts(\"  stops at the count\"), 0;",
          [](Question &X) {
            return X.Choice.Count >= 1 ||
                   X.stop(
                       X.R.answered(false, X.Story + ": stops at the count"));
          });
  if (IsIndex)
    chooseEntry(L, F, S);
  multiply(L, S, HasDevice, IsIndex);
  return L;
}

RunOutcome UncheckedHeuristicStatus::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  Question X(Run.recorder(), S);
  steps(F, S).follow(X);
  return X.End;
}

std::vector<std::string>
UncheckedHeuristicStatus::statements(Form F, const Settings &S,
                                     const RunOutcome &) const {
  return steps(F, S).statements();
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
