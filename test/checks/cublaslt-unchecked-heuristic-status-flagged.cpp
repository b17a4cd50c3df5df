// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Status, count or both untested before the result is used.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void dropped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void algorithmCopiedFirst(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmulAlgo_t algo = r.algo;
  size_t bytes = r.workspaceSize;
  if (bytes > g.size)
    return;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
}

cublasStatus_t storedAndNeverRead(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t countUntested(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t statusUntested(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t overwrittenBeforeTest(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  if (status != CUBLAS_STATUS_SUCCESS)
    printf("matmul failed\n");
  return status;
}

void onlyPrinted(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  printf("heuristic: %d, %d algorithms\n", (int)status, n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

int onlyItsNamePrinted(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  fprintf(stderr, "heuristic: %s\n", cublasLtGetStatusString(status));
  if (n < 1)
    return 1;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t explicitlyVoid(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  (void)cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n <= 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t testedAfterTheUse(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t found = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  if (found != CUBLAS_STATUS_SUCCESS || n == 0)
    return found;
  return status;
}

cublasStatus_t testedOnOnePathOnly(const Gemm &g, bool careful) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (careful) {
    if (status != CUBLAS_STATUS_SUCCESS || n == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;
  }
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t testedInOneCase(const Gemm &g, int mode) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  switch (mode) {
  case 0:
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
    break;
  default:
    break;
  }
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t onlyTheFirstOfTwoTested(const Gemm &g, const Gemm &h) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(h.lt, h.op, h.a, h.b, h.c, h.d, h.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t secondTryUntested(const Gemm &g, cublasLtMatmulPreference_t small) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, small, 1, &r, &n);
  }
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void inALoop(const Gemm *problems, int count) {
  for (int i = 0; i < count; ++i) {
    const Gemm &g = problems[i];
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
}

cublasStatus_t byGoto(const Gemm &g, bool known, const cublasLtMatmulAlgo_t *given) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  const cublasLtMatmulAlgo_t *algo = given;
  if (known)
    goto run;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  algo = &r.algo;
run:
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
}

// Handing the result to code out of sight is a use, too.
void remember(const char *key, const cublasLtMatmulAlgo_t &algo);
void handedOn(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  remember("4096x4096", r.algo);
}

// The status of one heuristic is not the status of another.
cublasStatus_t testOfAnotherStatus(const Gemm &g, cublasLtMatmulPreference_t small) {
  cublasLtMatmulHeuristicResult_t first, second;
  int n = 0, m = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &first, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'm' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, small, 1, &second, &m);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &first.algo, g.ws, g.size, g.st);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &second.algo, g.ws, g.size, g.st);
}

// A chain of statuses that nobody looks at.
void chainNobodyReads(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  int status = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  status |= cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  status |= cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// The other functions that look for algorithms.
cublasStatus_t idsUnchecked(const Gemm &g) {
  int ids[16];
  int n;
  cublasLtMatmulAlgo_t algo;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetIds' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetIds(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, 16, ids, &n);
  cublasStatus_t status = cublasLtMatmulAlgoInit(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, CUDA_R_16BF, ids[0], &algo);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
}

cublasStatus_t checkUnchecked(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  cublasLtMatmulHeuristicResult_t r;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulAlgoCheck' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoCheck(g.lt, g.op, g.a, g.b, g.c, g.d, algo, &r);
  if (r.workspaceSize > g.size)
    return CUBLAS_STATUS_INVALID_VALUE;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
}
