// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-scale-type,cublaslt-type-combination,cublaslt-fp8-layout,cublaslt-layout-shape,cublaslt-epilogue,cublaslt-alpha-beta-type,cublaslt-pointer-mode,cublaslt-inplace-layout %s -- -std=c99 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The checks of the problem at a call, in C: goto for cleaning up, initialisers
   of structs, memset, an int where an enumerator belongs. */
#include <cublasLt.h>
#include <cuda_runtime.h>
#include <string.h>

struct operands {
  cublasLtHandle_t handle;
  const void *A, *B;
  void *D;
};

cublasStatus_t refused(const struct operands *o, cublasLtMatmulPreference_t preference, cublasLtMatmulHeuristicResult_t *result, int *count) {
  cublasLtMatmulDesc_t op = NULL;
  cublasLtMatrixLayout_t a = NULL, b = NULL, d = NULL;
  int scale = CUDA_R_64F;
  cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, scale);
  if (status != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  if ((status = cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, 128, 64, 64)) != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  if ((status = cublasLtMatrixLayoutCreate(&b, CUDA_R_16BF, 64, 32, 64)) != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  if ((status = cublasLtMatrixLayoutCreate(&d, CUDA_R_16F, 128, 32, 128)) != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  // CHECK-DAG: :[[@LINE+3]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_32F needs scale type {{.+}}, not CUDA_R_64F; {{.*}} [cublaslt-scale-type]
  // CHECK-DAG: :[[@LINE+2]]:{{[0-9]+}}: warning: no matmul supports these types together: A CUDA_R_16F, B CUDA_R_16BF; {{.*}} [cublaslt-type-combination]
  // CHECK-DAG: :[[@LINE+1]]:{{[0-9]+}}: warning: leading dimension 64 of A is below its 128 rows (columns, in row order); {{.*}} [cublaslt-layout-shape]
  status = cublasLtMatmulAlgoGetHeuristic(o->handle, op, a, b, d, d, preference, 1, result, count);
cleanup:
  if (d) cublasLtMatrixLayoutDestroy(d);
  if (b) cublasLtMatrixLayoutDestroy(b);
  if (a) cublasLtMatrixLayoutDestroy(a);
  if (op) cublasLtMatmulDescDestroy(op);
  return status;
}

static cublasStatus_t set(cublasLtMatmulDesc_t op, cublasLtMatmulDescAttributes_t which, int value) {
  return cublasLtMatmulDescSetAttribute(op, which, &value, sizeof value);
}

cublasStatus_t silentlyWrong(const struct operands *o, cublasLtMatrixLayout_t l) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatrixLayoutOpaque_t c, d;
  const double alpha = 1, beta = 0;
  cublasStatus_t status;
  memset(&op, 0, sizeof op);
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayoutInit(&c, CUDA_R_32F, 64, 64, 64);
  cublasLtMatrixLayoutInit(&d, CUDA_R_32F, 64, 64, 72);
  if ((status = set(&op, CUBLASLT_MATMUL_DESC_POINTER_MODE, CUBLASLT_POINTER_MODE_DEVICE)) != CUBLAS_STATUS_SUCCESS)
    return status;
  if ((status = set(&op, CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BIAS)) != CUBLAS_STATUS_SUCCESS)
    return status;
  // CHECK-DAG: :[[@LINE+5]]:{{[0-9]+}}: warning: 'alpha' does not point to a float, but {{.*}} [cublaslt-alpha-beta-type]
  // CHECK-DAG: :[[@LINE+4]]:{{[0-9]+}}: warning: 'alpha' points to host memory, {{.*}} [cublaslt-pointer-mode]
  // CHECK-DAG: :[[@LINE+3]]:{{[0-9]+}}: warning: 'beta' points to host memory, {{.*}} [cublaslt-pointer-mode]
  // CHECK-DAG: :[[@LINE+2]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_BIAS has no bias pointer; {{.*}} [cublaslt-epilogue]
  // CHECK-DAG: :[[@LINE+1]]:{{[0-9]+}}: warning: C and D share a buffer, {{.*}} [cublaslt-inplace-layout]
  return cublasLtMatmul(o->handle, &op, &alpha, o->A, l, o->B, l, &beta, o->D, &c, o->D, &d, NULL, NULL, 0, 0);
}

cublasStatus_t right(const struct operands *o, uint64_t n, const void *bias) {
  struct { float alpha, beta; } scalars = {1.0f, 0.0f};
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatrixLayoutOpaque_t l;
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayoutInit(&l, CUDA_R_16F, n, n, n);
  set(&op, CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BIAS);
  cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof bias);
  return cublasLtMatmul(o->handle, &op, &scalars.alpha, o->A, &l, o->B, &l, &scalars.beta, o->D, &l, o->D, &l, NULL, NULL, 0, 0);
}
