// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Looks suspicious, is right: status and count are tested, in many ways. The
// last function shows that the check is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

cublasStatus_t earlyReturns(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t inOneCondition(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n < 1)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

bool inOneExpression(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) == CUBLAS_STATUS_SUCCESS && n > 0 && cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
}

void nested(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  auto status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status == CUBLAS_STATUS_SUCCESS) {
    if (n) {
      cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
    } else {
      printf("no algorithm\n");
    }
  }
}

void ifWithInitialiser(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (auto s = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n); s == CUBLAS_STATUS_SUCCESS && n != 0)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t algorithmCopiedBeforeTheTest(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmulAlgo_t algo = r.algo;
  size_t bytes = r.workspaceSize;
  if (status != CUBLAS_STATUS_SUCCESS || 0 == n || bytes > g.size)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
}

cublasStatus_t selectedByTernary(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  const cublasLtMatmulAlgo_t *algo = (status == CUBLAS_STATUS_SUCCESS && n > 0) ? &r.algo : nullptr;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
}

cublasStatus_t switchOnTheStatus(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  switch (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n)) {
  case CUBLAS_STATUS_SUCCESS:
    break;
  case CUBLAS_STATUS_NOT_SUPPORTED:
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
  default:
    return CUBLAS_STATUS_INTERNAL_ERROR;
  }
  switch (n) {
  case 0:
    return CUBLAS_STATUS_NOT_SUPPORTED;
  default:
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
}

cublasStatus_t testedInABool(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  const bool usable = status == CUBLAS_STATUS_SUCCESS && n > 0;
  if (!usable)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t statusAsInt(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  int error = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (error)
    return static_cast<cublasStatus_t>(error);
  if (!n)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

int chainOfStatuses(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0, status = 0;
  status |= cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status == 0 && n > 0)
    status |= cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  return status;
}

static bool failed(cublasStatus_t status) { return status != CUBLAS_STATUS_SUCCESS; }
bool anyError(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  bool has_error = false;
  has_error |= failed(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  has_error |= n == 0;
  if (!has_error)
    has_error |= failed(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
  return has_error;
}

cublasStatus_t untilFound(const Gemm &g, cublasLtMatmulPreference_t *preferences, int count) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0, i = 0;
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  while (i < count && (status != CUBLAS_STATUS_SUCCESS || n == 0))
    status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, preferences[i++], 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t tryEach(const Gemm &g, cublasLtMatmulPreference_t *preferences, int count) {
  for (int i = 0; i < count; ++i) {
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, preferences[i], 1, &r, &n) != CUBLAS_STATUS_SUCCESS)
      continue;
    if (n == 0)
      continue;
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
  return CUBLAS_STATUS_NOT_SUPPORTED;
}

cublasStatus_t byGoto(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status;
  status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  if (n == 0) {
    status = CUBLAS_STATUS_NOT_SUPPORTED;
    goto cleanup;
  }
  status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
cleanup:
  return status;
}

// Nobody uses the result here: the call only asks whether there is one.
bool isSupported(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) == CUBLAS_STATUS_SUCCESS && n > 0;
}

// Warms the library up; the matmul chooses by itself.
cublasStatus_t warmUp(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// Status and count are the caller's business.
cublasStatus_t statusAndCountToTheCaller(const Gemm &g, cublasLtMatmulHeuristicResult_t *results, int *found) {
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, found);
}

// The result is used on the path without a heuristic only.
cublasStatus_t givenOrChosen(const Gemm &g, const cublasLtMatmulAlgo_t *given) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (!given) {
    cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
    if (status != CUBLAS_STATUS_SUCCESS || n == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    given = &r.algo;
  }
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, given, g.ws, g.size, g.st);
}

// Same names, not the API.
namespace mock {
struct Api {
  int cublasLtMatmulAlgoGetHeuristic(cublasLtMatmulHeuristicResult_t *r, int *n);
};
int cublasLtMatmulAlgoGetHeuristic(int request, cublasLtMatmulHeuristicResult_t *r, int *n);
} // namespace mock
cublasStatus_t notTheApi(mock::Api &api, const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  api.cublasLtMatmulAlgoGetHeuristic(&r, &n);
  mock::cublasLtMatmulAlgoGetHeuristic(1, &r, &n);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// AlgoCheck and AlgoGetIds, tested.
cublasStatus_t everyId(const Gemm &g) {
  int ids[64], n = 0;
  if (cublasLtMatmulAlgoGetIds(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, 64, ids, &n) != CUBLAS_STATUS_SUCCESS)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  for (int i = 0; i < n; ++i) {
    cublasLtMatmulAlgo_t algo;
    cublasLtMatmulHeuristicResult_t r;
    if (cublasLtMatmulAlgoInit(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, ids[i], &algo) != CUBLAS_STATUS_SUCCESS)
      continue;
    if (cublasLtMatmulAlgoCheck(g.lt, g.op, g.a, g.b, g.c, g.d, &algo, &r) == CUBLAS_STATUS_SUCCESS && r.workspaceSize <= g.size)
      return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
  }
  return CUBLAS_STATUS_NOT_SUPPORTED;
}

void atWork(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
