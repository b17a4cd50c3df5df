// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A .cu file, host side: kernels and kernel launches beside the calls.
#include "Inputs/Gemm.h"

__global__ void fill(float *p, float value, int count) {
  for (int i = 0; i < count; ++i)
    p[i] = value;
}

void dropped(const Gemm &g) {
  fill<<<1, 32>>>((float *)g.D, 0.0f, 1024);
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  fill<<<dim3(2), dim3(32), 0, g.st>>>((float *)g.D, 1.0f, 1024);
}

__host__ cublasStatus_t countUntested(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
#ifndef __CUDA_ARCH__
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
#endif
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) throw 1; } while (0)
void right(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    return;
  fill<<<1, 32, 0, g.st>>>((float *)g.D, 0.0f, 1024);
  CHECK_CUBLAS(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}
