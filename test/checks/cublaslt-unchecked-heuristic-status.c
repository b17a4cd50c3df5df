// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C, flagged forms and right ones.
#include "Inputs/Gemm.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

void dropped(const struct Gemm *p) {
  const struct Gemm g = *p;
  cublasLtMatmulHeuristicResult_t r;
  int n;
  memset(&r, 0, sizeof(r));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

int countUntested(const struct Gemm *p) {
  struct Gemm g = *p;
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n);
  if (status)
    return 1;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[0].algo, g.ws, g.size, g.st);
}

int allocatedResults(struct Gemm g, int wanted) {
  cublasLtMatmulHeuristicResult_t *results = (cublasLtMatmulHeuristicResult_t *)calloc(wanted, sizeof(*results));
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, wanted, results, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[0].algo, g.ws, g.size, g.st);
  free(results);
  return status;
}

int goesToCleanup(struct Gemm g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0, rc = 1;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS)
    goto done;
  if (n == 0)
    goto done;
  if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
    goto done;
  rc = 0;
done:
  return rc;
}

#define CHECK(call) do { cublasStatus_t s = (call); if (s) { fprintf(stderr, "%d\n", s); abort(); } } while (0)
void macros(struct Gemm g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  CHECK(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  assert(n == 1);
  CHECK(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

int allocatedAndBounded(struct Gemm g, int wanted) {
  cublasLtMatmulHeuristicResult_t *results = malloc(wanted * sizeof *results);
  int n = 0, i, rc = 0;
  rc |= cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, wanted, results, &n);
  for (i = 0; rc == 0 && i < n; ++i)
    rc |= cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
  free(results);
  return rc;
}
