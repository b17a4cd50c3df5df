// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-layout-shape %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Layouts that cannot be multiplied, in the styles that people write them in.
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

void leadingDimensionBelowRows(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 256, 256);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:46: warning: leading dimension 256 of A is below its 512 rows (columns, in row order); cuBLASLt returns INVALID_VALUE [cublaslt-layout-shape]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE-5]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_LD is 256
  // CHECK: :[[@LINE-6]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_COL, the default
  // CHECK: :[[@LINE-7]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_ROWS is 512
}

// Row order: the leading dimension steps over a row.
void leadingDimensionBelowColumns(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  CHECK_CUBLAS(cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 128, 512, 128));
  cublasLtOrder_t order = CUBLASLT_ORDER_ROW;
  CHECK_CUBLAS(cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order)));
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: leading dimension 128 of D is below its 512 rows (columns, in row order); {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-6]]:16: note: D: CUBLASLT_MATRIX_LAYOUT_LD is 128
  // CHECK: :[[@LINE-5]]:16: note: D: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_ROW
  // CHECK: :[[@LINE-8]]:16: note: D: CUBLASLT_MATRIX_LAYOUT_COLS is 512
  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, d, g.pref, 1, &r, &n));
}

struct Layout {
  cublasLtMatrixLayout_t raw = nullptr;
  Layout(uint64_t rows, uint64_t cols) { cublasLtMatrixLayoutCreate(&raw, CUDA_R_16BF, rows, cols, rows); }
  ~Layout() { cublasLtMatrixLayoutDestroy(raw); }
  template <typename T> void set(cublasLtMatrixLayoutAttribute_t what, T value) {
    cublasLtMatrixLayoutSetAttribute(raw, what, &value, sizeof(value));
  }
};

struct Operation {
  cublasLtMatmulDesc_t raw = nullptr;
  Operation() { cublasLtMatmulDescCreate(&raw, CUBLAS_COMPUTE_32F, CUDA_R_32F); }
  ~Operation() { cublasLtMatmulDescDestroy(raw); }
  template <typename T> void set(cublasLtMatmulDescAttributes_t what, const T &value) {
    cublasLtMatmulDescSetAttribute(raw, what, &value, sizeof(T));
  }
};

// RAII, and the transposition counts.
void innerDimensions(const Gemm &g) {
  Operation op;
  op.set(CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T);
  Layout a(128, 64), b(64, 32), d(128, 32);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+9]]:{{[0-9]+}}: warning: inner dimensions differ: 128 of A, 64 of B; {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-12]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSA is CUBLAS_OP_T
  // CHECK: :[[@LINE-25]]:42: note: A: CUBLASLT_MATRIX_LAYOUT_ROWS is 128
  // CHECK: :[[@LINE-17]]:17: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSB is CUBLAS_OP_N, the default
  // CHECK: :[[@LINE-27]]:42: note: B: CUBLASLT_MATRIX_LAYOUT_ROWS is 64
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: D has 128 rows, but op(A) has 64; {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-29]]:42: note: D: CUBLASLT_MATRIX_LAYOUT_ROWS is 128
  // CHECK: :[[@LINE-18]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSA is CUBLAS_OP_T
  // CHECK: :[[@LINE-31]]:42: note: A: CUBLASLT_MATRIX_LAYOUT_COLS is 64
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.raw, a.raw, b.raw, d.raw, d.raw, g.pref, 1, &r, &n);
}

// The same variable, and more of it.
void oneMoreColumn(const Gemm &g, uint64_t m, uint64_t n) {
  cublasLtMatrixLayout_t c, d;
  cublasLtMatrixLayoutCreate(&c, CUDA_R_32F, m, n, m);
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, m, n + 1, m);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C has n columns, but D has n + 1; {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-3]]:3: note: C: CUBLASLT_MATRIX_LAYOUT_COLS is n
  // CHECK: :[[@LINE-3]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_COLS is n + 1
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, c, g.D, d, nullptr, g.ws, g.size, g.st);
}

static cublasLtMatrixLayout_t batched(int rows, int cols, int count, long long offset) {
  cublasLtMatrixLayout_t layout;
  cublasLtMatrixLayoutCreate(&layout, CUDA_R_16F, rows, cols, rows);
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
  int64_t stride = offset;
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
  return layout;
}

// A helper, called for each matrix.
void batchCountsDiffer(const Gemm &g) {
  cublasLtMatrixLayout_t a = batched(64, 64, 8, 4096), b = batched(64, 64, 1, 0), d = batched(64, 64, 8, 4096);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: batch count of B is 1, but that of A is 8; {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-12]]:3: note: B: CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT is 1, the default
  // CHECK: :[[@LINE-13]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT is 8
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, b, d, d, g.pref, 1, &r, &n);
}

void batchesOverlap(const Gemm &g) {
  cublasLtMatrixLayout_t d = batched(64, 64, 8, 0);
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: D has 8 batches, but their offset is 0; the batches overwrite one another [cublaslt-layout-shape]
  // CHECK: :[[@LINE-18]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET is 0, the default
  // CHECK: :[[@LINE-21]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT is 8
  // CHECK: :[[@LINE-23]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_BATCH_MODE is CUBLASLT_BATCH_MODE_
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, d, g.D, d, nullptr, g.ws, g.size, g.st);
}

// Known to be more than one by a test.
void batchesOverlapWhenTested(const Gemm &g, int count) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 64, 64, 64);
  if (count > 1)
    cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: D has count batches, but their offset is 0; {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-4]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET is 0, the default
  // CHECK: :[[@LINE-3]]:5: note: D: CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT is count
  // CHECK: :[[@LINE-6]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_BATCH_MODE is CUBLASLT_BATCH_MODE_
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, d, g.D, d, nullptr, g.ws, g.size, g.st);
}

// One report, at the heuristic, for the two calls.
template <int M, int K> struct Fixed {
  static cublasStatus_t run(const Gemm &g) {
    cublasLtMatrixLayoutOpaque_t a, b;
    cublasLtMatrixLayoutInit(&a, CUDA_R_32F, M, K, M);
    cublasLtMatrixLayoutInit(&b, CUDA_R_32F, M, K, M);
    cublasLtMatmulDescOpaque_t op;
    cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: inner dimensions differ: 32 of A, 64 of B; {{.*}} [cublaslt-layout-shape]
    // CHECK: :[[@LINE-7]]:5: note: A: CUBLASLT_MATRIX_LAYOUT_COLS is 32
    // CHECK: :[[@LINE-7]]:5: note: B: CUBLASLT_MATRIX_LAYOUT_ROWS is 64
    cublasStatus_t s = cublasLtMatmulAlgoGetHeuristic(g.lt, &op, &a, &b, g.c, g.d, g.pref, 1, &r, &n);
    if (s != CUBLAS_STATUS_SUCCESS || n == 0)
      return s;
    return cublasLtMatmul(g.lt, &op, g.one, g.A, &a, g.B, &b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
};
template struct Fixed<64, 32>;

void rowsAreZero(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 0, 64, 64);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: D has no rows; the matmul returns EXECUTION_FAILED [cublaslt-layout-shape]
  // CHECK: :[[@LINE-2]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_ROWS is 0
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, d, g.D, d, nullptr, g.ws, g.size, g.st);
}

// Wrong on one path, whichever the other is.
void wrongInOneBranch(const Gemm &g, bool wide) {
  cublasLtMatrixLayout_t a;
  if (wide)
    cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 64, 256);
  else
    cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 128, 64, 128);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: leading dimension 256 of A is below its 512 rows (columns, in row order); {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-6]]:5: note: A: CUBLASLT_MATRIX_LAYOUT_LD is 256
  // CHECK: :[[@LINE-7]]:5: note: A: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_COL, the default
  // CHECK: :[[@LINE-8]]:5: note: A: CUBLASLT_MATRIX_LAYOUT_ROWS is 512
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

void ordersDiffer(const Gemm &g) {
  Layout c(64, 64), d(64, 64);
  d.set(CUBLASLT_MATRIX_LAYOUT_ORDER, CUBLASLT_ORDER_ROW);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: C is in CUBLASLT_ORDER_COL, but D is in CUBLASLT_ORDER_ROW; {{.*}} [cublaslt-layout-shape]
  // CHECK: :[[@LINE-137]]:42: note: C: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_COL, the default
  // CHECK: :[[@LINE-135]]:5: note: D: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_ROW
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, c.raw, g.D, d.raw, nullptr, g.ws, g.size, g.st);
}

void suppressed(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 256, 256);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, g.b, g.c, g.d, g.pref, 1, &r, &n); // NOLINT(cublaslt-layout-shape)
}
