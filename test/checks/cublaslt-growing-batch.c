// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C, flagged forms and right ones.
#include "Inputs/Gemm.h"

void whileLoop(struct Gemm g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  cublasStatus_t status = CUBLAS_STATUS_NOT_INITIALIZED;
  while (status != CUBLAS_STATUS_SUCCESS) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS)
      // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      batch *= 2;
  }
}

int goesBack(struct Gemm *p, const cublasLtMatmulAlgo_t *algo) {
  struct Gemm g = *p;
  int32_t batch = 16;
again:
  if (cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch)))
    return 1;
  if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st)) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    batch += batch;
    goto again;
  }
  return 0;
}

int recursion(struct Gemm g, const cublasLtMatmulAlgo_t *algo, int32_t batch, int attempts) {
  if (attempts == 0)
    return 1;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
    return 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
  return recursion(g, algo, 2 * batch, attempts - 1);
}

int shrinks(struct Gemm g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch;
  for (batch = 256; batch; batch >>= 1) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (!cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st))
      return batch;
  }
  return 0;
}

void sweep(struct Gemm g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch;
  for (batch = 1; batch <= 64; batch *= 2) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st))
      printf("batch %d failed\n", batch);
  }
}
