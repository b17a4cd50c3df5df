// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-layout-shape,cublaslt-scale-type,cublaslt-type-combination,cublaslt-fp8-layout,cublaslt-epilogue,cublaslt-inplace-layout,cublaslt-alpha-beta-type,cublaslt-pointer-mode %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --allow-empty --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Right code that looks suspicious, and code of which too little is known: none
// of the checks of a problem says anything.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <stdlib.h>

static void heuristic(const Gemm &g, cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b, cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t d) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, a, b, c, d, g.pref, 1, &r, &n);
}

// Transposition, asked for twice: the two branches belong together.
bool isTransposed();
void correlatedByACall(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatrixLayout_t a, b;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (isTransposed()) {
    cublasOperation_t t = CUBLAS_OP_T;
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &t, sizeof(t));
  }
  if (isTransposed())
    cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 64, 128, 64);
  else
    cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 128, 64, 128);
  cublasLtMatrixLayoutCreate(&b, CUDA_R_32F, 64, 32, 64);
  heuristic(g, op, a, b, g.c, g.d);
}

// The usual switch over the element type, made of two switches.
enum class Kind { Half, Bfloat, Float, Double, Int8, Complex, Fp8, Fast, Slow, Other };
Kind kindOf(const void *tensor);
void correlatedBySwitches(const Gemm &g, const void *tensor, uint64_t m) {
  cudaDataType_t type = CUDA_R_32F, scale = CUDA_R_32F;
  switch (kindOf(tensor)) {
  case Kind::Half: type = CUDA_R_16F; break;
  case Kind::Bfloat: type = CUDA_R_16BF; break;
  case Kind::Double: type = CUDA_R_64F; break;
  case Kind::Complex: type = CUDA_C_32F; break;
  case Kind::Int8: type = CUDA_R_8I; break;
  default: break;
  }
  cublasComputeType_t compute = CUBLAS_COMPUTE_32F;
  switch (kindOf(tensor)) {
  case Kind::Half: compute = CUBLAS_COMPUTE_16F; scale = CUDA_R_16F; break;
  case Kind::Double: compute = CUBLAS_COMPUTE_64F; scale = CUDA_R_64F; break;
  case Kind::Complex: scale = CUDA_C_32F; break;
  case Kind::Int8: compute = CUBLAS_COMPUTE_32I; break;
  default: break;
  }
  cublasLtMatmulDesc_t op;
  cublasLtMatrixLayout_t l;
  cublasLtMatmulDescCreate(&op, compute, scale);
  cublasLtMatrixLayoutCreate(&l, type, m, m, m);
  heuristic(g, op, l, l, l, l);
}

// All layouts are made by one call in a loop: which is which is not known.
void madeInALoop(const Gemm &g) {
  const uint64_t rows[] = {128, 64, 128}, cols[] = {64, 32, 32};
  cublasLtMatrixLayout_t l[3];
  for (int i = 0; i < 3; ++i)
    cublasLtMatrixLayoutCreate(&l[i], CUDA_R_32F, rows[i], cols[i], rows[i]);
  heuristic(g, g.op, l[0], l[1], l[2], l[2]);
}

void madeByPushing(const Gemm &g) {
  std::vector<cublasLtMatrixLayout_t> l;
  for (uint64_t rows : {128, 64, 256}) {
    cublasLtMatrixLayout_t one;
    cublasLtMatrixLayoutCreate(&one, CUDA_R_32F, rows, 64, rows);
    l.push_back(one);
  }
  heuristic(g, g.op, l[0], l[1], l[2], l[2]);
}

// Different variables may well be equal.
void twoVariables(const Gemm &g, uint64_t m, uint64_t n, uint64_t k, int64_t lda) {
  cublasLtMatmulDesc_t op;
  cublasLtMatrixLayout_t a, b, d;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, m, k, lda);
  cublasLtMatrixLayoutCreate(&b, CUDA_R_32F, n, n, k);
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, m * 2, n / 2, m);
  heuristic(g, op, a, b, d, d);
}

// A vector as B: its leading dimension steps over nothing.
void oneColumn(const Gemm &g) {
  cublasLtMatrixLayout_t b;
  cublasLtMatrixLayoutCreate(&b, CUDA_R_32F, 512, 1, 1);
  heuristic(g, g.op, g.a, b, g.c, g.d);
}

// The same in row order: A with one row.
void oneRow(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 1, 512, 1);
  cublasLtOrder_t order = CUBLASLT_ORDER_ROW;
  cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  heuristic(g, g.op, a, g.b, g.c, g.d);
}

// One row of C for all columns.
void repeatedColumnOfC(const Gemm &g) {
  cublasLtMatrixLayout_t c;
  cublasLtMatrixLayoutCreate(&c, CUDA_R_32F, 512, 64, 0);
  heuristic(g, g.op, g.a, g.b, c, g.d);
}

// Row order needs no more than the columns.
void rowOrder(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 512, 64, 64);
  cublasLtOrder_t order = CUBLASLT_ORDER_ROW;
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  heuristic(g, g.op, g.a, g.b, d, d);
}

// A tiled order has a leading dimension of its own.
void tiledOrder(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_8I, 4096, 64, 32);
  cublasLtOrder_t order = CUBLASLT_ORDER_COL32;
  cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  heuristic(g, g.op, a, g.b, g.c, g.d);
}

// A and B are shared by the batches: an offset of 0 is right for what is read.
void broadcast(const Gemm &g, int count) {
  cublasLtMatrixLayout_t a, d;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 64, 64, 64);
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 64, 64, 64);
  int64_t offset = 4096;
  for (cublasLtMatrixLayout_t each : {a, d})
    cublasLtMatrixLayoutSetAttribute(each, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &offset, sizeof(offset));
  heuristic(g, g.op, a, a, d, d);
}

// An array of pointers has no offset.
void pointerArray(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 64, 64, 64);
  int32_t count = 8;
  cublasLtBatchMode_t mode = CUBLASLT_BATCH_MODE_POINTER_ARRAY;
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_BATCH_MODE, &mode, sizeof(mode));
  heuristic(g, g.op, g.a, g.b, d, d);
}

// Code out of sight may change what it is given.
void adjust(cublasLtMatrixLayout_t layout);
void givenAway(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 256, 256);
  adjust(a);
  heuristic(g, g.op, a, g.b, g.c, g.d);
}

// Changed before the call.
void mended(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 256, 256);
  int64_t ld = 512;
  cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_LD, &ld, sizeof(ld));
  heuristic(g, g.op, a, g.b, g.c, g.d);
}

// The attribute is known at run time only.
void setByNumber(const Gemm &g, cublasLtMatrixLayoutAttribute_t which, int64_t value) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 256, 256);
  cublasLtMatrixLayoutSetAttribute(a, which, &value, sizeof(value));
  heuristic(g, g.op, a, g.b, g.c, g.d);
}

// Members that another method has made.
class Cached {
  cublasLtMatrixLayout_t A, B;
  cublasLtMatmulDesc_t Op;

public:
  Cached(uint64_t m, uint64_t k);
  void run(const Gemm &g) {
    cublasOperation_t t = CUBLAS_OP_T;
    cublasLtMatmulDescSetAttribute(Op, CUBLASLT_MATMUL_DESC_TRANSA, &t, sizeof(t));
    heuristic(g, Op, A, B, g.c, g.d);
  }
};

// A size that grows with each round of a loop.
void sizesInALoop(const Gemm &g, uint64_t n) {
  cublasLtMatrixLayout_t last = g.c;
  for (uint64_t m = n; m < 8 * n; m += 8) {
    cublasLtMatrixLayout_t d;
    cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, m, n, m);
    heuristic(g, g.op, g.a, g.b, last, d);
    last = d;
  }
}
