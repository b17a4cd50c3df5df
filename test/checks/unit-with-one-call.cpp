// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A unit is followed also when all its calls of the API are in a function of
// its own whose name starts like the API's.
#include "Inputs/Gemm.h"

cublasStatus_t cublasLtMatmulWithFirstAlgorithm(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int found;
  // CHECK: :[[#@LINE+1]]:3: warning: {{.*}}[cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d,
                                 g.pref, 1, &result, &found);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b,
                        g.zero, g.C, g.c, g.D, g.d, &result.algo, g.ws,
                        g.size, g.st);
}

cublasStatus_t run(const Gemm &g) { return cublasLtMatmulWithFirstAlgorithm(g); }
