// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An index that the function is given, and a count whose test is no stop.
#include "Inputs/Gemm.h"
#include <stdio.h>

int givenIndex(const Gemm &g, int which) {
  cublasLtMatmulHeuristicResult_t results[5] = {};
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 5, results, &n) != CUBLAS_STATUS_SUCCESS)
    return 1;
  if (n == 0)
    return 1;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[which].algo, g.ws, g.size, g.st);
}

int givenAndBounded(const Gemm &g, int which) {
  cublasLtMatmulHeuristicResult_t results[5] = {};
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 5, results, &n) != CUBLAS_STATUS_SUCCESS)
    return 1;
  if (which < 0 || which >= n)
    return 1;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[which].algo, g.ws, g.size, g.st);
}

// The path that knows of the failure goes on to the use.
void onlyShown(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    printf("no algorithm\n");
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void stopsWithoutStatus(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    return;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// The counter of a loop over what was returned, by way of a helper.
int one(const Gemm &g, const cublasLtMatmulHeuristicResult_t *results, int which) {
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[which].algo, g.ws, g.size, g.st);
}
int returned();
int eachOfThem(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[5] = {};
  int n = 0, failed = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 5, results, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    return 1;
  for (int i = 0; i < returned(); ++i)
    failed += one(g, results, i) != CUBLAS_STATUS_SUCCESS;
  return failed;
}
