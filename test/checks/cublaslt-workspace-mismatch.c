// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-workspace-mismatch %s -- -std=c11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C: goto, casts of void pointers, arithmetic on them.
#include "Inputs/Gemm.h"

static int run(const struct Gemm *g) {
  int failed = 1;
  void *ws = NULL;
  size_t size = 1u << 20;
  if (cudaMalloc(&ws, size) != cudaSuccess)
    goto done;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace starts 8 bytes after a multiple of 256; {{.+}} [cublaslt-workspace-mismatch]
  if (cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL,
                     ws + 8, size - 8, g->st))
    goto done;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace size 1048577 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
  if (cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL, ws,
                     size + 1, g->st))
    goto done;
  failed = cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL, ws, size, g->st) != 0;
done:
  cudaFree(ws);
  return failed;
}

int runBoth(const struct Gemm *g) {
  if (run(g))
    return 1;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace is null, but its size is 64; {{.+}} [cublaslt-workspace-mismatch]
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL,
                        (void *)0, 64, g->st);
}
