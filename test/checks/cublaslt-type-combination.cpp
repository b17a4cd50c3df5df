// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-type-combination %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Types that no matmul has together.
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

struct Layout {
  cublasLtMatrixLayout_t raw;
  explicit Layout(cudaDataType_t type) { CHECK_CUBLAS(cublasLtMatrixLayoutCreate(&raw, type, 64, 64, 64)); }
  ~Layout() { cublasLtMatrixLayoutDestroy(raw); }
  operator cublasLtMatrixLayout_t() const { return raw; }
};
struct Operation {
  cublasLtMatmulDescOpaque_t raw;
  explicit Operation(cublasComputeType_t compute, cudaDataType_t scale = CUDA_R_32F) { CHECK_CUBLAS(cublasLtMatmulDescInit(&raw, compute, scale)); }
};

void doublesWithFloat(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_32F);
  Layout a(CUDA_R_64F);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: no matmul supports these types together: CUBLAS_COMPUTE_32F, A CUDA_R_64F; the heuristic fails [cublaslt-type-combination]
  // CHECK: :[[@LINE-9]]:101: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_32F
  // CHECK: :[[@LINE-16]]:55: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_64F
  cublasLtMatmulAlgoGetHeuristic(g.lt, &op.raw, a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

void inputsDiffer(const Gemm &g) {
  Layout a(CUDA_R_16F), b(CUDA_R_16BF);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: no matmul supports these types together: A CUDA_R_16F, B CUDA_R_16BF; {{.*}} [cublaslt-type-combination]
  // CHECK: :[[@LINE-25]]:55: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16F
  // CHECK: :[[@LINE-26]]:55: note: B: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16BF
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, b, g.c, g.d, g.pref, 1, &r, &n);
}

void outputsDiffer(const Gemm &g) {
  Layout c(CUDA_R_32F), d(CUDA_R_16BF);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: no matmul supports these types together: C CUDA_R_32F, D CUDA_R_16BF; {{.*}} [cublaslt-type-combination]
  // CHECK: :[[@LINE-33]]:55: note: C: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_32F
  // CHECK: :[[@LINE-34]]:55: note: D: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16BF
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, c, g.D, d, nullptr, g.ws, g.size, g.st);
}

template <cudaDataType_t In, cudaDataType_t Out> void gemm(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_32I);
  Layout in(In), out(Out);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: no matmul supports these types together: CUBLAS_COMPUTE_32I, C CUDA_R_16BF; {{.*}} [cublaslt-type-combination]
  // CHECK: :[[@LINE-38]]:101: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_32I
  // CHECK: :[[@LINE-45]]:55: note: C: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16BF
  cublasLtMatmulAlgoGetHeuristic(g.lt, &op.raw, in, in, out, out, g.pref, 1, &r, &n);
}
template void gemm<CUDA_R_8I, CUDA_R_16BF>(const Gemm &);
template void gemm<CUDA_R_8I, CUDA_R_8I>(const Gemm &);

void floatOutputOfHalfCompute(const Gemm &g, bool wide) {
  Operation op(CUBLAS_COMPUTE_16F, CUDA_R_16F);
  cudaDataType_t type = CUDA_R_16F;
  if (wide)
    type = CUDA_R_32F;
  Layout d(type);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: no matmul supports these types together: CUBLAS_COMPUTE_16F, C CUDA_R_32F; {{.*}} [cublaslt-type-combination]
  // CHECK: :[[@LINE-54]]:101: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_16F
  // CHECK: :[[@LINE-61]]:55: note: C: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_32F
  cublasLtMatmulAlgoGetHeuristic(g.lt, &op.raw, g.a, g.b, d, d, g.pref, 1, &r, &n);
}

// Right, or not known.
static void heuristic(const Gemm &g, cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b, cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t d) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, c, d, g.pref, 1, &r, &n);
}
void right(const Gemm &g, cudaDataType_t unknown) {
  Operation op(CUBLAS_COMPUTE_32F), fast(CUBLAS_COMPUTE_32F_FAST_TF32);
  Layout half(CUDA_R_16F), bfloat(CUDA_R_16BF), single(CUDA_R_32F), bytes(CUDA_R_8I), e4m3(CUDA_R_8F_E4M3), e5m2(CUDA_R_8F_E5M2), other(unknown);
  heuristic(g, &op.raw, half, half, half, half);
  heuristic(g, &op.raw, half, half, single, single);
  heuristic(g, &op.raw, bytes, bytes, single, single);
  heuristic(g, &op.raw, e4m3, e5m2, bfloat, e4m3); // C and D may differ
  heuristic(g, &op.raw, e5m2, e4m3, half, half);
  heuristic(g, &op.raw, e5m2, e5m2, half, half); // cublaslt-fp8-layout has it
  heuristic(g, &op.raw, other, half, half, half);
  heuristic(g, &fast.raw, half, half, half, half); // not in the documentation's table, accepted
  heuristic(g, &fast.raw, single, single, half, half);
  heuristic(g, g.op, half, half, single, single);
}

// What the documentation calls unsupported on older devices, but for what is
// not tried nothing is said.
void fourBits(const Gemm &g) {
  Layout a(static_cast<cudaDataType_t>(33)), d(CUDA_R_32F);
  heuristic(g, g.op, a, d, d, d);
}

void suppressed(const Gemm &g) {
  Layout a(CUDA_R_16F), b(CUDA_R_16BF);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, b, g.c, g.d, g.pref, 1, &r, &n); // NOLINT
}
