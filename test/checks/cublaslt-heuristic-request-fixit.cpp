// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-heuristic-request --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-heuristic-request %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// As many results are requested as the array has room for.
#include "Inputs/Gemm.h"

constexpr int Requested = 8;

cublasStatus_t mended(const Gemm &g, int *n) {
  cublasLtMatmulHeuristicResult_t one, four[4];
  // FIXED: cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, four, n);
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, Requested, four, n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  // FIXED: cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 3, four + 1, n);
  status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 2 + 2, four + 1, n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  // FIXED: return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &one, n);
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, Requested, &one, n);
}

// In a macro, in a template, in a helper, and when none are requested.
#define ASK(count) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, count, four, n)
template <int Count> cublasStatus_t inATemplate(const Gemm &g, int *n) {
  cublasLtMatmulHeuristicResult_t four[4];
  // FIXED: g.pref, Count, four, n);
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: 8 results
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, Count, four, n);
}
static cublasStatus_t ask(const Gemm &g, int count, cublasLtMatmulHeuristicResult_t *results, int *n) {
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, count, results, n);
}
cublasStatus_t left(const Gemm &g, int *n) {
  cublasLtMatmulHeuristicResult_t four[4];
  // FIXED: {{^}}  if (ASK(8))
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: 8 results
  if (ASK(8))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // FIXED: {{^}}  if (ask(g, 5, four, n))
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: 5 results
  if (ask(g, 5, four, n))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  if (inATemplate<4>(g, n) || inATemplate<8>(g, n))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // FIXED: g.pref, 0, four, n);
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: 0 results
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 0, four, n);
}
