// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow %s -- -std=c++17 -Wno-integer-overflow -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products of ints that are widened too late, in several styles; and right ones.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define CHECK_CUDA(call) do { if ((call) != cudaSuccess) abort(); } while (0)
#define GIB(n) (n * 1024 * 1024 * 1024)

void setStride(cublasLtMatrixLayout_t layout, int64_t stride) {
  CHECK_LT(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride)));
}

void local(cublasLtMatrixLayout_t layout, int m, int n) {
  // CHECK: :[[@LINE+2]]:20: warning: 'm * n' is 32-bit, but 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' is 64-bit; it can wrap [cublaslt-integer-overflow]
  // CHECK: :[[@LINE+2]]:12: note: the product is used here
  int64_t stride = m * n;
  CHECK_LT(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride)));
}
void throughAnInt(cublasLtMatrixLayout_t layout, int m, int n) {
  // CHECK: :[[@LINE+2]]:13: warning: 'm * n' is 32-bit, but 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  // CHECK: :[[@LINE+3]]:12: note: the product is used here
  int all = m * n;
  int64_t stride = all;
  CHECK_LT(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride)));
}
void byHelper(cublasLtMatrixLayout_t layout, int m, int n) {
  // CHECK: :[[@LINE+2]]:21: warning: 'm * n' is 32-bit, but 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  // CHECK: :[[@LINE-18]]:12: note: the product is used here
  setStride(layout, m * n);
  setStride(layout, int64_t(m) * n);
}
void *bytes(const Gemm &g, int m, int n, int batch) {
  void *p, *q, *r;
  // CHECK: :[[@LINE+1]]:29: warning: 'm * n' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  CHECK_CUDA(cudaMalloc(&p, m * n * sizeof(float)));
  // CHECK: :[[@LINE+1]]:46: warning: 'batch * m * n' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  CHECK_CUDA(cudaMalloc(&q, sizeof(float) * (batch * m * n)));
  // CHECK: :[[@LINE+1]]:49: warning: 'm * n' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  CHECK_CUDA(cudaMalloc(&r, static_cast<size_t>(m * n)));
  CHECK_LT(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st));
  return p;
}
struct Allocator {
  unsigned rows, cols;
  void *get(const Gemm &g, int count) {
    void *p = nullptr;
    for (int i = 0; i < count; ++i)
      // CHECK: :[[@LINE+1]]:33: warning: 'rows * cols' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
      CHECK_CUDA(cudaMalloc(&p, rows * cols));
    CHECK_LT(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, p, g.size, g.st));
    return p;
  }
};
void constants(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+2]]:20: warning: '20 * 1024 * 1024 * 1024' is 32-bit, but 'CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES' is 64-bit; it wraps [cublaslt-integer-overflow]
  // CHECK: :[[@LINE+2]]:12: note: the product is used here
  uint64_t limit = 20 * 1024 * 1024 * 1024;
  CHECK_LT(cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'GIB(4)' is 32-bit, but {{.+}}; it wraps [cublaslt-integer-overflow]
  // CHECK: :[[@LINE+2]]:12: note: the product is used here
  limit = GIB(4);
  CHECK_LT(cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)));
  limit = 1 * 1024 * 1024;
  CHECK_LT(cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)));
}
template <typename T> void *instance(const Gemm &g, T m, T n) {
  void *p;
  // CHECK: :[[@LINE+1]]:29: warning: 'm * n' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  CHECK_CUDA(cudaMalloc(&p, m * n));
  CHECK_LT(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, p, g.size, g.st));
  return p;
}
void instances(const Gemm &g, int m) {
  instance<int>(g, m, m);
  instance<int64_t>(g, m, m);
}

// ---- Right, although they look otherwise ----

void right(const Gemm &g, cublasLtMatrixLayout_t layout, int m, int n, int64_t rows, short s, short t) {
  void *p;
  CHECK_CUDA(cudaMalloc(&p, sizeof(float) * m * n));
  CHECK_CUDA(cudaMalloc(&p, rows * n));
  CHECK_CUDA(cudaMalloc(&p, (size_t)m * n * 2));
  CHECK_CUDA(cudaMalloc(&p, m * 4));
  int factor = 32;
  int dimension = m * factor;
  CHECK_CUDA(cudaMalloc(&p, sizeof(float) * dimension * n));
  CHECK_CUDA(cudaMalloc(&p, s * t));
  setStride(layout, rows * n);
  const int width = 4096, height = 4096; // known, and they fit
  int64_t known = width * height;
  setStride(layout, known);
  if (m > 1024 || n > 1024 || m < 0 || n < 0)
    return;
  int64_t bounded = m * n;
  setStride(layout, bounded);
  // Dimensions are left alone.
  cublasLtMatrixLayout_t made;
  CHECK_LT(cublasLtMatrixLayoutCreate(&made, CUDA_R_32F, m * n, n, m));
  CHECK_LT(cublasLtMatrixLayoutDestroy(made));
}
void unknown(cublasLtMatrixLayout_t layout, const int64_t *stride) {
  CHECK_LT(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, stride, sizeof(*stride)));
}
void silenced(cublasLtMatrixLayout_t layout, int m, int n) {
  int64_t stride = m * n; // NOLINT(cublaslt-integer-overflow)
  CHECK_LT(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride)));
}
