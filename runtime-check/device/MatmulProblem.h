//===-- MatmulProblem.h - a matmul on the device ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Descriptor, layouts and matrices of one matmul, made from settings by the
/// real library, and the calls that an experiment makes on them.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_MATMULPROBLEM_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_MATMULPROBLEM_H

#include "runtime-check/Settings.h"
#include "runtime-check/device/RunRecorder.h"
#include <cstdint>
#include <map>
#include <vector>

namespace cublaslt::runtime {

/// A plain device allocation, freed when it goes.
class DeviceBuffer {
public:
  DeviceBuffer() = default;
  DeviceBuffer(const DeviceBuffer &) = delete;
  DeviceBuffer &operator=(const DeviceBuffer &) = delete;
  ~DeviceBuffer() { cudaFree(Pointer); }
  cudaError_t allocate(uint64_t Bytes) { return cudaMalloc(&Pointer, Bytes); }
  void *get() const { return Pointer; }

private:
  void *Pointer = nullptr;
};

class MatmulProblem {
public:
  MatmulProblem(RunRecorder &R, const Settings &S) : R(R), Lt(R.Lt), S(S) {}
  MatmulProblem(const MatmulProblem &) = delete;
  MatmulProblem &operator=(const MatmulProblem &) = delete;
  ~MatmulProblem();

  /// Descriptor and layouts; needs no GPU. False, with the status kept, when
  /// a call fails.
  bool describe();
  /// Device memory for A, B and D (C is D). False, with the status kept.
  bool allocate();
  /// Random data of the matrices' type: a matmul of zeros runs faster.
  bool fill();

  struct Choice {
    cublasStatus_t Status = CUBLAS_STATUS_SUCCESS;
    int Count = 0;
    std::vector<cublasLtMatmulHeuristicResult_t> Results;
  };
  /// Asks for \p Requested algorithms with the given workspace limit. Count
  /// starts as \p Sentinel, the results as bytes that no memory is likely to
  /// hold by itself. The status is not kept.
  Choice choose(cublasLtHandle_t Handle, uint64_t WorkspaceLimit,
                int Requested = 1, int Sentinel = 0);

  cublasStatus_t run(cublasLtHandle_t Handle, const cublasLtMatmulAlgo_t *Algo,
                     void *Workspace, uint64_t WorkspaceBytes,
                     cudaStream_t Stream = nullptr);

private:
  bool describeLayout(char Matrix);

  RunRecorder &R;
  const CublasLt &Lt;
  const Settings S;
  cublasLtMatmulDesc_t Descriptor = nullptr;
  std::map<char, cublasLtMatrixLayout_t> Layouts;
  DeviceBuffer A, B, D;
};

/// The handle of one run.
class LtHandle {
public:
  explicit LtHandle(const CublasLt &Lt) : Lt(Lt) {}
  LtHandle(const LtHandle &) = delete;
  LtHandle &operator=(const LtHandle &) = delete;
  ~LtHandle() {
    if (Handle)
      Lt.Destroy(Handle);
  }
  cublasStatus_t create() { return Lt.Create(&Handle); }
  cublasLtHandle_t get() const { return Handle; }

private:
  const CublasLt &Lt;
  cublasLtHandle_t Handle = nullptr;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_MATMULPROBLEM_H
