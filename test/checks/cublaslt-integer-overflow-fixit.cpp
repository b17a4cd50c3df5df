// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first factor is cast.
#include "Inputs/Gemm.h"
#define ALL(m, n) (m * n)

struct Shape { int rows, cols; int depth() const; };
cublasStatus_t mended(const Gemm &g, cublasLtMatrixLayout_t layout, int m, int n, const Shape &s) {
  // FIXED: int64_t stride = static_cast<int64_t>(m) * n;
  int64_t stride = m * n;
  cublasStatus_t status = cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
  if (status)
    return status;
  void *p, *q, *r;
  // FIXED: static_cast<size_t>(s.rows) * s.cols * sizeof(float));
  cudaMalloc(&p, s.rows * s.cols * sizeof(float));
  // FIXED: static_cast<size_t>(s.depth()) * m * n);
  cudaMalloc(&q, s.depth() * m * n);
  // FIXED: ALL(m, n));
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  cudaMalloc(&r, ALL(m, n));
  // FIXED: int all = m * n;
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  int all = m * n;
  stride = all;
  return cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
}
