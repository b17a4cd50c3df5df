// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-* %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Expressions that use their operands twice, over and over, end in time; what
// memcpy copies may be an array or a literal; large values are told apart.
#include "Inputs/Gemm.h"
#include <string.h>

static void mix(size_t &h, size_t v) { h = v + (h << 6) + (h << 16) - h; }

cublasStatus_t hashed(const Gemm &g, const size_t *p, size_t key) {
  size_t h = 0;
  mix(h, p[0]); mix(h, p[1]); mix(h, p[2]); mix(h, p[3]); mix(h, p[4]); mix(h, p[5]);
  mix(h, p[6]); mix(h, p[7]); mix(h, p[8]); mix(h, p[9]); mix(h, p[10]); mix(h, p[11]);
  mix(h, p[12]); mix(h, p[13]); mix(h, p[14]); mix(h, p[15]); mix(h, p[16]); mix(h, p[17]);
  mix(h, p[18]); mix(h, p[19]); mix(h, p[20]); mix(h, p[21]); mix(h, p[22]); mix(h, p[23]);
  size_t other = key;
  mix(other, p[1]); mix(other, p[2]); mix(other, p[3]); mix(other, p[4]); mix(other, p[5]);
  mix(other, p[1]); mix(other, p[2]); mix(other, p[3]); mix(other, p[4]); mix(other, p[5]);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (other != h) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n'
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t copies(const Gemm &g) {
  int from[4] = {1, 2, 3, 4}, to[4];
  char text[4];
  memcpy(to, from, sizeof(from));
  memcpy(text, "abc", sizeof(text));
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

static void tries(const Gemm &g, int n) {
  for (int i = 0; i < n; ++i)
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return;
}

// The loop here has a number that no block of the function called in it has.
cublasStatus_t callsALoopInALoop(const Gemm &g, int m) {
  for (int j = 0; j < m; ++j)
    tries(g, j);
  int k = 0;
  if (m > 1) k += 1; else k += 2;
  if (m > 2) k += 3; else k += 4;
  if (m > 3) k += 5; else k += 6;
  if (m > 4) k += 7; else k += 8;
  if (m > 5) k += 9; else k += 10;
  if (m > 6) k += 11; else k += 12;
  cublasLtMatmulHeuristicResult_t r[64];
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n'
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 64, r, &n);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r[0].algo, g.ws, g.size, g.st);
}
