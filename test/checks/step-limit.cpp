// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-* %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function that is too much to follow is given up, and named.
#include "Inputs/Gemm.h"

// CHECK: cublaslt-tidy: 1 function was not followed to the end (tooMuch): too many paths; findings there can be missing

bool asks(int);
#define IF(n) if (asks(n)) x = x * 2 + n; else y += x;
#define TEN(n) IF(n) IF(n + 1) IF(n + 2) IF(n + 3) IF(n + 4) IF(n + 5) IF(n + 6) IF(n + 7) IF(n + 8) IF(n + 9)
#define HUNDRED(n) TEN(n) TEN(n + 10) TEN(n + 20) TEN(n + 30) TEN(n + 40) TEN(n + 50) TEN(n + 60) TEN(n + 70) TEN(n + 80) TEN(n + 90)
#define THOUSAND(n) HUNDRED(n) HUNDRED(n + 100) HUNDRED(n + 200) HUNDRED(n + 300) HUNDRED(n + 400) HUNDRED(n + 500) HUNDRED(n + 600) HUNDRED(n + 700) HUNDRED(n + 800) HUNDRED(n + 900)

cublasStatus_t tooMuch(const Gemm &g, int x, int y) {
  for (int round = 0; round < x; ++round) {
    THOUSAND(0)
    THOUSAND(1000)
  }
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

cublasStatus_t notTooMuch(const Gemm &g, int x, int y) {
  TEN(0)
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
