// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++11 and C++14, where `auto`, lambdas and range-for look different in the
// syntax tree.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++14 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
#include "Inputs/Gemm.h"

struct Guard {
  explicit Guard(const Gemm &g) : g(g), algo() {}
  ~Guard() { cublasLtMatmulPreferenceDestroy(g.pref); }
  const Gemm &g;
  cublasLtMatmulAlgo_t algo;
};

void dropped(const Gemm &g) {
  Guard guard(g);
  cublasLtMatmulHeuristicResult_t r = {};
  int n = {};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  guard.algo = r.algo;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &guard.algo, g.ws, g.size, g.st);
}

void lambdaTests(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r = {};
  int n = 0;
  auto require = [](bool condition) {
    if (!condition)
      throw 1;
  };
  require(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) == CUBLAS_STATUS_SUCCESS);
  require(n > 0);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void rangeFor(const Gemm &g, const Gemm (&others)[3]) {
  for (const Gemm &other : others) {
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    if (cublasLtMatmulAlgoGetHeuristic(other.lt, other.op, other.a, other.b, other.c, other.d, other.pref, 1, &r, &n) || !n)
      continue;
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
}
