// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-fp8-layout %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// FP8 as the library does not take it, and what it takes for FP8 only.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define SET(op, what, type, ...) do { type value_ = __VA_ARGS__; CHECK_CUBLAS(cublasLtMatmulDescSetAttribute(op, what, &value_, sizeof(value_))); } while (0)

struct Layout {
  cublasLtMatrixLayoutOpaque_t raw;
  Layout(cudaDataType_t type, uint64_t rows, uint64_t cols) { cublasLtMatrixLayoutInit(&raw, type, rows, cols, rows); }
  Layout(cudaDataType_t type, uint64_t rows, uint64_t cols, int64_t ld) { cublasLtMatrixLayoutInit(&raw, type, rows, cols, ld); }
  operator cublasLtMatrixLayout_t() { return &raw; }
};

struct Operation {
  cublasLtMatmulDescOpaque_t raw;
  Operation(cublasOperation_t a, cublasOperation_t b) {
    cublasLtMatmulDescInit(&raw, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    SET(&raw, CUBLASLT_MATMUL_DESC_TRANSA, cublasOperation_t, a);
    SET(&raw, CUBLASLT_MATMUL_DESC_TRANSB, cublasOperation_t, b);
  }
  operator cublasLtMatmulDesc_t() { return &raw; }
};

static bool ask(const Gemm &g, cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b, cublasLtMatrixLayout_t d) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  return cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, g.c, d, g.pref, 1, &r, &n) == CUBLAS_STATUS_SUCCESS && n;
}

void notTransposed(const Gemm &g, uint64_t m) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayout_t a, d;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_8F_E4M3, m, 256, m);
  cublasLtMatrixLayoutCreate(&d, CUDA_R_16BF, m, 64, m);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+5]]:44: warning: FP8 matrix A is not transposed; on compute capability 8.9 and 9.0 cuBLASLt returns NOT_SUPPORTED [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-5]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  // CHECK: :[[@LINE-8]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSA is CUBLAS_OP_N, the default
  // CHECK: :[[@LINE-7]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_COL, the default
  // CHECK: :[[@LINE-7]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_COL, the default
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, g.b, g.c, d, g.pref, 1, &r, &n);
}

void bTransposed(const Gemm &g) {
  Operation op(CUBLAS_OP_T, CUBLAS_OP_T);
  Layout a(CUDA_R_8F_E4M3, 256, 128), b(CUDA_R_8F_E4M3, 64, 256), d(CUDA_R_16BF, 128, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: FP8 matrix B is transposed; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-43]]:63: note: B: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  // CHECK: :[[@LINE-34]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSB is CUBLAS_OP_T
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, g.c, d, g.pref, 1, &r, &n);
}

template <int K> bool dimensions(const Gemm &g) {
  Operation op(CUBLAS_OP_T, CUBLAS_OP_N);
  Layout a(CUDA_R_8F_E4M3, K, 128, 272), b(CUDA_R_8F_E5M2, K, 64, 272), d(CUDA_R_16F, 128, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: inner dimension 250 of the FP8 matrices is not a multiple of 16; the heuristic finds no algorithm [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-45]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSA is CUBLAS_OP_T
  // CHECK: :[[@LINE-54]]:75: note: A: CUBLASLT_MATRIX_LAYOUT_ROWS is 250
  // CHECK: :[[@LINE-55]]:75: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  return cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, g.c, d, g.pref, 1, &r, &n) == CUBLAS_STATUS_SUCCESS && n;
}
template bool dimensions<256>(const Gemm &);
template bool dimensions<250>(const Gemm &);

// The branches of a template serve all its instances.
template <cudaDataType_t In> bool anyTransposition(const Gemm &g, bool transA, const float *bias) {
  Operation op(transA ? CUBLAS_OP_T : CUBLAS_OP_N, CUBLAS_OP_N);
  Layout a(In, 256, 256), b(In, 256, 64), d(CUDA_R_16BF, 256, 64);
  if (bias) {
    SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, cublasLtEpilogue_t, CUBLASLT_EPILOGUE_BIAS);
    SET(op, CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE, cudaDataType_t, CUDA_R_32F);
    SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, const void *, bias);
  }
  return ask(g, op, a, b, d);
}
template bool anyTransposition<CUDA_R_8F_E4M3>(const Gemm &, bool, const float *);
template bool anyTransposition<CUDA_R_32F>(const Gemm &, bool, const float *);

void leadingDimensions(const Gemm &g) {
  Operation op(CUBLAS_OP_T, CUBLAS_OP_N);
  Layout a(CUDA_R_8F_E4M3, 256, 128, 264), b(CUDA_R_8F_E4M3, 256, 64, 256), d(CUDA_R_16BF, 120, 64, 124);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+7]]:{{[0-9]+}}: warning: leading dimension 264 of FP8 matrix A is not a multiple of 16; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-81]]:75: note: A: CUBLASLT_MATRIX_LAYOUT_LD is 264
  // CHECK: :[[@LINE-82]]:75: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: leading dimension 124 of the 16-bit D is not a multiple of 8, but A is FP8; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-84]]:75: note: D: CUBLASLT_MATRIX_LAYOUT_LD is 124
  // CHECK: :[[@LINE-85]]:75: note: D: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16BF
  // CHECK: :[[@LINE-86]]:75: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, g.c, d, g.pref, 1, &r, &n);
}

void typeTwice(const Gemm &g) {
  Operation op(CUBLAS_OP_T, CUBLAS_OP_N);
  Layout a(CUDA_R_8F_E5M2, 256, 128), b(CUDA_R_8F_E5M2, 256, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: A and B are both CUDA_R_8F_E5M2; cuBLASLt returns NOT_SUPPORTED [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-97]]:63: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E5M2
  // CHECK: :[[@LINE-98]]:63: note: B: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E5M2
  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, g.c, g.d, g.pref, 1, &r, &n));
}

void onlyForFp8(const Gemm &g) {
  float *scale;
  if (cudaMalloc(&scale, sizeof(float)) != cudaSuccess)
    return;
  Layout half(CUDA_R_16F, 256, 128), e4m3(CUDA_R_8F_E4M3, 256, 128), d(CUDA_R_16BF, 128, 128);
  Operation fast(CUBLAS_OP_T, CUBLAS_OP_N), scaled(CUBLAS_OP_T, CUBLAS_OP_N), result(CUBLAS_OP_T, CUBLAS_OP_N);
  SET(fast, CUBLASLT_MATMUL_DESC_FAST_ACCUM, int8_t, 1);
  SET(scaled, CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, const float *, scale);
  SET(result, CUBLASLT_MATMUL_DESC_D_SCALE_POINTER, const float *, scale);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: fast accumulation is on, but A is CUDA_R_16F, not FP8; cuBLASLt returns INVALID_VALUE [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-6]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_FAST_ACCUM is 1
  // CHECK: :[[@LINE-115]]:63: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16F
  cublasLtMatmulAlgoGetHeuristic(g.lt, fast, half, half, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: a scale pointer is set for A, but A is CUDA_R_16F, not FP8; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-9]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_A_SCALE_POINTER is cudaMall
  // CHECK: :[[@LINE-119]]:63: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16F
  cublasLtMatmulAlgoGetHeuristic(g.lt, scaled, half, half, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: a scale pointer is set for D, but D is CUDA_R_16BF, not FP8; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-12]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_D_SCALE_POINTER is cudaMall
  // CHECK: :[[@LINE-123]]:63: note: D: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_16BF
  cublasLtMatmulAlgoGetHeuristic(g.lt, result, e4m3, e4m3, g.c, d, g.pref, 1, &r, &n);
}

void floatBias(const Gemm &g, const float *bias) {
  Operation op(CUBLAS_OP_T, CUBLAS_OP_N);
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, cublasLtEpilogue_t, CUBLASLT_EPILOGUE_BIAS);
  SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, const float *, bias);
  SET(op, CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE, cudaDataType_t, CUDA_R_32F);
  Layout a(CUDA_R_8F_E4M3, 256, 128), b(CUDA_R_8F_E4M3, 256, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: the bias is fp32, but the matrices are FP8; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-5]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE is CUDA_R_32F
  // CHECK: :[[@LINE-8]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_BIAS
  // CHECK: :[[@LINE-138]]:63: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_8F_E4M3
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, g.c, g.d, g.pref, 1, &r, &n);
}

void scaleModes(const Gemm &g, const float *scales) {
  Operation unset(CUBLAS_OP_T, CUBLAS_OP_N), blocks(CUBLAS_OP_T, CUBLAS_OP_N);
  SET(unset, CUBLASLT_MATMUL_DESC_A_SCALE_MODE, cublasLtMatmulMatrixScale_t, CUBLASLT_MATMUL_MATRIX_SCALE_OUTER_VEC_32F);
  SET(unset, CUBLASLT_MATMUL_DESC_B_SCALE_MODE, cublasLtMatmulMatrixScale_t, CUBLASLT_MATMUL_MATRIX_SCALE_OUTER_VEC_32F);
  SET(unset, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, const float *, scales);
  for (auto which : {CUBLASLT_MATMUL_DESC_A_SCALE_MODE, CUBLASLT_MATMUL_DESC_B_SCALE_MODE})
    SET(blocks, which, cublasLtMatmulMatrixScale_t, CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F);
  for (auto which : {CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER})
    SET(blocks, which, const float *, scales);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: scale mode CUBLASLT_MATMUL_MATRIX_SCALE_OUTER_VEC_32F of A has no pointer; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-10]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_A_SCALE_MODE is CUBLASLT_MA
  cublasLtMatmulAlgoGetHeuristic(g.lt, unset, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: A and B are both scaled in blocks of 128 x 128; {{.*}} [cublaslt-fp8-layout]
  // CHECK: :[[@LINE-9]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_A_SCALE_MODE is CUBLASLT_MA
  // CHECK: :[[@LINE-10]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_B_SCALE_MODE is CUBLASLT_MA
  cublasLtMatmulAlgoGetHeuristic(g.lt, blocks, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

// In row order, what is stored as it is counts as transposed.
void rowOrder(const Gemm &g) {
  Operation nt(CUBLAS_OP_N, CUBLAS_OP_T);
  Layout a(CUDA_R_8F_E4M3, 128, 256, 256), b(CUDA_R_8F_E4M3, 64, 256, 256), d(CUDA_R_16BF, 128, 64, 64);
  for (cublasLtMatrixLayout_t each : {&a.raw, &b.raw, &d.raw}) {
    cublasLtOrder_t order = CUBLASLT_ORDER_ROW;
    cublasLtMatrixLayoutSetAttribute(each, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  }
  ask(g, nt, a, b, d);
}

// Right, or not to be told.
bool isFp8(const void *tensor);
void right(const Gemm &g, const float *maybe, const void *tensor, uint64_t m, uint64_t k, cublasOperation_t trans) {
  Operation tn(CUBLAS_OP_T, CUBLAS_OP_N), cn(CUBLAS_OP_C, CUBLAS_OP_N), nn(CUBLAS_OP_N, CUBLAS_OP_N), any(trans, CUBLAS_OP_N);
  Layout a(CUDA_R_8F_E4M3, 272, 128), b(CUDA_R_8F_E5M2, 272, 7), d(CUDA_R_16BF, 120, 7), half(CUDA_R_16F, 100, 100), unknown(CUDA_R_8F_E4M3, k, m, k);
  ask(g, tn, a, b, d);
  ask(g, cn, a, b, d);
  ask(g, nn, half, half, half);
  ask(g, any, a, b, d);
  ask(g, tn, unknown, unknown, g.d);
  // May be null: then it is no mistake.
  SET(nn, CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, const float *, maybe);
  SET(nn, CUBLASLT_MATMUL_DESC_FAST_ACCUM, int8_t, isFp8(tensor) ? 1 : 0);
  ask(g, nn, half, half, half);
  // The two questions belong together.
  cudaDataType_t type = CUDA_R_16F;
  if (isFp8(tensor))
    type = CUDA_R_8F_E4M3;
  Operation op(isFp8(tensor) ? CUBLAS_OP_T : CUBLAS_OP_N, CUBLAS_OP_N);
  Layout both(type, 256, 256);
  ask(g, op, both, both, g.d);
}

void suppressed(const Gemm &g) {
  Operation op(CUBLAS_OP_N, CUBLAS_OP_N);
  Layout a(CUDA_R_8F_E4M3, 256, 256), d(CUDA_R_16BF, 256, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, g.b, g.c, d, g.pref, 1, &r, &n); // NOLINT(cublaslt-fp8-layout)
}
