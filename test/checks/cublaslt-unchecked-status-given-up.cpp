// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function with more paths than the analysis follows: what is dropped on the
// spot is reported all the same, what is kept in a variable is not.
#include "Inputs/Gemm.h"

static int mixed(const Gemm &g, int a, int b, int c) {
  int s = 0;
  for (int i = 0; i < a; ++i)
    for (int j = 0; j < b; ++j)
      for (int k = 0; k < c; ++k) {
        if (a & i) s += j; else s -= k;
        if (b & j) s += k; else s -= i;
        if (c & k) s ^= i; else s |= j;
        if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, nullptr, &s) != CUBLAS_STATUS_SUCCESS)
          s += 1;
      }
  return s;
}

void sweep(const Gemm &g, int a, int b, int c, const cublasLtMatmulAlgo_t *algo) {
  int s = 0;
  for (int i = 0; i < a; ++i)
    for (int j = 0; j < b; ++j)
      for (int k = 0; k < c; ++k)
        for (int l = 0; l < a; ++l) {
          s += mixed(g, i, j, k) + mixed(g, j, k, l) + mixed(g, k, l, i);
          s += mixed(g, i, k, j) + mixed(g, j, l, k) + mixed(g, k, i, l);
          s += mixed(g, a, b, c) + mixed(g, b, c, a) + mixed(g, c, a, b);
          s += mixed(g, a, c, b) + mixed(g, b, a, c) + mixed(g, c, b, a);
          s += mixed(g, a, s, b) + mixed(g, b, s, c) + mixed(g, c, s, a);
        }
  int64_t stride = s;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixLayoutSetAttribute' is dropped;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
  (void)cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
  cublasStatus_t kept = cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
  if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
    return;
}
