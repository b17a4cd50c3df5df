// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-workspace-mismatch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-workspace-mismatch --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// What is fixed compiles, and is right.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-workspace-mismatch %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A size below the limit that the algorithm was chosen with, where no code asks
// what the algorithm needs; the fix-its.
#include "Inputs/Gemm.h"

struct Plan {
  cublasLtMatmulPreference_t pref;
  cublasLtMatmulHeuristicResult_t results[4];
  int count = 0;
  bool choose(const Gemm &g, size_t limit) {
    if (cublasLtMatmulPreferenceCreate(&pref))
      return false;
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
    return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 4, results, &count) == 0 && count > 0;
  }
};

void smaller(const Gemm &g) {
  Plan plan;
  if (!plan.choose(g, 32 << 20))
    return;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size 4194304 is smaller than the heuristic's limit of 33554432; the matmul may return INVALID_VALUE [cublaslt-workspace-mismatch]
  // AFTER: warning: workspace size 4194304 is smaller
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &plan.results[0].algo,
                 g.ws, 4 << 20, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &plan.results[1].algo,
                 g.ws, 32 << 20, g.st);
}

void noneAtAll(const Gemm &g) {
  Plan plan;
  if (!plan.choose(g, 32 << 20))
    return;
  cublasLtMatmulAlgo_t algo = plan.results[0].algo;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size 0 is smaller than the heuristic's limit of 33554432; {{.+}} [cublaslt-workspace-mismatch]
  // AFTER: warning: workspace size 0 is smaller
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo,
                 nullptr, 0, g.st);
}

void fixed(const Gemm &g) {
  const size_t bytes = 32 << 20;
  void *ws;
  if (cudaMalloc(&ws, bytes))
    return;
  Plan plan;
  if (!plan.choose(g, bytes))
    return;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size 4194304 is smaller than the heuristic's limit of 33554432; {{.+}} [cublaslt-workspace-mismatch]
  // FIXED: &plan.results[0].algo, ws, bytes, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d,
                 &plan.results[0].algo, ws, 4 << 20, g.st);
}

void fixedParameter(const Gemm &g, size_t bytes) {
  void *ws;
  if (cudaMalloc(&ws, bytes))
    return;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size bytes * 1024 is larger than the buffer of bytes; {{.+}} [cublaslt-workspace-mismatch]
  // FIXED: g.D, g.d, nullptr, ws, bytes, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c,
                 g.D, g.d, nullptr, ws, bytes * 1024, g.st);
}

// No fix-it: the variable has another value by then, or is out of scope.
void changedMeanwhile(const Gemm &g) {
  size_t bytes = 1 << 20;
  void *ws;
  if (cudaMalloc(&ws, bytes))
    return;
  bytes = 4 << 20;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size 4194304 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
  // AFTER: warning: workspace size 4194304 is larger
  // FIXED: nullptr, ws, bytes, g.st); // unchanged
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, ws, bytes, g.st); // unchanged
}

void outOfScope(const Gemm &g) {
  void *ws = nullptr;
  {
    const size_t bytes = 1 << 20;
    if (cudaMalloc(&ws, bytes))
      return;
  }
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size 2097152 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
  // AFTER: warning: workspace size 2097152 is larger
  // FIXED: nullptr, ws, 2 << 20, g.st);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, ws, 2 << 20, g.st);
}

#define MATMUL(g, ws, size) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, ws, size, g.st)
void inAMacro(const Gemm &g) {
  const size_t bytes = 1 << 20;
  void *ws;
  if (cudaMalloc(&ws, bytes))
    return;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: workspace size 2097152 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
  // AFTER: warning: workspace size 2097152 is larger
  // FIXED: {{^}}  MATMUL(g, ws, 2 << 20);
  MATMUL(g, ws, 2 << 20);
}

// Right, or unknown.
int pickSmall(const cublasLtMatmulHeuristicResult_t *results, int count, size_t size);
void pickedOutOfSight(const Gemm &g) {
  Plan plan;
  if (!plan.choose(g, 32 << 20))
    return;
  int i = pickSmall(plan.results, plan.count, 1 << 20);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &plan.results[i].algo, g.ws, 1 << 20, g.st);
}

void largerThanTheLimit(const Gemm &g) {
  Plan plan;
  if (plan.choose(g, 4 << 20))
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &plan.results[0].algo, g.ws, 32 << 20, g.st);
}

void unknownLimit(const Gemm &g, size_t limit) {
  Plan plan;
  if (plan.choose(g, limit))
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &plan.results[0].algo, g.ws, 4 << 20, g.st);
}
