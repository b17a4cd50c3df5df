// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c11 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: cp %s %t.cu
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %t.cu -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C, and the same as the host side of a .cu file.
#include "Inputs/Gemm.h"
#include <stdlib.h>

int dropped(const struct Gemm *g, int n) {
  // CHECK: :[[@LINE+1]]:3: warning: status of 'cublasLtMatrixLayoutSetAttribute' is dropped;
  cublasLtMatrixLayoutSetAttribute(g->a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulDescCreate' in 'status' is overwritten untested;
  cublasLtMatmulDesc_t op; cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the status is overwritten here
  status = cublasLtMatmul(g->lt, op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL, NULL, 0, g->st);
  cublasLtMatmulDescDestroy(op);
  return status;
}

int asked(const struct Gemm *g, int n) {
  if (cublasLtMatrixLayoutSetAttribute(g->a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof n))
    return 1;
  cublasStatus_t status = cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL, NULL, 0, g->st);
  if (status != CUBLAS_STATUS_SUCCESS)
    exit(1);
  return 0;
}
