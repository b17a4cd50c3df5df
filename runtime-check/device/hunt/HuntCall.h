//===-- HuntCall.h - a problem, told to the library -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Descriptor, layouts, preference and pointers of one problem of the hunt.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTCALL_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTCALL_H

#include "runtime-check/device/CublasLt.h"
#include "runtime-check/device/DeviceBuffer.h"
#include "runtime-check/hunt/HuntGenerator.h"
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// Memory of one worker, used for one problem after the other.
struct HuntMemory {
  static constexpr int64_t GuardBytes = 4096;
  static constexpr int64_t WorkspaceBytes = 64 << 20;
  static constexpr int64_t WorkspaceGuard = 1024;
  static constexpr int64_t MostRuns = 32;

  DeviceBuffer Matrices[4], Reference, Workspace, Bias, Aux, Scales[4],
      Scalars, Pointers, Counts;

  std::string allocate(const HuntLimits &Limits);
  /// Where a matrix's first element lies.
  void *element(const HuntProblem &P, int Matrix) const;
  /// Where its region starts, guard included.
  void *region(const HuntProblem &P, int Matrix) const;
};

class HuntCall {
public:
  HuntCall(const CublasLt &Lt, cublasLtHandle_t Handle, const HuntMemory &Memory)
      : Lt(Lt), Handle(Handle), Memory(Memory) {}
  HuntCall(const HuntCall &) = delete;
  HuntCall &operator=(const HuntCall &) = delete;
  ~HuntCall();

  /// Everything that the library is told; the first status that is not
  /// success.
  cublasStatus_t describe(const HuntProblem &P, cudaStream_t Stream);
  cublasStatus_t heuristic(std::vector<cublasLtMatmulHeuristicResult_t> &Into);
  /// An algorithm from its configuration; success when the library agrees.
  cublasStatus_t algorithmOf(const HuntProblem &P, const HuntConfig &C,
                             cublasLtMatmulHeuristicResult_t &Into);
  HuntConfig configOf(const cublasLtMatmulAlgo_t &Algorithm) const;
  cublasStatus_t matmul(const cublasLtMatmulHeuristicResult_t &Algorithm,
                        cudaStream_t Stream);

private:
  template <typename T>
  void describeBy(const char *Attribute, const T &Value);
  template <typename T>
  void layoutBy(int Matrix, const char *Attribute, const T &Value);
  void describeLayouts(const HuntProblem &P, cudaStream_t Stream);
  void describeEpilogue(const HuntProblem &P);
  void describeScales(const HuntProblem &P);
  void describeScalars(const HuntProblem &P, cudaStream_t Stream);
  void note(cublasStatus_t Status) {
    if (First == CUBLAS_STATUS_SUCCESS)
      First = Status;
  }

  const CublasLt &Lt;
  cublasLtHandle_t Handle;
  const HuntMemory &Memory;
  cublasStatus_t First = CUBLAS_STATUS_SUCCESS;
  cublasLtMatmulDesc_t Descriptor = nullptr;
  cublasLtMatmulPreference_t Preference = nullptr;
  cublasLtMatrixLayout_t Layouts[4] = {};
  void *Arguments[4] = {};
  unsigned char Scalars[2][16] = {};
  const void *Alpha = nullptr, *Beta = nullptr;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTCALL_H
