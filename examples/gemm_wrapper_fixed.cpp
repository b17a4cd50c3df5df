//===-- gemm_wrapper_fixed.cpp - a batched GEMM on cuBLASLt ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// D[i] = A[i] * B[i] for batches of bf16 matrices, accumulated in fp32. Plans
// are cached by shape; the workspace is shared by all plans. The corrected form
// of gemm_wrapper.cpp: compare the two.
//
//   gemm_wrapper_fixed [rows columns depth batch]
//
//===----------------------------------------------------------------------===//
#include <cublasLt.h>
#include <cuda_bf16.h>
#include <cuda_runtime.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>

namespace {

#define CHECK_CUDA(call)                                                       \
  do {                                                                         \
    const cudaError_t error_ = (call);                                         \
    if (error_ != cudaSuccess)                                                 \
      throw std::runtime_error(std::string(#call ": ") +                       \
                               cudaGetErrorString(error_));                    \
  } while (0)

#define CHECK_CUBLAS(call)                                                     \
  do {                                                                         \
    const cublasStatus_t status_ = (call);                                     \
    if (status_ != CUBLAS_STATUS_SUCCESS)                                      \
      throw std::runtime_error(std::string(#call ": ") +                       \
                               cublasLtGetStatusString(status_));              \
  } while (0)

/// Shape of one batched product: D is rows x columns, depth is the inner size.
struct GemmShape {
  std::uint64_t rows;
  std::uint64_t columns;
  std::uint64_t depth;
  std::int32_t batch;

  bool operator<(const GemmShape &other) const {
    return std::tie(rows, columns, depth, batch) <
           std::tie(other.rows, other.columns, other.depth, other.batch);
  }
};

/// Device memory that is freed with its owner.
class DeviceBuffer {
public:
  DeviceBuffer() = default;
  DeviceBuffer(const DeviceBuffer &) = delete;
  DeviceBuffer &operator=(const DeviceBuffer &) = delete;
  ~DeviceBuffer() { cudaFree(data_); }

  cudaError_t resize(std::size_t bytes) {
    cudaFree(data_);
    data_ = nullptr;
    bytes_ = 0;
    const cudaError_t error = cudaMalloc(&data_, bytes);
    if (error == cudaSuccess)
      bytes_ = bytes;
    return error;
  }

  void *data() const { return data_; }
  std::size_t size() const { return bytes_; }

private:
  void *data_ = nullptr;
  std::size_t bytes_ = 0;
};

/// A strided batch of column-major bf16 matrices.
class BatchLayout {
public:
  BatchLayout(std::uint64_t rows, std::uint64_t columns, std::int32_t batch) {
    CHECK_CUBLAS(
        cublasLtMatrixLayoutCreate(&layout_, CUDA_R_16BF, rows, columns, rows));
    const std::int64_t stride = static_cast<std::int64_t>(rows * columns);
    CHECK_CUBLAS(cublasLtMatrixLayoutSetAttribute(
        layout_, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch)));
    CHECK_CUBLAS(cublasLtMatrixLayoutSetAttribute(
        layout_, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride,
        sizeof(stride)));
  }
  BatchLayout(const BatchLayout &) = delete;
  BatchLayout &operator=(const BatchLayout &) = delete;
  ~BatchLayout() { cublasLtMatrixLayoutDestroy(layout_); }

  cublasLtMatrixLayout_t get() const { return layout_; }

private:
  cublasLtMatrixLayout_t layout_ = nullptr;
};

class BatchedGemm {
public:
  BatchedGemm() {
    CHECK_CUBLAS(cublasLtCreate(&handle_));
    CHECK_CUBLAS(
        cublasLtMatmulDescCreate(&operation_, CUBLAS_COMPUTE_32F, CUDA_R_32F));
    CHECK_CUBLAS(cublasLtMatmulPreferenceCreate(&preference_));

    // The heuristic may count on what is really there, and on no more.
    const std::size_t limit = kWorkspaceBytes;
    CHECK_CUDA(workspace_.resize(limit));
    CHECK_CUBLAS(cublasLtMatmulPreferenceSetAttribute(
        preference_, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
        sizeof(limit)));
  }
  BatchedGemm(const BatchedGemm &) = delete;
  BatchedGemm &operator=(const BatchedGemm &) = delete;
  ~BatchedGemm() {
    cublasLtMatmulPreferenceDestroy(preference_);
    cublasLtMatmulDescDestroy(operation_);
    cublasLtDestroy(handle_);
  }

  /// Enqueues D = A * B on the stream. NOT_SUPPORTED when there is no algorithm
  /// for the shape.
  cublasStatus_t multiply(const GemmShape &shape, const void *a, const void *b,
                          void *d, cudaStream_t stream) {
    const BatchLayout layoutA(shape.rows, shape.depth, shape.batch);
    const BatchLayout layoutB(shape.depth, shape.columns, shape.batch);
    const BatchLayout layoutD(shape.rows, shape.columns, shape.batch);

    cublasLtMatmulAlgo_t algorithm;
    const cublasStatus_t planned =
        planFor(shape, layoutA, layoutB, layoutD, algorithm);
    if (planned != CUBLAS_STATUS_SUCCESS)
      return planned;

    const float alpha = 1.0f;
    const float beta = 0.0f;
    return cublasLtMatmul(handle_, operation_, &alpha, a, layoutA.get(), b,
                          layoutB.get(), &beta, d, layoutD.get(), d,
                          layoutD.get(), &algorithm, workspace_.data(),
                          workspace_.size(), stream);
  }

private:
  // 32 MiB, as NVIDIA recommends for Hopper and newer.
  static constexpr std::size_t kWorkspaceBytes = std::size_t(32) << 20;

  /// The heuristic is asked once for each shape; failures are not cached.
  cublasStatus_t planFor(const GemmShape &shape, const BatchLayout &a,
                         const BatchLayout &b, const BatchLayout &d,
                         cublasLtMatmulAlgo_t &algorithm) {
    const auto cached = plans_.find(shape);
    if (cached != plans_.end()) {
      algorithm = cached->second;
      return CUBLAS_STATUS_SUCCESS;
    }

    cublasLtMatmulHeuristicResult_t best;
    int found = 0;
    const cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(
        handle_, operation_, a.get(), b.get(), d.get(), d.get(), preference_, 1,
        &best, &found);
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
    if (found == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;

    algorithm = best.algo;
    plans_.emplace(shape, algorithm);
    return CUBLAS_STATUS_SUCCESS;
  }

  cublasLtHandle_t handle_ = nullptr;
  cublasLtMatmulDesc_t operation_ = nullptr;
  cublasLtMatmulPreference_t preference_ = nullptr;
  DeviceBuffer workspace_;
  std::map<GemmShape, cublasLtMatmulAlgo_t> plans_;
};

/// Allocates the matrices of one step and multiplies them.
bool runStep(BatchedGemm &gemm, const GemmShape &shape, cudaStream_t stream) {
  const std::size_t batch = static_cast<std::size_t>(shape.batch);
  DeviceBuffer a, b, d;
  if (a.resize(batch * shape.rows * shape.depth * sizeof(__nv_bfloat16)) !=
          cudaSuccess ||
      b.resize(batch * shape.depth * shape.columns * sizeof(__nv_bfloat16)) !=
          cudaSuccess ||
      d.resize(batch * shape.rows * shape.columns * sizeof(__nv_bfloat16)) !=
          cudaSuccess)
    return false;
  CHECK_CUDA(cudaMemset(a.data(), 0, a.size()));
  CHECK_CUDA(cudaMemset(b.data(), 0, b.size()));

  if (gemm.multiply(shape, a.data(), b.data(), d.data(), stream) !=
      CUBLAS_STATUS_SUCCESS)
    return false;
  CHECK_CUDA(cudaStreamSynchronize(stream));
  return true;
}

/// Runs a step. When it fails, usually for want of memory, tries half the
/// batch.
GemmShape runWithRetry(BatchedGemm &gemm, GemmShape shape,
                       cudaStream_t stream) {
  while (shape.batch > 0) {
    if (runStep(gemm, shape, stream))
      return shape;
    std::fprintf(stderr, "batch of %d failed, trying half of it\n",
                 static_cast<int>(shape.batch));
    shape.batch /= 2;
  }
  throw std::runtime_error("not even a single product worked");
}

} // namespace

int main(int argc, char **argv) {
  GemmShape shape{4096, 4096, 4096, 16};
  if (argc == 5) {
    shape.rows = std::strtoull(argv[1], nullptr, 10);
    shape.columns = std::strtoull(argv[2], nullptr, 10);
    shape.depth = std::strtoull(argv[3], nullptr, 10);
    shape.batch = static_cast<std::int32_t>(std::strtol(argv[4], nullptr, 10));
  } else if (argc != 1) {
    std::fprintf(stderr, "usage: %s [rows columns depth batch]\n", argv[0]);
    return 2;
  }

  try {
    cudaStream_t stream = nullptr;
    CHECK_CUDA(cudaStreamCreate(&stream));
    {
      BatchedGemm gemm;
      const GemmShape done = runWithRetry(gemm, shape, stream);
      std::printf("%d products of %llu x %llu x %llu\n",
                  static_cast<int>(done.batch),
                  static_cast<unsigned long long>(done.rows),
                  static_cast<unsigned long long>(done.columns),
                  static_cast<unsigned long long>(done.depth));
    }
    CHECK_CUDA(cudaStreamDestroy(stream));
  } catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
