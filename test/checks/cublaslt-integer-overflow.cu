// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs/Gemm.h"

__global__ void clear(float *p, int n) { p[n * n] = 0; }

__host__ cublasStatus_t run(Gemm g, int m, int n) {
  void *p = nullptr;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'm * n' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  if (cudaMalloc(&p, m * n * sizeof(float)))
    return CUBLAS_STATUS_ALLOC_FAILED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, p, g.d, nullptr, g.ws, g.size, g.st);
}
