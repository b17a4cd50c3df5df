// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop calls, and only what the last round gave is tested.
#include "Inputs/Gemm.h"

#define MATMUL(g) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st)

bool forLoop(const Gemm &g, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < rounds; ++i)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' in 'status' is overwritten by the next round; {{.+}} [cublaslt-unchecked-status]
    status = MATMUL(g);
  return status == CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t whileLoop(const Gemm &g, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  while (rounds--) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}by the next round
    status = MATMUL(g);
    cudaStreamSynchronize(g.st);
  }
  return status;
}

bool doLoop(const Gemm &g, int rounds) {
  cublasStatus_t status;
  do {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}by the next round
    status = MATMUL(g);
  } while (--rounds > 0);
  if (status)
    return false;
  return true;
}

// Each round's status is seen.

bool leavesTheLoop(const Gemm &g, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < rounds; ++i) {
    status = MATMUL(g);
    if (status)
      break;
  }
  return status == CUBLAS_STATUS_SUCCESS;
}

bool inTheCondition(const Gemm &g, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < rounds && status == CUBLAS_STATUS_SUCCESS; ++i)
    status = MATMUL(g);
  return status == CUBLAS_STATUS_SUCCESS;
}

bool accumulates(const Gemm &g, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  bool ok = true;
  for (int i = 0; i < rounds; ++i) {
    status = MATMUL(g);
    ok = ok && status == CUBLAS_STATUS_SUCCESS;
  }
  return ok;
}

bool counts(const Gemm &g, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  int failures = 0;
  for (int i = 0; i < rounds; ++i) {
    status = MATMUL(g);
    failures += status != CUBLAS_STATUS_SUCCESS;
  }
  return failures == 0;
}

bool keepsEach(const Gemm &g, cublasStatus_t *all, int rounds) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < rounds; ++i) {
    status = MATMUL(g);
    all[i] = status;
  }
  return status == CUBLAS_STATUS_SUCCESS;
}

bool sometimes(const Gemm &g, int rounds, bool careful) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < rounds; ++i) {
    status = MATMUL(g);
    if (careful && status)
      return false;
  }
  return status == CUBLAS_STATUS_SUCCESS;
}

bool once(const Gemm &g) {
  cublasStatus_t status;
  do
    status = MATMUL(g);
  while (0);
  return status == CUBLAS_STATUS_SUCCESS;
}
