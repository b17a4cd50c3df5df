// RUN: cp %s %t.c
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow %s -- -std=c11 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow --fix %t.c -- -std=c11 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.c --check-prefix=FIXED
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-integer-overflow --warnings-as-errors=* %t.c -- -std=c11 -I%S -I%stand_in
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs/Gemm.h"

int inC(struct Gemm *g, int m, int n) {
  void *p;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'm * n' is 32-bit, but the 'size' of 'cudaMalloc' is 64-bit; {{.+}} [cublaslt-integer-overflow]
  // FIXED: (size_t)m * n * sizeof(float))
  if (cudaMalloc(&p, m * n * sizeof(float)))
    return 1;
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, 0, p, g->size, g->st);
}
