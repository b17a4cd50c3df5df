//===-- HuntRunner.h - runs one problem with many algorithms ----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The worker's side of the hunt: memory that stays, one problem described to
/// the library, each algorithm run on a poisoned result and compared on the
/// device. Nothing is waited for but once for each problem.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTRUNNER_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTRUNNER_H

#include "runtime-check/device/CublasLt.h"
#include "runtime-check/device/DeviceBuffer.h"
#include "runtime-check/device/hunt/HuntCall.h"
#include "runtime-check/device/hunt/HuntKernels.h"
#include "runtime-check/hunt/KnownDefects.h"
#include <memory>
#include <set>

namespace cublaslt::runtime {

class HuntRunner {
public:
  /// Empty, or why nothing can be run here.
  std::string start(const HuntLimits &Limits);

  /// Runs \p P with all results of the heuristic, with \p R's algorithm if it
  /// has one, and with some near those; adds to \p A. False when the context
  /// is lost.
  bool run(const HuntProblem &P, const HuntRequest &R, HuntAnswer &A);

  /// Whether a kernel did not end: nothing may be waited for any more.
  bool isHung() const { return IsHung; }

private:
  struct Run {
    cublasLtMatmulHeuristicResult_t Algorithm;
    HuntConfig Config;
    int Result = -1; ///< of the heuristic
    cublasStatus_t Status = CUBLAS_STATUS_SUCCESS;
  };
  std::vector<Run> runsFor(const HuntProblem &P, const HuntRequest &R,
                           HuntCall &Call, HuntAnswer &A);
  bool nearConfig(const HuntProblem &P, HuntCall &Call, const Run &From,
                  uint64_t Draw, Run &Into);
  void fillInputs(const HuntProblem &P, const HuntData &D);
  void execute(const HuntProblem &P, const HuntData &D, HuntCall &Call,
               Run &Which, HuntCount *Count);
  void report(const HuntProblem &P, const std::vector<Run> &Runs,
              const HuntRequest &R, HuntAnswer &A);
  void survey(const HuntProblem &P, const HuntData &D, HuntCall &Call,
              std::vector<Run> &Runs, HuntAnswer &A);
  double milliseconds(HuntCall &Call, const Run &Which);
  bool isRight(const HuntProblem &P, const HuntData &D, HuntCall &Call,
               Run &Which);
  /// Waits for the stream; false, and why, when the context is lost or a kernel
  /// does not end.
  bool finish(std::string &Why);
  std::string firstWrong(const HuntProblem &P, const HuntCount &Count);

  const CublasLt *Lt = nullptr;
  cublasLtHandle_t Handle = nullptr;
  HuntKernels Kernels;
  HuntMemory Memory;
  cudaStream_t Stream = nullptr;
  HuntCount *Counts = nullptr; ///< on the host, pinned
  std::set<std::string> Seen;
  std::unique_ptr<KnownDefects> Known;
  static constexpr int MostSeconds = 10;
  bool IsHung = false;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTRUNNER_H
