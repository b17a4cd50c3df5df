// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-epilogue %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Epilogues without what they need, and pointers that nothing takes.
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define SET(op, what, value) CHECK_CUBLAS(cublasLtMatmulDescSetAttribute(op, what, &value, sizeof(value)))

// Called by nullBiasPointer below.
static cublasStatus_t matmul(const Gemm &g, cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t d) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_GELU_BIAS has no bias pointer; {{.*}} [cublaslt-epilogue]
  return cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, d, nullptr, g.ws, g.size, g.st);
  // CHECK: note: called from here
}

void noBiasPointer(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_RELU_BIAS;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  // CHECK: :[[@LINE+1]]:24: warning: epilogue CUBLASLT_EPILOGUE_RELU_BIAS has no bias pointer; the matmul returns INVALID_VALUE [cublaslt-epilogue]
  cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
  // CHECK: :[[@LINE-3]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_RELU_BIAS
  // CHECK: :[[@LINE-6]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_BIAS_POINTER is null, the default
}

// Macros, and a helper that runs the matmul: the report is there, the notes say
// who called.
void nullBiasPointer(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  CHECK_CUBLAS(cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F));
  const auto epilogue = CUBLASLT_EPILOGUE_GELU_BIAS;
  const void *bias = nullptr;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias);
  CHECK_CUBLAS(matmul(g, op, g.d));
}

class Operation {
  cublasLtMatmulDescOpaque_t Raw;

public:
  Operation() { cublasLtMatmulDescInit(&Raw, CUBLAS_COMPUTE_32F, CUDA_R_32F); }
  template <typename T> Operation &set(cublasLtMatmulDescAttributes_t what, T value) {
    CHECK_CUBLAS(cublasLtMatmulDescSetAttribute(&Raw, what, &value, sizeof(value)));
    return *this;
  }
  cublasLtMatmulDesc_t get() { return &Raw; }
};

void biasNotUsed(const Gemm &g, size_t n) {
  float *bias;
  if (cudaMalloc(&bias, n * sizeof(float)) != cudaSuccess)
    return;
  Operation op;
  op.set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: a bias pointer is set, but CUBLASLT_EPILOGUE_DEFAULT takes none; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-13]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_BIAS_POINTER is cudaMalloc(
  cublasLtMatmul(g.lt, op.get(), g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// Tested to be not null.
void biasNotUsedWhereItIs(const Gemm &g, const float *bias) {
  Operation op;
  if (bias)
    op.set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias).set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_RELU);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: a bias pointer is set, but CUBLASLT_EPILOGUE_RELU takes none; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-23]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_RELU
  // CHECK: :[[@LINE-24]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_BIAS_POINTER is bias
  cublasLtMatmul(g.lt, op.get(), g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

void auxiliary(const Gemm &g, void *mask) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  Operation op;
  op.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_RELU_AUX);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_RELU_AUX has no auxiliary leading dimension; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-34]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_RELU_AUX
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.get(), g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  op.set<int64_t>(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, 264);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: leading dimension 264 of the ReLU mask is not a multiple of 128; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-38]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD is 264
  // CHECK: :[[@LINE-39]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_RELU_AUX
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.get(), g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  op.set<int64_t>(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, 256);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_RELU_AUX has no auxiliary pointer; the matmul returns NOT_SUPPORTED [cublaslt-epilogue]
  // CHECK: :[[@LINE-43]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_RELU_AUX
  cublasLtMatmul(g.lt, op.get(), g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
  op.set(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER, mask);
  op.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_GELU_AUX).set<int64_t>(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, 257);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: leading dimension 257 of the GELU input is not a multiple of 8; the kernel faults and the context is lost [cublaslt-epilogue]
  // CHECK: :[[@LINE-48]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD is 257
  // CHECK: :[[@LINE-49]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_GELU_AUX
  cublasLtMatmul(g.lt, op.get(), g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

void auxiliaryBelowRows(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_16F, 512, 64, 512);
  Operation op;
  op.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_RELU_AUX_BIAS).set<int64_t>(CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, 256);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: auxiliary leading dimension 256 is smaller than the 512 rows of D; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-61]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD is 256
  // CHECK: :[[@LINE-7]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_ROWS is 512
  // CHECK: :[[@LINE-63]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOG
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.get(), g.a, g.b, g.c, d, g.pref, 1, &r, &n);
}

void conflictingBits(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  uint32_t epilogue = CUBLASLT_EPILOGUE_RELU | CUBLASLT_EPILOGUE_GELU;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: epilogue 34 asks for ReLU and GELU at once; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-4]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is 34
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

void rowOrder(const Gemm &g, const float *bias) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 64, 64, 64);
  cublasLtOrder_t order = CUBLASLT_ORDER_ROW;
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  Operation op;
  op.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BIAS).set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_BIAS does not support D in row order; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-89]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_BIAS
  // CHECK: :[[@LINE-7]]:3: note: D: CUBLASLT_MATRIX_LAYOUT_ORDER is CUBLASLT_ORDER_ROW
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.get(), g.a, g.b, g.c, d, g.pref, 1, &r, &n);
}

void gradients(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  Operation a, b, c;
  a.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BGRADA).set(CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T);
  b.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BGRADB);
  c.set(CUBLASLT_MATMUL_DESC_TRANSC, CUBLAS_OP_T);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_BGRADA does not support a transposed A; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-102]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_BGRADA
  // CHECK: :[[@LINE-103]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSA is CUBLAS_OP_T
  cublasLtMatmulAlgoGetHeuristic(g.lt, a.get(), g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_BGRADB needs a transposed B; {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-106]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_EPILOGUE is CUBLASLT_EPILOGUE_BGRADB
  cublasLtMatmulAlgoGetHeuristic(g.lt, b.get(), g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: C is transposed (CUBLAS_OP_T); {{.*}} [cublaslt-epilogue]
  // CHECK: :[[@LINE-109]]:18: note: matmulDesc: CUBLASLT_MATMUL_DESC_TRANSC is CUBLAS_OP_T
  cublasLtMatmulAlgoGetHeuristic(g.lt, c.get(), g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}
