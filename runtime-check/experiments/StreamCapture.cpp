//===-- StreamCapture.cpp - an allocation during a capture
//-----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/StreamCapture.h"
#include "runtime-check/device/MatmulProblem.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

static constexpr uint64_t WorkspaceBytes = 32 << 20;

RunOutcome StreamCapture::run(Form F, const Settings &S) const {
  RunOutcome Nothing;
  const CublasLt *Lt = CublasLt::load(Nothing.Summary);
  if (!Lt)
    return Nothing;
  RunRecorder R(*Lt);
  LtHandle Handle(*Lt);
  MatmulProblem Problem(R, S);
  cudaStream_t Stream = nullptr;
  if (!R.expect("cublasLtCreate", Handle.create()) || !Problem.describe() ||
      !Problem.allocate() || !Problem.fill() ||
      !R.expect("cudaStreamCreate", cudaStreamCreate(&Stream)))
    return R.notReached("the problem could not be set up: " + R.last());
  auto Chosen = Problem.choose(Handle.get(), WorkspaceBytes);
  if (Chosen.Status != CUBLAS_STATUS_SUCCESS || Chosen.Count < 1)
    return R.notReached("the heuristic found no algorithm");
  DeviceBuffer Workspace;
  if (F == Form::Control &&
      !R.expect("cudaMalloc", Workspace.allocate(WorkspaceBytes)))
    return R.notReached("no workspace: " + R.last());
  if (!R.expect("cudaStreamBeginCapture",
                cudaStreamBeginCapture(Stream, cudaStreamCaptureModeGlobal)))
    return R.notReached(R.last());
  bool Works = true;
  std::string Story;
  if (F == Form::Flagged) {
    Works = R.saw("cudaMalloc", Workspace.allocate(WorkspaceBytes));
    Story = R.last() + ", then ";
  }
  Works &=
      R.saw("cublasLtMatmul",
            Problem.run(Handle.get(), &Chosen.Results[0].algo, Workspace.get(),
                        Workspace.get() ? WorkspaceBytes : 0, Stream));
  Story += R.last();
  cudaGraph_t Graph = nullptr;
  Works &= R.saw("cudaStreamEndCapture", cudaStreamEndCapture(Stream, &Graph));
  Story += ", then " + R.last();
  if (Works) {
    cudaGraphExec_t Executable = nullptr;
    Works = R.saw("cudaGraphInstantiate",
                  cudaGraphInstantiate(&Executable, Graph, 0)) &&
            R.saw("cudaGraphLaunch", cudaGraphLaunch(Executable, Stream)) &&
            R.saw("cudaStreamSynchronize", cudaStreamSynchronize(Stream));
    Story += ", then " + R.last(2);
  }
  return R.answered(!Works, Story);
}
