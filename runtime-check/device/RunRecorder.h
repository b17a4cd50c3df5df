//===-- RunRecorder.h - what a run saw --------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Collects the statuses of a run's calls, with their names, and the library's
/// own reasons.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_RUNRECORDER_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_RUNRECORDER_H

#include "findings/Finding.h"
#include "runtime-check/device/CublasLt.h"
#include <cuda_runtime_api.h>
#include <string>

namespace cublaslt::runtime {

class RunRecorder {
public:
  explicit RunRecorder(const CublasLt &Lt) : Lt(Lt) { Lt.collectLog(); }

  const CublasLt &Lt;
  findings::RunOutcome Outcome;

  /// Keeps the status of a call that the question is about. True on success.
  bool saw(const char *Function, cublasStatus_t S);
  bool saw(const char *Function, cudaError_t E);
  /// Keeps the status only if the call failed; for what merely prepares.
  bool expect(const char *Function, cublasStatus_t S);
  bool expect(const char *Function, cudaError_t E);

  /// The last status kept, as "cudaMalloc 2 (cudaErrorMemoryAllocation)".
  std::string last() const;
  /// The same of the last \p Count statuses, separated by commas.
  std::string last(unsigned Count) const;

  void figure(const std::string &Name, double Value) {
    Outcome.Figures[Name] = Value;
  }

  /// An attribute holds \p Held after a call that asked for \p Asked.
  void noteHeld(const std::string &Key, int64_t Asked, int64_t Held);
  /// An attribute holds something else than it was set to.
  bool holdsOther() const { return HoldsOther; }
  /// Adds to what notes() gives.
  void note(const std::string &Text);
  /// What was noted, starting with ", "; may be empty.
  const std::string &notes() const { return Notes; }

  /// The run could not get to its question.
  findings::RunOutcome notReached(const std::string &Why);
  /// The run answered its question.
  findings::RunOutcome answered(bool Failed, const std::string &Summary);

private:
  std::string Notes;
  bool HoldsOther = false;
  findings::RunOutcome finish(bool Ran, bool Failed,
                              const std::string &Summary);
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_RUNRECORDER_H
