// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in -UNDEBUG 2>&1 \
// RUN:   | FileCheck %s --check-prefix=DEBUG --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in -DNDEBUG 2>&1 \
// RUN:   | FileCheck %s --check-prefix=NDEBUG --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An assertion is a test as long as it is compiled in.
#include "Inputs/Gemm.h"
#include <assert.h>

void asserted(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // NDEBUG: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  assert(status == CUBLAS_STATUS_SUCCESS && n > 0);
  // NDEBUG: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void dropped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // NDEBUG: :[[@LINE+2]]:{{[0-9]+}}: warning: neither status nor count 'n'
  // DEBUG: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n'
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
