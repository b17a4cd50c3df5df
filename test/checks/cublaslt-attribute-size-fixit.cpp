// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local variable that serves the call alone gets the attribute's type.
#include "Inputs/Gemm.h"
#define WORD unsigned

void mended(cublasLtMatmulPreference_t pref, cublasLtMatrixLayout_t layout, int64_t n) {
  // FIXED: {{^}}  uint64_t limit = 1 << 20;
  int limit = 1 << 20;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // FIXED: {{^}}  const int64_t stride = static_cast<int>(n);
  const int stride = static_cast<int>(n);
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof stride);
  // FIXED: {{^}}  int32_t count = 4l;
  auto count = 4l;
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
}

// Used elsewhere, braced, several in one declaration, by macro, a parameter.
int left(cublasLtMatmulPreference_t pref, cublasLtMatrixLayout_t layout, int given) {
  // FIXED: {{^}}  int used = 1 << 20;
  int used = 1 << 20;
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &used, sizeof(used));
  // FIXED: {{^}}  int braced{given}, other = 1;
  int braced{given}, other = 1;
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &braced, sizeof(braced));
  // FIXED: {{^}}  int narrow{given};
  int narrow{given};
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &narrow, sizeof(narrow));
  // FIXED: {{^}}  WORD byMacro = 3;
  WORD byMacro = 3;
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &byMacro, sizeof(byMacro));
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &given, sizeof(given));
  return used + other;
}
