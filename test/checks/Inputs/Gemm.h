/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What every call of a matmul needs, so that a test can show one idea in a few
   lines. The members are set by code out of sight. */
#ifndef CUBLASLT_TEST_GEMM_H
#define CUBLASLT_TEST_GEMM_H

#include <cublasLt.h>
#include <cuda_runtime.h>

struct Gemm {
  cublasLtHandle_t lt;
  cublasLtMatmulDesc_t op;
  cublasLtMatrixLayout_t a, b, c, d;
  cublasLtMatmulPreference_t pref;
  const float *one, *zero;
  const void *A, *B, *C;
  void *D;
  void *ws;
  size_t size;
  cudaStream_t st;
};

#endif
