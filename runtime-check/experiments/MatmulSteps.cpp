//===-- MatmulSteps.cpp - runs a list of steps ----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulSteps.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/MemoryPressure.h"
#include <dlfcn.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Kind = MatmulStep::Kind;

namespace {
/// What the steps of one run make, and what they saw.
class Execution {
public:
  Execution(RunRecorder &R, const Settings &S)
      : R(R), Handle(R.Lt), Problem(R, S) {}

  RunOutcome follow(const MatmulSteps &Steps);

private:
  bool make(const MatmulStep &Step);
  template <class Status>
  bool see(const MatmulStep &Step, const char *Function, Status S) {
    return Step.IsAsked ? R.saw(Function, S) : R.expect(Function, S);
  }
  bool createCublas(const MatmulStep &Step);
  bool launch(const MatmulStep &Step);
  bool choose(const MatmulStep &Step);
  void noteFree(const char *Figure, const char *When);

  RunRecorder &R;
  LtHandle Handle;
  MatmulProblem Problem;
  MatmulProblem::Choice Chosen;
  DeviceBuffer Workspace, Other;
  uint64_t WorkspaceBytes = 0;
  // The last of the memory: it is given back first.
  MemoryPressure Held;
  cudaStream_t Stream = nullptr;
  cudaGraph_t Graph = nullptr;
  std::string Before, Story, Why;
};
} // namespace

/// cublasCreate of the plain library, which is what a program falls back to
/// when it switches cuBLASLt off.
bool Execution::createCublas(const MatmulStep &Step) {
  const std::string Name = "libcublas.so." + std::to_string(CUBLAS_VER_MAJOR);
  void *Library = nullptr;
  for (const std::string &Place :
       {Name, CUBLASLT_TIDY_CUDA_LIBRARIES "/" + Name,
        "/usr/local/cuda/lib64/" + Name})
    if (!Library)
      Library = dlopen(Place.c_str(), RTLD_NOW | RTLD_LOCAL);
  using CreateFunction = cublasStatus_t (*)(void **);
  auto Create =
      Library
          ? reinterpret_cast<CreateFunction>(dlsym(Library, "cublasCreate_v2"))
          : nullptr;
  if (!Create) {
    Why = "the library " + Name + " cannot be loaded";
    return false;
  }
  void *Made = nullptr;
  return see(Step, "cublasCreate", Create(&Made));
}

bool Execution::launch(const MatmulStep &Step) {
  cudaGraphExec_t Executable = nullptr;
  return see(Step, "cudaGraphInstantiate",
             cudaGraphInstantiate(&Executable, Graph, 0)) &&
         see(Step, "cudaGraphLaunch", cudaGraphLaunch(Executable, Stream)) &&
         see(Step, "cudaStreamSynchronize", cudaStreamSynchronize(Stream));
}

bool Execution::choose(const MatmulStep &Step) {
  Chosen = Problem.choose(Handle.get(), Step.Bytes);
  if (!see(Step, "cublasLtMatmulAlgoGetHeuristic", Chosen.Status))
    return false;
  if (Chosen.Count < 1)
    Why = "the heuristic found no algorithm";
  return Chosen.Count >= 1;
}

void Execution::noteFree(const char *Figure, const char *When) {
  const uint64_t Free = MemoryPressure::freeBytes();
  R.figure(Figure, static_cast<double>(Free));
  Before = bytesForPeople(Free) + " free" + When + ": ";
}

/// False where the step failed; Why says more where its status does not.
bool Execution::make(const MatmulStep &Step) {
  switch (Step.Is) {
  case Kind::MakeContext:
    return see(Step, "cudaFree", cudaFree(nullptr));
  case Kind::CreateHandle:
    return see(Step, "cublasLtCreate", Handle.create());
  case Kind::CreateCublas:
    return createCublas(Step);
  case Kind::Describe:
    return Problem.describe();
  case Kind::Allocate:
    return Problem.allocate();
  case Kind::Fill:
    return Problem.fill();
  case Kind::CreateStream:
    return see(Step, "cudaStreamCreate", cudaStreamCreate(&Stream));
  case Kind::BeginCapture:
    return see(Step, "cudaStreamBeginCapture",
               cudaStreamBeginCapture(Stream, cudaStreamCaptureModeGlobal));
  case Kind::EndCapture:
    return see(Step, "cudaStreamEndCapture",
               cudaStreamEndCapture(Stream, &Graph));
  case Kind::LaunchGraph:
    return launch(Step);
  case Kind::HoldMemory:
    if (!Held.fillDownTo(Step.Bytes)) {
      Why = "the device's memory could not be filled";
      return false;
    }
    noteFree("deviceBytesFree", "");
    return true;
  case Kind::ReleaseMemory:
    Held.release();
    noteFree("deviceBytesFreeAfterRelease",
             " after the held memory was returned");
    return true;
  case Kind::Choose:
    return choose(Step);
  case Kind::AllocateWorkspace:
    if (!see(Step, "cudaMalloc", Workspace.allocate(Step.Bytes)))
      return false;
    WorkspaceBytes = Step.Bytes;
    return true;
  case Kind::AllocateOther:
    return see(Step, "cudaMalloc", Other.allocate(Step.Bytes));
  case Kind::Multiply:
    return see(Step, "cublasLtMatmul",
               Problem.run(Handle.get(), &Chosen.Results[0].algo,
                           Workspace.get(), WorkspaceBytes, Stream));
  case Kind::Synchronize:
    return see(Step, "cudaDeviceSynchronize", cudaDeviceSynchronize());
  }
  return false;
}

RunOutcome Execution::follow(const MatmulSteps &Steps) {
  bool Works = true;
  for (const MatmulStep &Step : Steps) {
    // What was not captured cannot be launched.
    if (Step.Is == Kind::LaunchGraph && !Works)
      continue;
    const bool IsFine = make(Step);
    if (!IsFine && (!Step.IsAsked || !Why.empty()))
      return R.notReached(
          Why.empty() ? "the problem could not be set up: " + R.last() : Why);
    if (!Step.IsAsked)
      continue;
    Works &= IsFine;
    Story += (Story.empty() ? "" : ", then ") + R.last();
    if (!IsFine && !Step.GoesOn)
      break;
  }
  return R.answered(!Works, Before + Story);
}

RunOutcome SteppedRun::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  return Execution(Run.recorder(), S).follow(steps(F, S));
}
