// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %s -- -std=c11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs/Gemm.h"

#define SET(layout, what, value) cublasLtMatrixLayoutSetAttribute(layout, what, &(value), sizeof(value))

int strides(cublasLtMatrixLayout_t layout, int m, int n) {
  int stride = m * n;
  int64_t right = stride;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' has 8 bytes (int64_t), not 4; {{.+}} [cublaslt-attribute-size]
  int failed = SET(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, stride);
  failed |= SET(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, right);
  return failed;
}
