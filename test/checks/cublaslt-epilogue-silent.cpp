// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-epilogue,cublaslt-layout-shape,cublaslt-fp8-layout,cublaslt-pointer-mode %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --allow-empty --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Epilogues as people set them: nothing to say.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define SET(op, what, value) cublasLtMatmulDescSetAttribute(op, what, &value, sizeof(value))

static cublasStatus_t matmul(const Gemm &g, cublasLtMatmulDesc_t op) {
  return cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// Epilogue and pointer, each behind the same question asked anew.
bool hasBias(const void *layer);
void askedTwice(const Gemm &g, const void *layer, const void *bias) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_DEFAULT;
  if (hasBias(layer))
    epilogue = CUBLASLT_EPILOGUE_BIAS;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  if (hasBias(layer))
    SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias);
  matmul(g, op);
}

// The pointer follows the heuristic.
void biasAfterTheHeuristic(const Gemm &g, const void *bias) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_BIAS;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias);
  matmul(g, op);
}

// Null where there is no bias: the default epilogue takes that.
void biasMayBeNull(const Gemm &g, const void *bias) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias);
  if (bias) {
    cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_BIAS;
    SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  }
  matmul(g, op);
}

// A descriptor from elsewhere: its pointer may be set.
void descriptorFromOutside(const Gemm &g) {
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_BIAS;
  SET(g.op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  matmul(g, g.op);
}

void setBias(cublasLtMatmulDesc_t op);
void setOutOfSight(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_BIAS;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  setBias(op);
  matmul(g, op);
}

// The leading dimension is rounded up.
void roundedUp(const Gemm &g, void *mask, int64_t m) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_RELU_AUX;
  int64_t ld = (m + 127) / 128 * 128;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER, mask);
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD, ld);
  matmul(g, op);
}

// Zero is taken for the default epilogue, and bits without a name work.
void oddNumbers(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  for (uint32_t epilogue : {0u, 3u})  {
    SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
    matmul(g, op);
  }
}

// A row-order problem with the sides exchanged.
void rowOrderWithoutBias(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_32F, 64, 64, 64);
  cublasLtOrder_t order = CUBLASLT_ORDER_ROW;
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_GELU;
  SET(op, CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue);
  cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, d, g.D, d, nullptr, g.ws, g.size, g.st);
}
