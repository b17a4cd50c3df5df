// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An index into the results that the returned count does not bound.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

cublasStatus_t secondOfMaybeOne(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[1].algo, g.ws, g.size, g.st);
}

void upToTheRequest(const Gemm &g) {
  const int requested = 8;
  cublasLtMatmulHeuristicResult_t results[requested];
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, results, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return;
  for (int i = 0; i < requested; ++i) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
  }
}

void lastOfTheArray(const Gemm &g) {
  std::array<cublasLtMatmulHeuristicResult_t, 16> results;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 16, results.data(), &n);
  if (status != CUBLAS_STATUS_SUCCESS || n < 1)
    return;
  const cublasLtMatmulAlgo_t *slowest = &results[15].algo;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, slowest, g.ws, g.size, g.st);
}

void vectorOfTheRequestedSize(const Gemm &g) {
  std::vector<cublasLtMatmulHeuristicResult_t> results(8);
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results.data(), &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return;
  for (int i = 0; i < 8; ++i) {
    const cublasLtMatmulHeuristicResult_t &r = results[i];
    if (r.workspaceSize <= g.size)
      // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
      cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
}

cublasStatus_t theBoundIsTooSmall(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n < 2)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[3].algo, g.ws, g.size, g.st);
}

cublasStatus_t whileTheyFail(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[3];
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 3, results, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  int i = 0;
  do {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: index is not bounded by the count 'n' of 'cublasLtMatmulAlgoGetHeuristic'; {{.+}} [cublaslt-unchecked-heuristic-status]
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
    ++i;
  } while (status != CUBLAS_STATUS_SUCCESS && i < 3);
  return status;
}
