//===-- MatmulRun.cpp - most rules' experiment ----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulRun.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/ReferenceResult.h"
#include "runtime-check/experiments/MatmulTiming.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

static constexpr int Sentinel = -77;
static constexpr uint64_t MostWorkspace = uint64_t(1) << 30;
static const findings::Key LimitKey =
    findings::preferenceKey("MAX_WORKSPACE_BYTES");

namespace {
/// One form's run: what it needs along the way.
struct Execution {
  Execution(RunRecorder &R, const Settings &S)
      : R(R), S(S), Handle(R.Lt), Problem(R, S) {}

  RunOutcome run();

  RunRecorder &R;
  const Settings &S;
  LtHandle Handle;
  MatmulProblem Problem;
  DeviceBuffer Workspace;
  uint64_t WorkspaceBytes = 0;
  MatmulProblem::Choice Chosen;
  std::string Story;

private:
  void tell(const std::string &Text) {
    Story += (Story.empty() ? "" : ", then ") + Text;
  }
  bool isTested() const { return S.flag("status.tested"); }
  const cublasLtMatmulAlgo_t *algorithm() const {
    return S.isNull("argument.algo") ? nullptr : &Chosen.Results[0].algo;
  }
  bool choose();
  bool allocateWorkspace();
  void *workspace() const;
  cublasStatus_t multiply();
  std::function<bool()> repetition();
  RunOutcome timed();
  RunOutcome compared();
};
} // namespace

/// Asks the heuristic for the problem, or for another one where the algorithm
/// is to be a stale one.
bool Execution::choose() {
  int Requested = static_cast<int>(
      S.signedNumber("argument.requestedAlgoCount").value_or(1));
  int Extent = static_cast<int>(S.numberOr(
      "results.extent", static_cast<uint64_t>(std::max(Requested, 1))));
  if (const std::optional<Settings> Asked = S.chosenFor()) {
    MatmulProblem Other(R, *Asked);
    if (Other.describe())
      Chosen = Other.choose(Handle.get(), nullptr, Requested, Extent, Sentinel);
  } else {
    Chosen = Problem.choose(Handle.get(), nullptr, Requested, Extent, Sentinel);
  }
  bool Success = R.saw("cublasLtMatmulAlgoGetHeuristic", Chosen.Status);
  R.figure("countAfter", Chosen.Count);
  tell(R.last() + (Chosen.Count == Sentinel
                       ? ", count not written"
                       : ", count " + std::to_string(Chosen.Count)));
  if (Success && Chosen.Count > 0)
    R.figure("workspaceBytes",
             static_cast<double>(Chosen.Results[0].workspaceSize));
  return Success && Chosen.Count > 0;
}

bool Execution::allocateWorkspace() {
  uint64_t Limit = std::min(S.numberOr(LimitKey, 0), MostWorkspace);
  WorkspaceBytes = S.numberOr("argument.workspaceSizeInBytes", Limit);
  uint64_t Bytes = std::min(
      std::max(S.numberOr("workspace.bytes", Limit), Limit), MostWorkspace);
  return S.isNull("argument.workspace") || Bytes == 0 ||
         R.expect("cudaMalloc", Workspace.allocate(Bytes + 256));
}

void *Execution::workspace() const {
  char *Start = static_cast<char *>(Workspace.get());
  return Start ? Start + S.offset("argument.workspace") : nullptr;
}

cublasStatus_t Execution::multiply() {
  return Problem.run(Handle.get(), algorithm(), workspace(), WorkspaceBytes);
}

RunOutcome Execution::compared() {
  Comparison C =
      compareWithReference(S, Problem.matrix('A'), Problem.matrix('B'),
                           Problem.matrix('D'), MatmulProblem::PoisonByte);
  if (!C.NotCompared.empty())
    return R.answered(false, Story + ", result not compared (" + C.NotCompared +
                                 ")" + R.notes());
  R.figure("relativeError", C.Error);
  R.figure("relativeErrorBound", C.Bound);
  R.figure("elementsNotWritten", static_cast<double>(C.Untouched));
  char Text[160];
  std::snprintf(Text, sizeof Text,
                ", result %s: relative error %.3g, bound %.3g",
                C.isWrong() ? "wrong" : "right", C.Error, C.Bound);
  if (C.Untouched)
    Story += ", " + std::to_string(C.Untouched) + " of " +
             std::to_string(C.Elements) + " elements never written";
  return R.answered(C.isWrong(), Story + Text + R.notes());
}

/// Descriptor and layouts made and destroyed, by nothing but the library's
/// calls.
static bool describeAgain(RunRecorder &R, cudaDataType_t Type, uint64_t Rows,
                          uint64_t Cols) {
  const CublasLt &Lt = R.Lt;
  cublasLtMatmulDesc_t Descriptor = nullptr;
  if (!R.expect(
          "cublasLtMatmulDescCreate",
          Lt.MatmulDescCreate(&Descriptor, CUBLAS_COMPUTE_32F, CUDA_R_32F)))
    return false;
  for (int I = 0; I < 4; ++I) {
    cublasLtMatrixLayout_t Layout = nullptr;
    if (!R.expect("cublasLtMatrixLayoutCreate",
                  Lt.MatrixLayoutCreate(&Layout, Type, Rows, Cols,
                                        static_cast<int64_t>(Rows))))
      return false;
    Lt.MatrixLayoutDestroy(Layout);
  }
  Lt.MatmulDescDestroy(Descriptor);
  return true;
}

/// What each repetition of a timing does. The settings are read here, once:
/// reading them would cost more than many of the calls do.
std::function<bool()> Execution::repetition() {
  auto Multiply = Problem.prepared(algorithm(), workspace(), WorkspaceBytes);
  auto Matmul = [this, Multiply] {
    return R.expect("cublasLtMatmul", Multiply(Handle.get()));
  };
  const std::string Each = S.word("timing.each");
  if (Each == "handle")
    return [this, Matmul] {
      Handle.destroy();
      return R.expect("cublasLtCreate", Handle.create()) && Matmul();
    };
  if (Each == "heuristic")
    return [this, Matmul] {
      return R.expect("cublasLtMatmulAlgoGetHeuristic",
                      Problem.chooseAgain(Handle.get())) &&
             Matmul();
    };
  if (Each == "descriptors")
    return
        [this, Matmul,
         Type = dataType(S.word(layoutKey('A', "TYPE"))).value_or(CUDA_R_16F),
         Rows = S.numberOr(layoutKey('A', "ROWS"), 1),
         Cols = S.numberOr(layoutKey('A', "COLS"), 1)] {
          return describeAgain(R, Type, Rows, Cols) && Matmul();
        };
  return Matmul;
}

RunOutcome Execution::timed() {
  auto WarmUps = static_cast<unsigned>(S.numberOr("timing.warmUps", 4));
  auto Repetitions =
      static_cast<unsigned>(S.numberOr("timing.repetitions", 20));
  bool IsHostTime = S.word("timing.clock") == "host";
  if (!timeCalls(R, repetition(), WarmUps, Repetitions,
                 static_cast<unsigned>(S.numberOr("timing.callsEach", 1)),
                 IsHostTime))
    return R.answered(true, Story + ", then " + R.last());
  return R.answered(false, Story);
}

RunOutcome Execution::run() {
  if (!R.expect("cublasLtCreate", Handle.create()))
    return R.notReached("no handle: " + R.last());
  if (!Problem.describe())
    return R.answered(true, R.last() + R.notes());
  if (!Problem.allocate() || !Problem.fill() || !allocateWorkspace())
    return R.notReached("the problem could not be set up: " + R.last());
  bool HasAlgorithm = true;
  if (S.isNull("argument.algo"))
    tell("null algorithm");
  else
    HasAlgorithm = choose();
  if (Chosen.HasOverrun)
    return R.answered(
        true, Story + ", results behind the array's " +
                  std::to_string(S.numberOr("results.extent", 0)) + " written");
  if (!HasAlgorithm)
    return R.answered(!isTested(),
                      Story + (isTested() ? ": stops at the status" : "") +
                          R.notes());
  if (S.has("timing.repetitions"))
    return timed();
  bool Works = R.saw("cublasLtMatmul", multiply());
  tell(R.last());
  if (!Works && isTested())
    return R.answered(false, Story + ": stops at the status");
  if (!Works) {
    if (S.has("status.tested")) {
      Comparison C =
          compareWithReference(S, Problem.matrix('A'), Problem.matrix('B'),
                               Problem.matrix('D'), MatmulProblem::PoisonByte);
      R.figure("elementsNotWritten", static_cast<double>(C.Untouched));
      Story += ", and the program goes on with D, of which " +
               std::to_string(C.Untouched) + " of " +
               std::to_string(C.Elements) + " elements were never written";
    }
    return R.answered(true, Story + R.notes());
  }
  if (!R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize())) {
    tell(R.last());
    // A dead context answers everything with its error.
    void *Nothing = nullptr;
    if (!R.saw("cudaMalloc", cudaMalloc(&Nothing, 256)))
      Story += ", and from then on " + R.last() + ": the context is dead";
    return R.answered(true, Story);
  }
  return compared();
}

Settings cublaslt::runtime::withProduct(const Settings &S) {
  auto Left = S.number("overflow.left"), Right = S.number("overflow.right");
  if (!Left || !Right)
    return S;
  Settings Own = S;
  std::string Key = S.word("question");
  uint64_t Product = *Left * *Right;
  Own.Values["intended." + Key].Known = Product;
  Own.Values[Key].Known =
      S.numberOr("overflow.bits", 32) == 64
          ? static_cast<int64_t>(Product)
          : static_cast<int64_t>(static_cast<int32_t>(Product));
  return Own;
}

RunOutcome MatmulRun::run(Form, const Settings &Given) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  const Settings S = withProduct(Given);
  if (S.word("stage") != "describe")
    return Execution(R, S).run();
  MatmulProblem Problem(R, S);
  bool Works = Problem.describe() && Problem.describePreference(nullptr);
  return R.answered(!Works || R.holdsOther(),
                    (R.last().empty() ? "every call succeeded" : R.last()) +
                        R.notes());
}

Judgement MatmulRun::judge(const Settings &S, RunOutcome &Flagged,
                           RunOutcome &Control) const {
  bool IsTimed = S.has("timing.repetitions") && Flagged.Ran && Control.Ran &&
                 !Flagged.Failed && !Control.Failed;
  if (IsTimed)
    return judgeSlowdown(
        Flagged, Control,
        static_cast<double>(S.numberOr("timing.minimumPercent", 105)) / 100);
  return Experiment::judge(S, Flagged, Control);
}
