// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-inplace-layout %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One matrix as C and D, described in two ways.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

void leadingDimensions(const Gemm &g, uint64_t m, uint64_t n, void *D) {
  cublasLtMatrixLayout_t c, d;
  cublasLtMatrixLayoutCreate(&c, CUDA_R_32F, m, n, m);
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, m, n, m + 8);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C and D share a buffer, but not the leading dimension (m, m + 8); the matmul returns INVALID_VALUE [cublaslt-inplace-layout]
  // CHECK: :[[@LINE-3]]:3: note: C: CUBLASLT_MATRIX_LAYOUT_LD is m
  // CHECK: :[[@LINE-3]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_LD is m + 8
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, c, D, d, nullptr, g.ws, g.size, g.st);
}

struct Layout {
  cublasLtMatrixLayout_t raw;
  Layout(cudaDataType_t type, int64_t ld) { cublasLtMatrixLayoutCreate(&raw, type, 64, 64, ld); }
  ~Layout() { cublasLtMatrixLayoutDestroy(raw); }
  Layout &offset(int64_t value) {
    cublasLtMatrixLayoutSetAttribute(raw, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &value, sizeof(value));
    return *this;
  }
};

// A buffer that is allocated here; constants.
void allocated(const Gemm &g) {
  void *D;
  if (cudaMalloc(&D, 65536) != cudaSuccess)
    return;
  Layout c(CUDA_R_32F, 64), d(CUDA_R_32F, 128);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C and D share a buffer, but not the leading dimension (64, 128); {{.*}} [cublaslt-inplace-layout]
  // CHECK: :[[@LINE-15]]:45: note: C: CUBLASLT_MATRIX_LAYOUT_LD is 64
  // CHECK: :[[@LINE-16]]:45: note: D: CUBLASLT_MATRIX_LAYOUT_LD is 128
  CHECK_CUBLAS(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, c.raw, D, d.raw, nullptr, g.ws, g.size, g.st));
}

// The offset of one was forgotten.
void batchOffset(const Gemm &g) {
  Layout c(CUDA_R_16F, 64), d(CUDA_R_16F, 64);
  d.offset(4096);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C and D share a buffer, but not the batch offset (0, 4096); {{.*}} [cublaslt-inplace-layout]
  // CHECK: :[[@LINE-25]]:45: note: C: CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET is 0, the default
  // CHECK: :[[@LINE-23]]:5: note: D: CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET is 4096
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.D, c.raw, g.D, d.raw, nullptr, g.ws, g.size, g.st);
}

// FP8 output is of another type than C.
template <cudaDataType_t Out> void typed(const Gemm &g) {
  Layout c(CUDA_R_16BF, 64), d(Out, 64);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C and D share a buffer, but not the type (CUDA_R_16BF, CUDA_R_8F_E4M3); {{.*}} [cublaslt-inplace-layout]
  // CHECK: :[[@LINE-34]]:45: note: C: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16BF
  // CHECK: :[[@LINE-35]]:45: note: D: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.D, c.raw, g.D, d.raw, nullptr, g.ws, g.size, g.st);
}
template void typed<CUDA_R_8F_E4M3>(const Gemm &);
template void typed<CUDA_R_16BF>(const Gemm &);

// A helper that takes both; a member; a loop.
struct Matrix {
  void *data;
  int64_t ld;
};
static void accumulate(const Gemm &g, void *c, cublasLtMatrixLayout_t cl, void *d, cublasLtMatrixLayout_t dl) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: C and D share a buffer, but not the leading dimension (96, 64); {{.*}} [cublaslt-inplace-layout]
  // CHECK: :[[@LINE-48]]:45: note: C: CUBLASLT_MATRIX_LAYOUT_LD is 96
  // CHECK: :[[@LINE-49]]:45: note: D: CUBLASLT_MATRIX_LAYOUT_LD is 64
  // CHECK: :[[@LINE+5]]:3: note: called from here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, c, cl, d, dl, nullptr, g.ws, g.size, g.st);
}
void throughAHelper(const Gemm &g, const Matrix &result) {
  Layout wide(CUDA_R_32F, 96), narrow(CUDA_R_32F, 64);
  accumulate(g, result.data, wide.raw, result.data, narrow.raw);
  accumulate(g, g.D, wide.raw, result.data, narrow.raw); // two matrices, as far as is known
}
void inALoop(const Gemm &g, const Matrix *results, int n) {
  Layout c(CUDA_R_32F, 80), d(CUDA_R_32F, 64);
  for (int i = 0; i < n; ++i) {
    void *D = results[i].data;
    // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C and D share a buffer, but not the leading dimension (80, 64); {{.*}} [cublaslt-inplace-layout]
    // CHECK: :[[@LINE-63]]:45: note: C: CUBLASLT_MATRIX_LAYOUT_LD is 80
    // CHECK: :[[@LINE-64]]:45: note: D: CUBLASLT_MATRIX_LAYOUT_LD is 64
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, c.raw, D, d.raw, nullptr, g.ws, g.size, g.st);
  }
}

// Right, or not to be told.
void *allocate(size_t n);
void right(const Gemm &g, void *C, void *D, int64_t ldc, int64_t ldd) {
  Layout c(CUDA_R_32F, 64), d(CUDA_R_32F, 128), same(CUDA_R_32F, 64), e(CUDA_R_32F, ldc), f(CUDA_R_32F, ldd);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, C, c.raw, D, d.raw, nullptr, g.ws, g.size, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, c.raw, D, same.raw, nullptr, g.ws, g.size, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, e.raw, D, f.raw, nullptr, g.ws, g.size, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, c.raw, D, g.d, nullptr, g.ws, g.size, g.st);
  // Two buffers, made by one line.
  void *buffers[2], *copies[2];
  for (int i = 0; i < 2; ++i) {
    cudaMalloc(&buffers[i], 65536);
    copies[i] = allocate(65536);
  }
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, buffers[0], c.raw, buffers[1], d.raw, nullptr, g.ws, g.size, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, copies[0], c.raw, copies[1], d.raw, nullptr, g.ws, g.size, g.st);
}

// In place or not, asked for twice.
bool inPlace(const void *tensor);
void correlated(const Gemm &g, const void *tensor, void *C, void *D) {
  Layout wide(CUDA_R_32F, 128), narrow(CUDA_R_32F, 64);
  void *c = C;
  if (inPlace(tensor))
    c = D;
  cublasLtMatrixLayout_t layout = wide.raw;
  if (inPlace(tensor))
    layout = narrow.raw;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, c, layout, D, narrow.raw, nullptr, g.ws, g.size, g.st);
}

void suppressed(const Gemm &g) {
  Layout c(CUDA_R_32F, 64), d(CUDA_R_32F, 128);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.D, c.raw, g.D, d.raw, nullptr, g.ws, g.size, g.st); // NOLINT(cublaslt-inplace-layout)
}
