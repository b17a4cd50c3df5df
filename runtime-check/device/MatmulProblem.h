//===-- MatmulProblem.h - a matmul on the device ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Descriptor, layouts and matrices of one matmul, made from settings by the
/// real library, and the calls that an experiment makes on them. Every
/// attribute in the settings is set, with the size that it needs or the one
/// that the settings give it ("size.<key>"), so a mistake can be made here just
/// as a program makes it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_MATMULPROBLEM_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_MATMULPROBLEM_H

#include "runtime-check/Settings.h"
#include "runtime-check/device/DeviceBuffer.h"
#include "runtime-check/device/RunRecorder.h"
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <vector>

namespace cublaslt::runtime {

/// One in the type, as the bits that alpha points to.
struct ScalarOne {
  explicit ScalarOne(const std::string &Type);
  unsigned char Bits[16] = {};
};

class MatmulProblem {
public:
  MatmulProblem(RunRecorder &R, const Settings &S) : R(R), Lt(R.Lt), S(S) {}
  MatmulProblem(const MatmulProblem &) = delete;
  MatmulProblem &operator=(const MatmulProblem &) = delete;
  ~MatmulProblem();

  /// Descriptor and layouts; needs no GPU, unless an attribute points to
  /// device memory. False, with the status kept, when a call fails.
  bool describe();
  /// The preference with its attributes, and \p WorkspaceLimit if given.
  bool describePreference(const uint64_t *WorkspaceLimit);
  /// Device memory for A, B, D, and C where it is not D. False, with the
  /// status kept.
  bool allocate();
  /// Random data of the matrices' type: a matmul of zeros runs faster. D gets
  /// bytes that no result holds (PoisonByte).
  bool fill();
  static constexpr int PoisonByte = 0xff;

  struct Choice {
    cublasStatus_t Status = CUBLAS_STATUS_SUCCESS;
    int Count = 0;
    std::vector<cublasLtMatmulHeuristicResult_t> Results;
    /// The library wrote behind the \p Extent results that the caller has.
    bool HasOverrun = false;
  };
  /// Asks for \p Requested algorithms with the given workspace limit. Count
  /// starts as \p Sentinel, the results as bytes that no memory is likely to
  /// hold by itself. The status is not kept.
  Choice choose(cublasLtHandle_t Handle, uint64_t WorkspaceLimit,
                int Requested = 1, int Sentinel = 0) {
    return choose(Handle, &WorkspaceLimit, Requested, Requested, Sentinel);
  }
  /// The same with the settings' own preference (null \p WorkspaceLimit), for
  /// an array of \p Extent results.
  Choice choose(cublasLtHandle_t Handle, const uint64_t *WorkspaceLimit,
                int Requested, int Extent, int Sentinel);

  /// The question that choose() asked last, again: nothing but the call.
  cublasStatus_t chooseAgain(cublasLtHandle_t Handle) const;

  cublasStatus_t run(cublasLtHandle_t Handle, const cublasLtMatmulAlgo_t *Algo,
                     void *Workspace, uint64_t WorkspaceBytes,
                     cudaStream_t Stream = nullptr) {
    return prepared(Algo, Workspace, WorkspaceBytes, Stream)(Handle);
  }
  /// run() with all that it reads of the settings already read, to be timed.
  std::function<cublasStatus_t(cublasLtHandle_t)>
  prepared(const cublasLtMatmulAlgo_t *Algo, void *Workspace,
           uint64_t WorkspaceBytes, cudaStream_t Stream = nullptr);

  /// The start of a matrix, with the offset that the settings give it.
  void *matrix(char Matrix) const;

private:
  bool describeLayout(char Matrix);
  bool setAttribute(const std::string &Object, const std::string &Name,
                    const std::string &Key);
  cublasStatus_t callSet(const std::string &Object, int Attribute,
                         const void *Value, size_t Size);
  void readBack(const std::string &Object, int Attribute, size_t Size,
                const std::string &Key, int64_t Asked);
  void *devicePointer(const std::string &Key, uint64_t Bytes, float Fill);
  const void *scalar(const char *Name);

  RunRecorder &R;
  const CublasLt &Lt;
  const Settings S;
  cublasLtMatmulDesc_t Descriptor = nullptr;
  cublasLtMatmulPreference_t Preference = nullptr;
  std::map<char, cublasLtMatrixLayout_t> Layouts;
  DeviceBuffer A, B, C, D;
  /// What attributes and scalars point to.
  std::list<DeviceBuffer> Others;
  std::list<ScalarOne> Scalars;
};

/// The handle of one run.
class LtHandle {
public:
  explicit LtHandle(const CublasLt &Lt) : Lt(Lt) {}
  LtHandle(const LtHandle &) = delete;
  LtHandle &operator=(const LtHandle &) = delete;
  ~LtHandle() { destroy(); }
  cublasStatus_t create() { return Lt.Create(&Handle); }
  void destroy() {
    if (Handle)
      Lt.Destroy(Handle);
    Handle = nullptr;
  }
  cublasLtHandle_t get() const { return Handle; }

private:
  const CublasLt &Lt;
  cublasLtHandle_t Handle = nullptr;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_MATMULPROBLEM_H
