// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-missing-workspace %s -- -std=c11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C: the algorithm leaves; nobody in this file runs the matmul.
#include "Inputs/Gemm.h"

int choose(const struct Gemm *g, cublasLtMatmulHeuristicResult_t *out) {
  cublasLtMatmulPreference_t pref;
  int n = 0;
  if (cublasLtMatmulPreferenceCreate(&pref))
    return 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
  if (cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, pref, 1, out, &n))
    n = 0;
  cublasLtMatmulPreferenceDestroy(pref);
  return n;
}

int chooseWithin(const struct Gemm *g, cublasLtMatmulHeuristicResult_t *out, size_t limit) {
  cublasLtMatmulPreference_t pref;
  int n = 0;
  if (cublasLtMatmulPreferenceCreate(&pref))
    return 0;
  if (cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)) ||
      cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, pref, 1, out, &n))
    n = 0;
  cublasLtMatmulPreferenceDestroy(pref);
  return n;
}
