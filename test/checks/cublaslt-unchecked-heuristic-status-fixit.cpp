// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status --fix \
// RUN:   -config='{CheckOptions: {cublaslt-unchecked-heuristic-status.CheckMacro: CHECK_CUBLAS}}' %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='warning:' --implicit-check-not='error:'
// Without the option nothing is changed.
// RUN: cp %s %t.same.cpp
// RUN: not %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status --fix --warnings-as-errors=* %t.same.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: cmp %s %t.same.cpp
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fix-it wraps the call in the project's own macro.
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define IGNORE(call) do { (void)(call); } while (0)

cublasStatus_t dropped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // FIXED-LABEL: cublasStatus_t dropped(
  // FIXED: {{^}}  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));{{$}}
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t overSeveralLines(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // FIXED-LABEL: cublasStatus_t overSeveralLines(
  // FIXED: {{^}}  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d,{{$}}
  // FIXED-NEXT: {{^}}                                 g.pref, 1, &r, &n));{{$}}
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d,
                                 g.pref, 1, &r, &n);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t asTheBodyOfAnIf(const Gemm &g, bool ask) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // FIXED-LABEL: cublasStatus_t asTheBodyOfAnIf(
  // FIXED: {{^}}    CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic({{.*}}));{{$}}
  if (ask)
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  else
    return CUBLAS_STATUS_NOT_SUPPORTED;
  if (n < 1)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// Macros and values that are kept are left alone.
cublasStatus_t insideAMacro(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // FIXED-LABEL: cublasStatus_t insideAMacro(
  // FIXED: {{^}}  IGNORE(cublasLtMatmulAlgoGetHeuristic({{.*}}));{{$}}
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: status of
  IGNORE(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t kept(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // FIXED-LABEL: cublasStatus_t kept(
  // FIXED: {{^}}  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic({{.*}});{{$}}
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning: status of
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
