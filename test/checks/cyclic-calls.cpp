// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sixteen functions that all call one another and do not reach the API: each is
// looked at once, whichever is asked first. Three that do: all of them reach it.
#include <cublasLt.h>

int silent(cublasLtMatmulDesc_t, int);
void drops(cublasLtMatmulDesc_t, int);

#define EACH(f) f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13) f(14) f(15)
#define CALL_A(n) case n: a##n(op, i - 1); break;
#define DECLARE(n) void a##n(cublasLtMatmulDesc_t, int);
#define DEFINE(n) \
  void a##n(cublasLtMatmulDesc_t op, int i) { switch (i & 15) { CALLS_A default: silent(op, i); } }
#define CALLS_A CALL_A(0) CALL_A(1) CALL_A(2) CALL_A(3) CALL_A(4) CALL_A(5) CALL_A(6) CALL_A(7) CALL_A(8) CALL_A(9) CALL_A(10) CALL_A(11) CALL_A(12) CALL_A(13) CALL_A(14) CALL_A(15)
EACH(DECLARE)
EACH(DEFINE)

void first(cublasLtMatmulDesc_t op, int i) { i ? drops(op, i) : a7(op, i); }
void second(cublasLtMatmulDesc_t op, int i) { i > 2 ? first(op, i) : drops(op, i); }
void drops(cublasLtMatmulDesc_t op, int i) {
  // CHECK: :[[@LINE+1]]:3: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped; {{.+}} [cublaslt-unchecked-status]
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &i, sizeof(i));
  i > 4 ? first(op, i - 1) : second(op, i - 1);
}
