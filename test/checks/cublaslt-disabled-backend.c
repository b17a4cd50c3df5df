// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-disabled-backend %s -- -std=gnu99 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* In C: what is set in the environment because memory was short, after goto, in
   a switch, behind a macro. */
#include "Inputs/Gemm.h"
#include <stdlib.h>

cublasStatus_t afterGoto(const struct Gemm *g, size_t bytes) {
  void *p = NULL;
  if (cudaMalloc(&p, bytes) == cudaErrorMemoryAllocation) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'DISABLE_ADDMM_CUDA_LT' is set because memory is short; {{.+}} [cublaslt-disabled-backend]
    // CHECK: :[[@LINE-2]]:{{[0-9]+}}: note: an allocation failed here
    setenv("DISABLE_ADDMM_CUDA_LT", "1", 1);
    goto out;
  }
out:
  return CUBLAS_STATUS_ALLOC_FAILED;
}

#define ON_OUT_OF_MEMORY(status, action) if ((status) == CUBLAS_STATUS_ALLOC_FAILED) action
void byMacro(cublasStatus_t status) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_WORKSPACE_SIZE' is set because memory is short; {{.+}} [cublaslt-disabled-backend]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: an allocation failed here
  ON_OUT_OF_MEMORY(status, setenv("CUBLASLT_WORKSPACE_SIZE", "0", 1));
}

/* Right: for another reason, on another failure, or another variable. */
void atTheStart(void) { setenv("DISABLE_ADDMM_CUDA_LT", "1", 1); }
void unsupported(cublasStatus_t status) {
  if (status == CUBLAS_STATUS_NOT_SUPPORTED)
    setenv("DISABLE_ADDMM_CUDA_LT", "1", 1);
}
void reported(cublasStatus_t status) {
  if (status == CUBLAS_STATUS_ALLOC_FAILED)
    setenv("LAST_ERROR", "out of memory", 1);
}
void otherwise(cublasStatus_t status) {
  if (status == CUBLAS_STATUS_ALLOC_FAILED)
    abort();
  else
    setenv("CUBLASLT_WORKSPACE_SIZE", "32768", 1);
}
void switchedOn(cublasStatus_t status) {
  if (status == CUBLAS_STATUS_ALLOC_FAILED)
    setenv("TORCH_BLAS_PREFER_CUBLASLT", "1", 1);
}
