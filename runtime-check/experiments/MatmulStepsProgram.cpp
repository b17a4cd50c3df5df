//===-- MatmulStepsProgram.cpp - prints a list of steps -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/MatmulSteps.h"
#include "runtime-check/reproducer/MatmulProgram.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::runtime;
using Kind = MatmulStep::Kind;

static bool has(const MatmulSteps &Steps, Kind Is) {
  return std::any_of(Steps.begin(), Steps.end(),
                     [&](const MatmulStep &Step) { return Step.Is == Is; });
}

/// The statement of a call that a step asks about, or that must succeed.
static std::string call(const MatmulStep &Step, const std::string &Text) {
  return std::string(Step.IsAsked ? "SHOW(" : "MUST(") + Text + ");" +
         (Step.Comment.empty() ? "" : " // " + Step.Comment);
}

static std::string print(const MatmulStep &Step, const MatmulSteps &All,
                         const MatmulProgram &P) {
  const std::string Bytes = std::to_string(Step.Bytes);
  switch (Step.Is) {
  case Kind::MakeContext:
    return call(Step, "cudaFree, nullptr");
  case Kind::CreateHandle:
    return "cublasLtHandle_t lt = nullptr;\n" +
           call(Step, "cublasLtCreate, &lt");
  case Kind::CreateCublas:
    return "// Opened here, so that one library to link with is enough.\n"
           "void *library = dlopen(\"libcublas.so\", RTLD_NOW);\n"
           "if (!library) return puts(\"  no libcublas.so\"), 1;\n"
           "const auto create = reinterpret_cast<cublasStatus_t (*)(void "
           "**)>(\n    dlsym(library, \"cublasCreate_v2\"));\n"
           "void *handle = nullptr;\n" +
           call(Step, "create, &handle");
  case Kind::CreateStream:
    return "cudaStream_t stream = nullptr;\n" +
           call(Step, "cudaStreamCreate, &stream");
  case Kind::BeginCapture:
    return call(Step,
                "cudaStreamBeginCapture, stream, cudaStreamCaptureModeGlobal");
  case Kind::EndCapture:
    return "cudaGraph_t graph = nullptr;\n" +
           call(Step, "cudaStreamEndCapture, stream, &graph");
  case Kind::LaunchGraph:
    return "cudaGraphExec_t launched = nullptr;\n" +
           call(Step, "cudaGraphInstantiate, &launched, graph, 0") + "\n" +
           call(Step, "cudaGraphLaunch, launched, stream") + "\n" +
           call(Step, "cudaStreamSynchronize, stream");
  case Kind::HoldMemory:
    return "fillMemory(held, " + Bytes + "ull);";
  case Kind::ReleaseMemory:
    return "for (void *each : held) cudaFree(each);";
  case Kind::AllocateWorkspace:
    return call(Step, "cudaMalloc, &workspace, " + Bytes);
  case Kind::AllocateOther:
    return "void *p = nullptr;\n" +
           call(Step, "cudaMalloc, &p, " + Bytes + "ull");
  case Kind::Multiply: {
    const bool HasWorkspace = has(All, Kind::AllocateWorkspace);
    return call(
        Step,
        "cublasLtMatmul, " +
            P.matmul("&results[0].algo", HasWorkspace ? "workspace" : "nullptr",
                     HasWorkspace ? std::to_string(UsualWorkspaceBytes) : "0",
                     has(All, Kind::CreateStream) ? "stream" : "nullptr"));
  }
  case Kind::Synchronize:
    return call(Step, "cudaDeviceSynchronize");
  case Kind::Describe:
  case Kind::Allocate:
  case Kind::Fill:
  case Kind::Choose:
    break;
  }
  return "";
}

std::vector<std::string>
SteppedRun::statements(Form F, const Settings &S,
                       const findings::RunOutcome &) const {
  const MatmulSteps Steps = steps(F, S);
  MatmulProgram P(S);
  // What one form's steps make and the other's may name.
  if (has(Steps, Kind::AllocateWorkspace))
    P.add("void *workspace = nullptr;");
  if (has(Steps, Kind::HoldMemory))
    P.add("std::vector<void *> held;");
  for (const MatmulStep &Step : Steps) {
    if (Step.Is == Kind::Describe)
      P.describe();
    else if (Step.Is == Kind::Allocate) {
      P.matrices(false);
      P.scalars();
    } else if (Step.Is == Kind::Choose) {
      P.preference(std::to_string(Step.Bytes));
      P.choose();
    } else if (std::string Text = print(Step, Steps, P); !Text.empty())
      P.add(Text);
  }
  return P.Statements;
}
