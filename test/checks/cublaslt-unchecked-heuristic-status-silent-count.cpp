// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The count bounds a loop, sizes a container, is clamped or handed on: all of
// these are tests. The last function shows that the check is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void check(cublasStatus_t status);

cublasStatus_t boundsALoop(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  for (int i = 0; i < n; ++i) {
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      break;
  }
  return status;
}

cublasStatus_t whileLoop(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  int i = 0;
  while (i < n && status != CUBLAS_STATUS_SUCCESS)
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i++].algo, g.ws, g.size, g.st);
  return status;
}

void backwards(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  while (n-- > 0)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[n].algo, g.ws, g.size, g.st);
}

void pointerLoop(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  for (const auto *r = results; r != results + n; ++r)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r->algo, g.ws, g.size, g.st);
}

void sizesTheContainer(const Gemm &g) {
  std::vector<cublasLtMatmulHeuristicResult_t> results(8);
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results.data(), &n));
  results.resize(n);
  for (auto &r : results)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void sizesTheContainerThenEmpty(const Gemm &g) {
  std::vector<cublasLtMatmulHeuristicResult_t> results(8);
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results.data(), &n));
  results.resize(n);
  if (results.empty())
    return;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results.front().algo, g.ws, g.size, g.st);
}

void atMostThree(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  const int tried = std::min(n, 3);
  for (int i = 0; i < tried; ++i)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
}

void limitedInTheLoop(const Gemm &g, int wanted) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  for (int i = 0; i < std::min(n, wanted); ++i)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
}

void loopWithTwoBounds(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  for (int i = 0; i < 8; ++i) {
    if (i >= n)
      break;
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
  }
}

void fastestOfThem(const Gemm &g, const float *milliseconds) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  if (n == 0)
    return;
  int best = 0;
  for (int i = 1; i < n; ++i)
    if (milliseconds[i] < milliseconds[best])
      best = i;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[best].algo, g.ws, g.size, g.st);
}

void firstThatFits(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  int chosen = -1;
  for (int i = 0; i < n; ++i) {
    if (results[i].state == CUBLAS_STATUS_SUCCESS && results[i].workspaceSize <= g.size) {
      chosen = i;
      break;
    }
  }
  if (chosen < 0)
    return;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[chosen].algo, g.ws, g.size, g.st);
}

void secondWhenThereIsOne(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n));
  if (n < 2)
    return;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[1].algo, g.ws, g.size, g.st);
}

void thirdBehindACondition(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n));
  if (n > 2)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[2].algo, g.ws, g.size, g.st);
}

void exactlyAllFour(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n));
  if (n != 4)
    return;
  for (int i = 0; i < 4; ++i)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
}

cublasStatus_t indexGivenAndTested(const Gemm &g, int index) {
  cublasLtMatmulHeuristicResult_t results[16];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 16, results, &n));
  if (index < 0 || index >= n)
    return CUBLAS_STATUS_INVALID_VALUE;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[index].algo, g.ws, g.size, g.st);
}

void lastOne(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[16];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 16, results, &n));
  if (n > 0)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[n - 1].algo, g.ws, g.size, g.st);
}

// Retries: the attempt chooses another algorithm, not a larger problem.
cublasStatus_t nextOnFailure(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n));
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  for (int attempt = 0; attempt < n && status != CUBLAS_STATUS_SUCCESS; ++attempt)
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[attempt].algo, g.ws, g.size, g.st);
  return status;
}

int rank(const cublasLtMatmulHeuristicResult_t *results, int n);
void handedOnWithItsCount(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n));
  int best = rank(results, n);
  if (best < 0)
    return;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[best].algo, g.ws, g.size, g.st);
}

void requireAtLeast(int n, int least);
void countTestedOutOfSight(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  requireAtLeast(n, 1);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

int countIsReturned(const Gemm &g, std::vector<cublasLtMatmulHeuristicResult_t> &results) {
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, (int)results.size(), results.data(), &n));
  return n;
}

struct Choice {
  cublasLtMatmulHeuristicResult_t results[8];
  int count = 0;
};
Choice countTravelsWithTheResults(const Gemm &g) {
  Choice choice;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, choice.results, &choice.count));
  return choice;
}

void countBecomesSize(const Gemm &g) {
  std::vector<cublasLtMatmulHeuristicResult_t> results(8), usable;
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results.data(), &n));
  usable.reserve(n);
  for (size_t i = 0; i < static_cast<size_t>(n); ++i)
    if (results[i].workspaceSize <= g.size)
      usable.push_back(results[i]);
  if (!usable.empty())
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &usable.front().algo, g.ws, g.size, g.st);
}

void atWork(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
