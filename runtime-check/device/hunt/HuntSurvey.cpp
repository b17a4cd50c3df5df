//===-- HuntSurvey.cpp - split-K, run by run ------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One record for each split-K run, right or wrong, so that the condition can
/// be read off; and where the heuristic's first choice is wrong, what each
/// workaround gives and costs.
///
//===----------------------------------------------------------------------===//

#include "runtime-check/device/hunt/HuntRunner.h"
#include <algorithm>

namespace cublaslt::runtime {

double HuntRunner::milliseconds(HuntCall &Call, const Run &Which) {
  constexpr int WarmUps = 3, Repetitions = 20;
  cudaEvent_t Begin = nullptr, End = nullptr;
  cudaEventCreate(&Begin);
  cudaEventCreate(&End);
  for (int I = 0; I < WarmUps; ++I)
    Call.matmul(Which.Algorithm, Stream);
  cudaEventRecord(Begin, Stream);
  for (int I = 0; I < Repetitions; ++I)
    Call.matmul(Which.Algorithm, Stream);
  cudaEventRecord(End, Stream);
  cudaEventSynchronize(End);
  float Elapsed = 0;
  cudaEventElapsedTime(&Elapsed, Begin, End);
  cudaEventDestroy(Begin);
  cudaEventDestroy(End);
  return static_cast<double>(Elapsed) / Repetitions;
}

bool HuntRunner::isRight(const HuntProblem &P, const HuntData &D,
                         HuntCall &Call, Run &Which) {
  HuntCount Count = {0, 0, 0, ~0ULL};
  auto *Device = static_cast<HuntCount *>(Memory.Counts.get());
  cudaMemcpy(Device, &Count, sizeof Count, cudaMemcpyHostToDevice);
  execute(P, D, Call, Which, Device);
  cudaStreamSynchronize(Stream);
  cudaMemcpy(&Count, Device, sizeof Count, cudaMemcpyDeviceToHost);
  return Which.Status == CUBLAS_STATUS_SUCCESS && !Count.Wrong &&
         !Count.Outside;
}

void HuntRunner::survey(const HuntProblem &P, const HuntData &D,
                        HuntCall &Call, std::vector<Run> &Runs,
                        HuntAnswer &A) {
  const std::string Shape =
      std::string(1, P.OpA) + P.OpB + " " + P.Layouts[MatrixA].Type + " " +
      P.Layouts[MatrixD].Type + " " + std::to_string(P.M) + " " +
      std::to_string(P.N) + " " + std::to_string(P.K);
  std::vector<bool> Wrong;
  for (size_t I = 0; I < Runs.size(); ++I)
    Wrong.push_back(Counts[I].Wrong != 0);
  for (size_t I = 0; I < Runs.size(); ++I)
    if (Runs[I].Config.SplitK > 1 || Wrong[I] || Runs[I].Result == 0)
      A.Records.push_back("run " + Shape + " result=" +
                          std::to_string(Runs[I].Result) + " " +
                          Runs[I].Config.text() + " wrong=" +
                          std::to_string(Wrong[I]));
  if (Runs.empty() || Runs[0].Result != 0 || !Wrong[0])
    return;
  const double First = milliseconds(Call, Runs[0]);
  auto Tell = [&](const char *Name, Run &Which) {
    char Cost[96];
    const bool Right = isRight(P, D, Call, Which);
    std::snprintf(Cost, sizeof Cost, " right=%d ms=%.5f first=%.5f", Right,
                  milliseconds(Call, Which), First);
    A.Records.push_back(std::string("workaround ") + Name + " " + Shape + " " +
                        Which.Config.text() + Cost);
  };
  // The largest divisor of K below the heuristic's number, and the least above.
  const int64_t Chosen = Runs[0].Config.SplitK;
  for (int64_t Step : {int64_t(-1), int64_t(1)}) {
    int64_t Divisor = Chosen;
    while (Divisor >= 1 && Divisor <= 64 && P.K % Divisor)
      Divisor += Step;
    if (Divisor < 1 || Divisor > 64)
      continue;
    HuntConfig C = Runs[0].Config;
    C.SplitK = Divisor;
    if (Divisor == 1)
      C.Reduction = 0;
    Run Changed;
    Changed.Config = C;
    if (Call.algorithmOf(P, C, Changed.Algorithm) == CUBLAS_STATUS_SUCCESS &&
        Changed.Algorithm.workspaceSize <=
            static_cast<size_t>(HuntMemory::WorkspaceBytes))
      Tell(Step < 0 ? "divisor-below" : "divisor-above", Changed);
    else
      A.Records.push_back(std::string("workaround ") +
                          (Step < 0 ? "divisor-below " : "divisor-above ") +
                          Shape + " " + C.text() + " refused");
  }
  for (size_t I = 1; I < Runs.size(); ++I)
    if (Runs[I].Result > 0 && P.K % std::max<int64_t>(1, Runs[I].Config.SplitK) == 0) {
      Tell("other-result", Runs[I]);
      break;
    }
}

} // namespace cublaslt::runtime
