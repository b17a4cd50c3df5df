// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-scale-type %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='{{^/.*}} warning:' --implicit-check-not='{{^/.*}} error:'
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-scale-type --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-scale-type %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='{{^/.*}} warning:' --implicit-check-not='{{^/.*}} error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scale types that do not go with the compute type.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

static void heuristic(const Gemm &g, cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t l) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, l, l, l, l, g.pref, 1, &r, &n);
}

void halfComputeFloatScale(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  // FIXED: cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_16F, CUDA_R_16F); // fixed
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_16F, CUDA_R_32F); // fixed
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:40: warning: CUBLAS_COMPUTE_16F needs scale type CUDA_R_16F, not CUDA_R_32F; the heuristic fails [cublaslt-scale-type]
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE-5]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_16F
}

// Which of the two is right depends on the matrices: here they are known.
void complexMatrices(const Gemm &g) {
  cublasLtMatmulDescOpaque_t op;
  // FIXED: cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_C_32F);
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayoutOpaque_t l;
  cublasLtMatrixLayoutInit(&l, CUDA_C_32F, 64, 64, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_32F with A CUDA_C_32F needs scale type CUDA_C_32F, not CUDA_R_32F; {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE-6]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  // CHECK: :[[@LINE-5]]:3: note: A: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_C_32F
  cublasLtMatmulAlgoGetHeuristic(g.lt, &op, &l, &l, &l, &l, g.pref, 1, &r, &n);
}

void integerOutput(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  // FIXED: cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32I, CUDA_R_32I);
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32I, CUDA_R_32F);
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32I, 64, 64, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_32I with C CUDA_R_32I needs scale type CUDA_R_32I, not CUDA_R_32F; {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE-6]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_32I
  // CHECK: :[[@LINE-7]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  // CHECK: :[[@LINE-6]]:3: note: C: CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_32I
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, d, d, g.pref, 1, &r, &n);
}

// Two are possible: no fix-it. RAII, and the value comes from a variable.
struct Operation {
  cublasLtMatmulDesc_t raw;
  Operation(cublasComputeType_t compute, cudaDataType_t scale) { cublasLtMatmulDescCreate(&raw, compute, scale); }
  ~Operation() { cublasLtMatmulDescDestroy(raw); }
};
void twoChoices(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_64F, CUDA_R_32F);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_64F needs scale type CUDA_R_64F or CUDA_C_64F, not CUDA_R_32F; {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE-8]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_64F
  // CHECK: :[[@LINE-9]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_64F needs scale type {{.+}}, not CUDA_R_32F; {{.*}} [cublaslt-scale-type]
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.raw, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

// Inside a macro: no fix-it.
#define MAKE(op) CHECK_CUBLAS(cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_16F, CUDA_R_32F))
void madeByAMacro(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  MAKE(op);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_16F needs scale type {{.+}}, not CUDA_R_32F; {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE-4]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMPUTE_16F
  // CHECK: :[[@LINE-5]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_16F needs scale type {{.+}}, not CUDA_R_32F; {{.*}} [cublaslt-scale-type]
  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
}

// Set as an attribute, in a template.
template <typename T> cudaDataType_t typeOf();
template <> cudaDataType_t typeOf<float>() { return CUDA_R_32F; }
template <> cudaDataType_t typeOf<double>() { return CUDA_R_64F; }
template <typename T> void typed(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F_FAST_TF32, CUDA_R_32F);
  cudaDataType_t scale = typeOf<T>();
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_SCALE_TYPE, &scale, sizeof(scale));
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_32F_FAST_TF32 needs scale type {{.+}}, not CUDA_R_64F; {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE-6]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is CUBLAS_COMP
  // CHECK: :[[@LINE-5]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_64F
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_32F_FAST_TF32 needs scale type {{.+}}, not CUDA_R_64F; {{.*}} [cublaslt-scale-type]
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}
template void typed<float>(const Gemm &);
template void typed<double>(const Gemm &);

void typeOfDataAsComputeType(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, static_cast<cublasComputeType_t>(CUDA_R_32F), CUDA_R_32F);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 0 is not a compute type; {{.*}} [cublaslt-scale-type]
  // CHECK: :[[@LINE-4]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_COMPUTE_TYPE is 0
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: 0 is not a compute type; {{.*}} [cublaslt-scale-type]
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

// Right: each pair of the table, an unknown half, 8-bit output.
void rightPairs(const Gemm &g, cudaDataType_t scale, cublasComputeType_t compute) {
  const struct { cublasComputeType_t compute; cudaDataType_t scale; } pairs[] = {
      {CUBLAS_COMPUTE_16F, CUDA_R_16F}, {CUBLAS_COMPUTE_32F, CUDA_R_32F}, {CUBLAS_COMPUTE_32F, CUDA_C_32F},
      {CUBLAS_COMPUTE_64F, CUDA_C_64F}, {CUBLAS_COMPUTE_32I, CUDA_R_32F}, {CUBLAS_COMPUTE_32F_FAST_TF32, CUDA_R_32F}};
  for (const auto &pair : pairs) {
    cublasLtMatmulDesc_t op;
    cublasLtMatmulDescCreate(&op, pair.compute, pair.scale);
    heuristic(g, op, g.a);
    cublasLtMatmulDescDestroy(op);
  }
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_16F, scale);
  heuristic(g, op, g.a);
  cublasLtMatmulDescCreate(&op, compute, CUDA_R_16F);
  heuristic(g, op, g.a);
}

void integersToIntegers(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_32I, CUDA_R_32F);
  cublasLtMatrixLayout_t l;
  cublasLtMatrixLayoutCreate(&l, CUDA_R_8I, 64, 64, 64);
  heuristic(g, op.raw, l);
}

// NOLINT goes where the report is.
void suppressed(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_16F, CUDA_R_32F);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // NOLINTNEXTLINE(cublaslt-scale-type)
  cublasLtMatmulAlgoGetHeuristic(g.lt, op.raw, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}
