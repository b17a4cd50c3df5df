// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unused-heuristic %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Algorithms that are chosen and not passed.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define HEURISTIC(g, n, results, count)                                        \
  cublasLtMatmulAlgoGetHeuristic((g).lt, (g).op, (g).a, (g).b, (g).c, (g).d,   \
                                 (g).pref, n, results, count)
#define MATMUL(g, algorithm, ws, size)                                         \
  cublasLtMatmul((g).lt, (g).op, (g).one, (g).A, (g).a, (g).B, (g).b,          \
                 (g).zero, (g).C, (g).c, (g).D, (g).d, algorithm, ws, size,    \
                 (g).st)

cublasStatus_t testedAndDropped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  cublasStatus_t status = HEURISTIC(g, 1, &result, &count);
  if (status != CUBLAS_STATUS_SUCCESS || count == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the algorithm of 'cublasLtMatmulAlgoGetHeuristic' is not passed; the library chooses again [cublaslt-unused-heuristic]
  return MATMUL(g, nullptr, g.ws, g.size);
  // CHECK: :[[@LINE-5]]:{{[0-9]+}}: note: it is chosen here
}

cublasStatus_t withoutWorkspace(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int count = 0;
  if (HEURISTIC(g, 8, results, &count) || count == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the algorithm of 'cublasLtMatmulAlgoGetHeuristic' is not passed; the library picks one that needs no workspace [cublaslt-unused-heuristic]
  // CHECK: :[[@LINE-3]]:7: note: it is chosen here
  return MATMUL(g, nullptr, nullptr, 0);
}

cublasStatus_t onlyTheWorkspaceIsTaken(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int count = 0;
  if (HEURISTIC(g, 4, results, &count) || count == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the algorithm of {{.+}} [cublaslt-unused-heuristic]
  // CHECK: :[[@LINE-3]]:7: note: it is chosen here
  return MATMUL(g, nullptr, g.ws, results[0].workspaceSize);
}

static bool isSupported(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  return HEURISTIC(g, 1, &result, &count) == CUBLAS_STATUS_SUCCESS && count > 0;
}
cublasStatus_t askedByAHelper(const Gemm &g) {
  if (!isSupported(g))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the algorithm of {{.+}} [cublaslt-unused-heuristic]
  // CHECK: :[[@LINE-6]]:10: note: it is chosen here
  return MATMUL(g, nullptr, g.ws, g.size);
}

cublasStatus_t nullVariable(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  const cublasLtMatmulAlgo_t *algo = nullptr;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) || !count)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the algorithm of {{.+}} [cublaslt-unused-heuristic]
  // CHECK: :[[@LINE-3]]:7: note: it is chosen here
  return MATMUL(g, algo, g.ws, g.size);
}

struct Layer {
  Gemm g;
  template <int N> cublasStatus_t run() {
    cublasLtMatmulHeuristicResult_t results[N];
    int count = 0;
    if (HEURISTIC(g, N, results, &count) || !count)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    for (int i = 0; i < N; ++i)
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the algorithm of {{.+}} [cublaslt-unused-heuristic]
      // CHECK: :[[@LINE-4]]:9: note: it is chosen here
      if (MATMUL(g, nullptr, g.ws, g.size))
        return CUBLAS_STATUS_EXECUTION_FAILED;
    return CUBLAS_STATUS_SUCCESS;
  }
};
template cublasStatus_t Layer::run<2>();

// Right forms.

cublasStatus_t fallback(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  cublasStatus_t status = HEURISTIC(g, 1, &result, &count);
  return MATMUL(g, status == CUBLAS_STATUS_SUCCESS && count > 0 ? &result.algo : nullptr, g.ws, g.size);
}

cublasStatus_t fallbackByIf(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) == 0 && count > 0)
    return MATMUL(g, &result.algo, g.ws, g.size);
  return MATMUL(g, nullptr, g.ws, g.size);
}

cublasStatus_t comparesBoth(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) || !count)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  if (MATMUL(g, nullptr, g.ws, g.size))
    return CUBLAS_STATUS_EXECUTION_FAILED;
  cublasLtMatmulAlgo_t chosen = result.algo;
  return MATMUL(g, &chosen, g.ws, g.size);
}

void remember(const cublasLtMatmulHeuristicResult_t &result);
cublasStatus_t givenAway(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) || !count)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  remember(result);
  return MATMUL(g, nullptr, g.ws, g.size);
}

struct Cache {
  cublasLtMatmulHeuristicResult_t results[4];
  cublasLtMatmulAlgo_t best;
  int count;
  cublasStatus_t intoAMember(const Gemm &g) {
    if (HEURISTIC(g, 4, results, &count) || !count)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    return MATMUL(g, nullptr, g.ws, g.size);
  }
  cublasStatus_t copiedToAMember(const Gemm &g) {
    cublasLtMatmulHeuristicResult_t result;
    if (HEURISTIC(g, 1, &result, &count) || !count)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    best = result.algo;
    return MATMUL(g, nullptr, g.ws, g.size);
  }
};

cublasStatus_t anotherProblem(const Gemm &g, cublasLtMatrixLayout_t wide) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) || !count)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, wide, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

cublasLtMatmulAlgo_t returned(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) || !count)
    return {};
  if (MATMUL(g, nullptr, g.ws, g.size))
    return {};
  return result.algo;
}

cublasStatus_t silenced(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (HEURISTIC(g, 1, &result, &count) || !count)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return MATMUL(g, nullptr, g.ws, g.size); // NOLINT(cublaslt-unused-heuristic)
}

// Fallbacks after a failure, in a function of more paths than are kept apart.
static cublasStatus_t orFallback(const Gemm &g, const cublasLtMatmulAlgo_t *given, int mode) {
  const cublasLtMatmulAlgo_t *algo = nullptr;
  cublasLtMatmulAlgo_t custom;
  int a = 0, b = 0, c = 0;
  if (mode & 1) a = 1;
  if (mode & 2) b = 1;
  if (mode & 4) c = 1;
  if (given) {
    custom = *given;
    algo = &custom;
  } else {
    cublasLtMatmulHeuristicResult_t result = {};
    int count = 0;
    cublasStatus_t status = HEURISTIC(g, 1, &result, &count);
    if (status == CUBLAS_STATUS_SUCCESS && count > 0) {
      custom = result.algo;
      algo = &custom;
    } else {
      algo = nullptr;
    }
  }
  if (mode & 8) a += b + c;
  cublasStatus_t status = MATMUL(g, algo, g.ws, g.size);
  return a ? status : CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t withFallback(const Gemm &g, const cublasLtMatmulAlgo_t *given, int mode) { return orFallback(g, given, mode); }
