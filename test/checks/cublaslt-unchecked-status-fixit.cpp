// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status --fix \
// RUN:   -config='{CheckOptions: {cublaslt-unchecked-status.CheckMacro: CHECK_CUBLAS}}' %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='warning:' --implicit-check-not='error:'
// Without the option nothing is changed.
// RUN: cp %s %t.same.cpp
// RUN: not %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status --fix --warnings-as-errors=* %t.same.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: cmp %s %t.same.cpp
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fix-it wraps a dropped call in the project's own macro.
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define IGNORE(call) do { call; } while (0)

void statements(const Gemm &g, int n, bool batched) {
  // FIXED-LABEL: void statements(
  // FIXED: {{^}}    CHECK_CUBLAS(cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n)));{{$}}
  if (batched)
    cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
  // FIXED: {{^}}  CHECK_CUBLAS(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero,{{$}}
  // FIXED-NEXT: {{^}}                 g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st));{{$}}
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero,
                 g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
  // FIXED: {{^}}  for (int i = 0; i < n; ++i) CHECK_CUBLAS(cublasLtMatrixLayoutSetAttribute({{.*}}));{{$}}
  for (int i = 0; i < n; ++i) cublasLtMatrixLayoutSetAttribute(g.b, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
}

// Macros and values that are kept are left alone.
void insideAMacro(const Gemm &g, int n) {
  // FIXED-LABEL: void insideAMacro(
  // FIXED: {{^}}  IGNORE(cublasLtMatrixLayoutSetAttribute(
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: status of
  IGNORE(cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n)));
  // FIXED: {{^}}  auto status = cublasLtMatrixLayoutSetAttribute(
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: status of
  auto status = cublasLtMatrixLayoutSetAttribute(g.b, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
}
