//===-- RunRecorder.cpp - what a run saw ----------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/RunRecorder.h"

namespace cublaslt::runtime {

// A loop of many attempts must not fill the verdict.
static constexpr size_t MaximumStatuses = 64;

static void keep(findings::RunOutcome &Outcome, const char *Function,
                 int Number, const std::string &Name) {
  if (Outcome.Statuses.size() < MaximumStatuses)
    Outcome.Statuses.push_back({Function, Number, Name});
  else
    Outcome.Statuses.back() = {Function, Number, Name};
}

bool RunRecorder::saw(const char *Function, cublasStatus_t S) {
  keep(Outcome, Function, S, Lt.statusName(S));
  return S == CUBLAS_STATUS_SUCCESS;
}

bool RunRecorder::saw(const char *Function, cudaError_t E) {
  keep(Outcome, Function, E, cudaGetErrorName(E));
  if (E != cudaSuccess)
    // A failed allocation would otherwise be reported again by the next call
    // that asks for the last error. A dead context keeps its error all the
    // same.
    cudaGetLastError();
  return E == cudaSuccess;
}

bool RunRecorder::expect(const char *Function, cublasStatus_t S) {
  return S == CUBLAS_STATUS_SUCCESS || saw(Function, S);
}

bool RunRecorder::expect(const char *Function, cudaError_t E) {
  return E == cudaSuccess || saw(Function, E);
}

static std::string shown(const findings::StatusSeen &S) {
  return S.Function + " " + std::to_string(S.Number) + " (" + S.Name + ")";
}

std::string RunRecorder::last() const { return last(1); }

std::string RunRecorder::last(unsigned Count) const {
  size_t Size = Outcome.Statuses.size();
  std::string Text;
  for (size_t I = Size > Count ? Size - Count : 0; I < Size; ++I)
    Text += (Text.empty() ? "" : ", ") + shown(Outcome.Statuses[I]);
  return Text;
}

void RunRecorder::note(const std::string &Text) { Notes += ", " + Text; }

void RunRecorder::noteHeld(const std::string &Key, int64_t Asked,
                           int64_t Held) {
  figure("valueAsked", static_cast<double>(Asked));
  figure("valueHeld", static_cast<double>(Held));
  HoldsOther |= Asked != Held;
  note(Key.substr(Key.find('.') + 1) + " holds " + std::to_string(Held) +
       (Asked == Held ? "" : " instead of " + std::to_string(Asked)));
}

findings::RunOutcome RunRecorder::finish(bool Ran, bool Failed,
                                         const std::string &Summary) {
  Outcome.Ran = Ran;
  Outcome.Failed = Failed;
  Outcome.Summary = Summary;
  Outcome.LibraryLog = CublasLt::takeLog();
  return Outcome;
}

findings::RunOutcome RunRecorder::notReached(const std::string &Why) {
  return finish(false, false, Why);
}

findings::RunOutcome RunRecorder::answered(bool Failed,
                                           const std::string &Summary) {
  return finish(true, Failed, Summary);
}

} // namespace cublaslt::runtime
