//===-- ExhaustedMemory.cpp - a call without device memory ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/ExhaustedMemory.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using Kind = MatmulStep::Kind;

MatmulSteps ExhaustedMemory::steps(Form F, const Settings &S) const {
  const std::string Call = S.word("pressure.call");
  const bool Multiplies = Call == "cublasLtMatmul",
             Chooses = Multiplies || Call == "cublasLtMatmulAlgoGetHeuristic";
  MatmulSteps Steps = {{Kind::MakeContext}};
  if (Chooses)
    for (Kind Is : {Kind::CreateHandle, Kind::Describe, Kind::Allocate})
      Steps.push_back({Is});
  Steps.push_back({Kind::HoldMemory, S.numberOr("pressure.remainingBytes", 0)});
  if (F == Form::Control)
    Steps.push_back({Kind::ReleaseMemory});
  auto Ask = [&](Kind Is, uint64_t Bytes = 0) {
    Steps.push_back({Is, Bytes, /*IsAsked=*/true});
  };
  if (Call == "cublasLtCreate")
    Ask(Kind::CreateHandle);
  else if (Call == "cublasCreate")
    Ask(Kind::CreateCublas);
  else if (Call == "cudaMalloc")
    Ask(Kind::AllocateOther, S.numberOr("pressure.bytes", 1 << 30));
  else
    Ask(Kind::Choose, UsualWorkspaceBytes);
  if (Multiplies) {
    Ask(Kind::Multiply);
    Ask(Kind::Synchronize);
  }
  return Steps;
}
