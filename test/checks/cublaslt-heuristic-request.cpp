// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-heuristic-request %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Requests that the library refuses, or that overrun the array; and right ones.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define REQUESTED 0

int none(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r[4];
  int n = 0, requested = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 0 results are requested; the call fails and does not write the count [cublaslt-heuristic-request]
  // CHECK: :[[@LINE-2]]:26: note: the value comes from here
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, r, &n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: -1 results are requested; {{.+}} [cublaslt-heuristic-request]
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, -1, r, &n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 0 results are requested; {{.+}} [cublaslt-heuristic-request]
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, REQUESTED, r, &n));
  return n;
}

int single(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 8 results are requested, but the array has room for 1; the library writes beyond its end [cublaslt-heuristic-request]
  // CHECK: :[[@LINE-3]]:35: note: 'r' is declared here, as 'cublasLtMatmulHeuristicResult_t'
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, &r, &n));
  return n;
}

// Through a helper: the mistake is at its call.
static int ask(const Gemm &g, int requested, cublasLtMatmulHeuristicResult_t *r) {
  int n = 0;
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, r, &n));
  return n;
}
int byHelper(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r[4];
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 5 results are requested, but the array has room for 4; {{.+}} [cublaslt-heuristic-request]
  // CHECK: :[[@LINE-2]]:35: note: 'r' is declared here, as 'cublasLtMatmulHeuristicResult_t[4]'
  // CHECK: :[[@LINE-7]]:12: note: 'cublasLtMatmulAlgoGetHeuristic' is called here
  return ask(g, 5, r) + ask(g, 4, r);
}

struct Plan {
  cublasLtMatmulHeuristicResult_t results[2];
  int found = 0;
  explicit Plan(const Gemm &g) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 3 results are requested, but the array has room for 2; {{.+}} [cublaslt-heuristic-request]
    // CHECK: :[[@LINE-4]]:35: note: 'results' is declared here, as 'cublasLtMatmulHeuristicResult_t[2]'
    CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 3, results, &found));
  }
};
int member(const Gemm &g) { return Plan(g).found; }

template <int Requested> int byTemplate(const Gemm &g) {
  std::array<cublasLtMatmulHeuristicResult_t, 8> r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 16 results are requested, but the array has room for 8; {{.+}} [cublaslt-heuristic-request]
  // CHECK: :[[@LINE-3]]:50: note: 'r' is declared here, as 'std::array<cublasLtMatmulHeuristicResult_t, 8>'
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, Requested, r.data(), &n));
  return n;
}
int instances(const Gemm &g) { return byTemplate<8>(g) + byTemplate<16>(g); }

int skipped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r[4];
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 4 results are requested, but the array has room for 3; {{.+}} [cublaslt-heuristic-request]
  // CHECK: :[[@LINE-3]]:35: note: 'r' is declared here, as 'cublasLtMatmulHeuristicResult_t[4]'
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, r + 1, &n));
  return n;
}

int identifiers(const Gemm &g) {
  int ids[16], n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 32 results are requested, but the array has room for 16; {{.+}} [cublaslt-heuristic-request]
  // CHECK: :[[@LINE-2]]:7: note: 'ids' is declared here, as 'int[16]'
  CHECK_LT(cublasLtMatmulAlgoGetIds(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_16F, CUDA_R_16F, CUDA_R_16F, CUDA_R_16F, 32, ids, &n));
  return n;
}

int noPreference(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the preference of 'cublasLtMatmulAlgoGetHeuristic' is null; {{.+}} [cublaslt-heuristic-request]
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, nullptr, 1, &r, &n));
  return n;
}

// ---- Right, although they look otherwise ----

int fits(const Gemm &g, int requested, cublasLtMatmulHeuristicResult_t *given, cublasLtMatmulHeuristicResult_t (&array)[4]) {
  cublasLtMatmulHeuristicResult_t r[4], one, *pointer = r;
  std::vector<cublasLtMatmulHeuristicResult_t> many(8);
  auto *heap = new cublasLtMatmulHeuristicResult_t[8];
  int n = 0;
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, r, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &one, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, pointer, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, many.data(), &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, heap, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, given, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, array, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, r, &n));
  if (requested > 4)
    requested = 4;
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, r, &n));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, sizeof(r) / sizeof(r[0]), r, &n));
  delete[] heap;
  return n;
}
int preferenceMayBeNull(const Gemm &g, cublasLtMatmulPreference_t pref) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (pref != nullptr)
    CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 1, &r, &n));
  return n;
}
int silenced(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // NOLINTNEXTLINE(cublaslt-heuristic-request)
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 2, &r, &n));
  return n;
}

// The path on which the loop is not entered says that nothing is asked for.
int filledInALoop(const Gemm &g, int requested) {
  cublasLtMatmulHeuristicResult_t r[64];
  int n = 0;
  for (int i = 0; i < requested; ++i)
    CHECK_LT(cublasLtMatmulAlgoInit(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, 1, &r[i].algo));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, r, &n));
  return n;
}
