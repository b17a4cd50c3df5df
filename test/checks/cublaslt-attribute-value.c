// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-value %s -- -std=c11 -Wno-enum-conversion -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs/Gemm.h"

#define SET(op, what, value) cublasLtMatmulDescSetAttribute(op, what, value, sizeof(*(value)))

int inC(cublasLtMatmulDesc_t op, cublasLtMatmulPreference_t pref, const float *bias, cublasLtEpilogue_t epilogue) {
  cublasOperation_t transposed = CUBLAS_OP_T;
  int failed = SET(op, CUBLASLT_MATMUL_DESC_TRANSA, &transposed);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_TRANSB' takes a cublasOperation_t, not a cublasLtEpilogue_t; {{.+}} [cublaslt-attribute-value]
  failed |= SET(op, CUBLASLT_MATMUL_DESC_TRANSB, &epilogue);
  failed |= SET(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias);
  // The enumerator of another object's attribute, which C lets pass.
  size_t limit = 1 << 20;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_ORDER' belongs to another kind of object; the call means another attribute [cublaslt-attribute-value]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: its number is that of 'CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES' here
  failed |= cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATRIX_LAYOUT_ORDER, &limit, sizeof(limit));
  return failed;
}
