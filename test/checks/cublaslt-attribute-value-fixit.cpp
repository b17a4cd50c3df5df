// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-value --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-value %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pointer that was passed itself is passed by its address.
#include "Inputs/Gemm.h"
#define BIAS bias

struct Layer { const float *bias; };
void mended(cublasLtMatmulDesc_t op, const float *bias, const Layer &layer) {
  // FIXED: BIAS_POINTER, &bias, sizeof(bias));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias, sizeof(bias));
  // FIXED: BIAS_POINTER, &layer.bias, sizeof(void *));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, layer.bias, sizeof(void *));
  // FIXED: BIAS_POINTER, BIAS, sizeof(bias));
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, BIAS, sizeof(bias));
  // FIXED: BIAS_POINTER, (const void *)bias, sizeof(bias));
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, (const void *)bias, sizeof(bias));
  // FIXED: BIAS_POINTER, bias + 1, sizeof(bias));
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias + 1, sizeof(bias));
}
