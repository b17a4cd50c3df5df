// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// NOLINT in its three forms silences the check; naming another check does not.
#include "Inputs/Gemm.h"

void sameLine(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n); // NOLINT(cublaslt-unchecked-heuristic-status)
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void nextLine(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // The shape is known to be supported. NOLINTNEXTLINE(cublaslt-*)
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// NOLINTBEGIN(cublaslt-unchecked-heuristic-status)
void block(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
// NOLINTEND(cublaslt-unchecked-heuristic-status)

void anotherCheck(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n); // NOLINT(cublaslt-growing-batch)
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
