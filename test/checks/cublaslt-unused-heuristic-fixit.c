// RUN: cp %s %t.c
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unused-heuristic --fix %t.c -- -std=c11 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.c --check-prefix=FIXED
// What is fixed compiles, and is right; the rest is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unused-heuristic %t.c -- -std=c11 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fix-it passes the result's algorithm where the workspace covers the limit.
#include "Inputs/Gemm.h"

int structure(const struct Gemm *g, size_t size) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (cublasLtMatmulPreferenceSetAttribute(g->pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &size, sizeof(size)) ||
      cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 1, &result, &count) || !count)
    return 1;
  // FIXED: g->D, g->d, &result.algo, g->ws, size, g->st);
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c,
                        g->D, g->d, NULL, g->ws, size, g->st);
}

int array(const struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t found[3];
  size_t limit = 1 << 20;
  int count = 0;
  if (cublasLtMatmulPreferenceSetAttribute(g->pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)) ||
      cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 3, found, &count) || !count)
    return 1;
  // FIXED: g->D, g->d, &found[0].algo, g->ws, 4 << 20, g->st);
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c,
                        g->D, g->d, 0, g->ws, 4 << 20, g->st);
}

// The algorithm may need more than this workspace.
int tooSmall(const struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t result;
  size_t limit = 32 << 20;
  int count = 0;
  if (cublasLtMatmulPreferenceSetAttribute(g->pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)) ||
      cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 1, &result, &count) || !count)
    return 1;
  // AFTER: warning: the algorithm of
  // FIXED: g->D, g->d, 0, g->ws, 1 << 20, g->st);
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c,
                        g->D, g->d, 0, g->ws, 1 << 20, g->st);
}

int unknownLimit(const struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 1, &result, &count) || !count)
    return 1;
  // AFTER: warning: the algorithm of
  // FIXED: g->D, g->d, NULL, g->ws, g->size, g->st);
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c,
                        g->D, g->d, NULL, g->ws, g->size, g->st);
}

// Inside a macro.
#define MATMUL(g, algo, size)                                                  \
  cublasLtMatmul((g)->lt, (g)->op, (g)->one, (g)->A, (g)->a, (g)->B, (g)->b,   \
                 (g)->zero, (g)->C, (g)->c, (g)->D, (g)->d, algo, (g)->ws,     \
                 size, (g)->st)
int byMacro(const struct Gemm *g, size_t size) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (cublasLtMatmulPreferenceSetAttribute(g->pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &size, sizeof(size)) ||
      cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 1, &result, &count) || !count)
    return 1;
  // AFTER: warning: the algorithm of
  // FIXED: {{^}}  return MATMUL(g, NULL, size);
  return MATMUL(g, NULL, size);
}
