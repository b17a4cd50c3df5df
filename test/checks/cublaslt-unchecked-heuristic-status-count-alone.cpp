// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status \
// RUN:   -config='{CheckOptions: {cublaslt-unchecked-heuristic-status.ReportCountAlone: false}}' %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=OFF --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The option that leaves out a count which alone is not tested.
#include "Inputs/Gemm.h"

cublasStatus_t countAlone(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t neither(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: neither status nor count 'n'
  // OFF: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n'
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
