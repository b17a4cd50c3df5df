// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-uninitialized-algo-count %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-uninitialized-algo-count --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// The result compiles, and only what no fix-it can mend is still reported.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-uninitialized-algo-count %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Counts that may never have been written.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define ASK(g, n, r, p) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, n, r, p)
#define RUN(g, algo) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st)

cublasStatus_t dropped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  // FIXED-LABEL: cublasStatus_t dropped(
  // FIXED: {{^}}  int n = 0, other = 3;{{$}}
  // CHECK: :[[@LINE+1]]:7: warning: 'n' has no initial value and is tested without the status; a failed call does not write the count [cublaslt-uninitialized-algo-count]
  int n, other = 3;
  // CHECK: note: '{{cublasLt.+}}' should set it here
  ASK(g, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: it is tested here
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return RUN(g, &r.algo);
}

int boundOfALoop(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r[8];
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'found' has no initial value
  // CHECK: :[[@LINE+3]]:27: note: '{{cublasLt.+}}' should set it here
  // CHECK: :[[@LINE+4]]:19: note: it is tested here
  int found;
  cublasStatus_t status = ASK(g, 8, r, &found);
  int failed = 0;
  for (int i = 0; i < found; ++i)
    failed |= RUN(g, &r[i].algo);
  return failed;
}

bool listed(const Gemm &g) {
  int ids[4];
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'n' has no initial value and is tested without the status;
  // CHECK: :[[@LINE+3]]:3: note: '{{cublasLt.+}}' should set it here
  // CHECK: :[[@LINE+3]]:7: note: it is tested here
  int n;
  cublasLtMatmulAlgoGetIds(g.lt, CUBLAS_COMPUTE_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, CUDA_R_32F, 4, ids, &n);
  if (n > 0)
    return true;
  return false;
}

template <class T> int inATemplate(const Gemm &g, T wanted) {
  std::vector<cublasLtMatmulHeuristicResult_t> r(8);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'n' has no initial value
  // CHECK: :[[@LINE+3]]:9: note: '{{cublasLt.+}}' should set it here
  // CHECK: :[[@LINE+3]]:10: note: it is tested here
  int n;
  (void)ASK(g, wanted, r.data(), &n);
  return n > 0 ? 1 : 2;
}
int useTemplate(const Gemm &g) { return inATemplate(g, 3); }

#define DECLARE(name) int name
void inAMacro(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  // FIXED-LABEL: void inAMacro(
  // FIXED: {{^}}  DECLARE(n);{{$}}
  // AFTER: :[[@LINE+4]]:{{[0-9]+}}: warning: 'n' has no initial value
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'n' has no initial value
  // CHECK: :[[@LINE+3]]:3: note: '{{cublasLt.+}}' should set it here
  // CHECK: :[[@LINE+3]]:7: note: it is tested here
  DECLARE(n);
  ASK(g, 1, &r, &n);
  if (n)
    RUN(g, &r.algo);
}

// Whoever is told whether there are results is told of the count.
bool compared(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  // FIXED-LABEL: bool compared(
  // FIXED: {{^}}  int n = 0;{{$}}
  // CHECK: :[[@LINE+1]]:7: warning: 'n' has no initial value
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: '{{cublasLt.+}}' should set it here
  ASK(g, 1, &r, &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: it is tested here
  return n > 0;
}
bool comparedBefore(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  // CHECK: :[[@LINE+3]]:7: warning: 'n' has no initial value
  // CHECK: :[[@LINE+3]]:3: note: '{{cublasLt.+}}' should set it here
  // CHECK: :[[@LINE+4]]:3: note: it is tested here
  int n;
  ASK(g, 1, &r, &n);
  const bool ok = n != 0;
  return ok;
}
static int available(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  // CHECK: :[[@LINE+3]]:7: warning: 'n' has no initial value
  // CHECK: :[[@LINE+3]]:3: note: '{{cublasLt.+}}' should set it here
  // CHECK: :[[@LINE+3]]:3: note: it is tested here
  int n;
  ASK(g, 1, &r, &n);
  return 1 <= n;
}
int askAvailable(const Gemm &g) { return available(g) ? 1 : 2; }

// Right, and unknown.
bool comparedWithTheStatus(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n, m;
  cublasStatus_t status = ASK(g, 1, &r, &n);
  const bool any = n > 0;
  if (status == CUBLAS_STATUS_SUCCESS && any)
    return true;
  status = ASK(g, 1, &r, &m);
  return (status == CUBLAS_STATUS_SUCCESS) & (m > 0);
}
int handedOn(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  ASK(g, 1, &r, &n);
  return n;
}
void check(cublasStatus_t);
int statusFirst(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n, m, k, initialized = 0;
  if (ASK(g, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    return 1;
  check(ASK(g, 1, &r, &m));
  if (m == 0)
    return 2;
  cublasStatus_t later = ASK(g, 1, &r, &k);
  if (k == 0 || later != CUBLAS_STATUS_SUCCESS)
    return 3;
  ASK(g, 1, &r, &initialized);
  return initialized ? 4 : 5;
}
cublasStatus_t returned(const Gemm &g, bool *any) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  cublasStatus_t status = ASK(g, 1, &r, &n);
  if (n > 0)
    *any = true;
  return status;
}
void prepare(int *);
bool setElsewhere(const Gemm &g, int *given) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  prepare(&n);
  ASK(g, 1, &r, &n);
  ASK(g, 1, &r, given);
  return n > 0 && *given > 0;
}
bool notTested(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  ASK(g, 1, &r, &n);
  printf("%d results\n", n);
  return true;
}
int suppressed(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n; // NOLINT(cublaslt-uninitialized-algo-count)
  ASK(g, 1, &r, &n);
  return n ? 1 : 2;
}
