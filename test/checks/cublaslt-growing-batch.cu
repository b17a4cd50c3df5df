// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A .cu file, host side.
#include "Inputs/Gemm.h"

__global__ void scale(float *p, float factor) { p[0] *= factor; }

void launchBetween(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 4;
  for (;;) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    scale<<<batch, 32, 0, g.st>>>((float *)g.D, 0.5f);
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      break;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}

// The number of blocks grows, not the matmul.
void blocksGrow(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int blocks = 1;
  while (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS) {
    scale<<<blocks, 32, 0, g.st>>>((float *)g.D, 0.5f);
    blocks *= 2;
    if (blocks > 64)
      return;
  }
}
