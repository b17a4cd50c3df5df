//===-- SharedWorkspace.cpp - one workspace, two streams
//-------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/SharedWorkspace.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/ReferenceResult.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <optional>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

// So many on each stream keep the device busy: two single ones often do not
// meet on it.
static constexpr unsigned CallsInARow = 16;

namespace {
/// One of the two matmuls.
struct Side {
  Side(RunRecorder &R, const Settings &S) : R(R), S(S), Problem(R, S) {}

  /// Also runs it alone; the empty text when that is right.
  std::string prepare(cublasLtHandle_t Handle);
  bool enqueue(cublasLtHandle_t Handle, void *Where);
  /// The result differs from that of the run alone.
  bool isCorrupted();

  RunRecorder &R;
  const Settings &S;
  MatmulProblem Problem;
  MatmulProblem::Choice Chosen;
  DeviceBuffer Workspace;
  cudaStream_t Stream = nullptr;
  std::vector<char> Alone, Seen;
  std::optional<bool> IsWrong;
};
} // namespace

std::string Side::prepare(cublasLtHandle_t Handle) {
  if (!Problem.describe() || !Problem.allocate() || !Problem.fill() ||
      !R.expect("cudaMalloc", Workspace.allocate(UsualWorkspaceBytes)) ||
      !R.expect("cudaStreamCreate",
                cudaStreamCreateWithFlags(&Stream, cudaStreamNonBlocking)))
    return "the problem could not be set up: " + R.last();
  Chosen = Problem.choose(Handle, UsualWorkspaceBytes);
  if (Chosen.Status != CUBLAS_STATUS_SUCCESS || Chosen.Count < 1 ||
      Chosen.Results[0].workspaceSize == 0)
    return "the heuristic gave no algorithm with a workspace";
  if (!enqueue(Handle, Workspace.get()) ||
      !R.expect("cudaDeviceSynchronize", cudaDeviceSynchronize()))
    return "the matmul alone failed: " + R.last();
  Comparison C =
      compareWithReference(S, Problem.matrix('A'), Problem.matrix('B'),
                           Problem.matrix('D'), MatmulProblem::PoisonByte);
  if (!C.NotCompared.empty() || C.isWrong())
    return "the matmul alone is not right";
  Alone.resize(*matrixBytes(S, 'D'));
  Seen.resize(Alone.size());
  cudaMemcpy(Alone.data(), Problem.matrix('D'), Alone.size(),
             cudaMemcpyDeviceToHost);
  return "";
}

bool Side::enqueue(cublasLtHandle_t Handle, void *Where) {
  return R.expect("cublasLtMatmul",
                  Problem.run(Handle, &Chosen.Results[0].algo, Where,
                              UsualWorkspaceBytes, Stream));
}

bool Side::isCorrupted() {
  cudaMemcpy(Seen.data(), Problem.matrix('D'), Seen.size(),
             cudaMemcpyDeviceToHost);
  if (Seen == Alone)
    return false;
  // Other bits: more than rounding? Asked once, it takes the CPU long.
  if (!IsWrong)
    IsWrong =
        compareWithReference(S, Problem.matrix('A'), Problem.matrix('B'),
                             Problem.matrix('D'), MatmulProblem::PoisonByte)
            .isWrong();
  return *IsWrong;
}

void SharedWorkspace::plan(Planner &P, const DeviceFacts &Facts,
                           const kb::Api *Api) const {
  MatmulRun::plan(P, Facts, Api);
  // The two matmuls must meet on the device.
  P.ThePlan.NeedsDeviceAlone = true;
}

RunOutcome SharedWorkspace::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  LtHandle Handle(R.Lt);
  if (!R.expect("cublasLtCreate", Handle.create()))
    return R.notReached("no handle: " + R.last());
  Side One(R, S), Two(R, S);
  for (Side *Each : {&One, &Two}) {
    std::string Why = Each->prepare(Handle.get());
    if (!Why.empty())
      return R.notReached(Why);
  }
  const unsigned Rounds =
      static_cast<unsigned>(S.numberOr("workspace.rounds", 20));
  unsigned Corrupted = 0;
  void *Second = F == Form::Flagged ? One.Workspace.get() : Two.Workspace.get();
  for (unsigned Round = 0; Round < Rounds; ++Round) {
    for (unsigned I = 0; I < CallsInARow; ++I)
      if (!One.enqueue(Handle.get(), One.Workspace.get()) ||
          !Two.enqueue(Handle.get(), Second))
        return R.answered(true, R.last());
    if (!R.expect("cudaDeviceSynchronize", cudaDeviceSynchronize()))
      return R.answered(true, R.last());
    bool First = One.isCorrupted(), Other = Two.isCorrupted();
    Corrupted += First || Other;
  }
  R.figure("rounds", Rounds);
  R.figure("corruptedRounds", Corrupted);
  return R.answered(
      Corrupted > 0,
      std::string("every call succeeded, ") +
          (F == Form::Flagged ? "one workspace" : "a workspace each") + ": " +
          std::to_string(Corrupted) + " of " + std::to_string(Rounds) +
          " results wrong");
}
