// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that the description of the check leaves open: silence is expected,
// because a report could not be proved. The last function shows that the check
// is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

// The status is lost, but the count starts at 0, which a failing call leaves
// alone: the test of the count stops the failing cases that were measured.
cublasStatus_t countStartsAtZero(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// Tested, and then ignored on purpose or by mistake: nobody can say which.
cublasStatus_t testedWithoutConsequence(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    fprintf(stderr, "heuristic failed\n");
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// The state of each entry is tested in place of the count.
void stateInsteadOfCount(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[8];
  for (auto &r : results)
    r.state = CUBLAS_STATUS_NOT_SUPPORTED;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    return;
  for (auto &r : results)
    if (r.state == CUBLAS_STATUS_SUCCESS)
      cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// A stream is not among the functions known to print only.
struct Log {
  Log &operator<<(cublasStatus_t);
};
extern Log fatal;
void intoAStream(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  auto status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  fatal << status;
  if (n > 0)
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// A helper takes the status, even if it shows it only: one call in four of real
// code is followed by such a helper.
static void report(const char *what, cublasStatus_t status) {
  if (what)
    fprintf(stderr, "%s: %d\n", what, (int)status);
}
cublasStatus_t helperOnlyPrints(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  report("heuristic", status);
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// The caller gets status and result, not the count: it can act on the status.
cublasStatus_t countIsLost(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  int n;
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, &n);
}

// Only the count is used, as a figure to report.
int howMany(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[32];
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 32, results, &n);
  return n;
}

// Other code may read and write the members between the two calls.
class Fields {
public:
  void run(const Gemm &g) {
    status_ = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &result_, &count_);
    status_ = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &result_.algo, g.ws, g.size, g.st);
  }
  cublasStatus_t status_;
  int count_;
  cublasLtMatmulHeuristicResult_t result_;
};
void useFields(Fields &fields, const Gemm &g) { fields.run(g); }

// The result array is the caller's, and so is the count.
cublasStatus_t outParametersUsed(const Gemm &g, cublasLtMatmulHeuristicResult_t *r, int *n) {
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r->algo, g.ws, g.size, g.st);
}

// The test depends on a flag that is set together with the call.
cublasStatus_t correlatedFlag(const Gemm &g, bool tune, const cublasLtMatmulAlgo_t *given) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  if (tune)
    status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (tune && (status != CUBLAS_STATUS_SUCCESS || n == 0))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, tune ? &r.algo : given, g.ws, g.size, g.st);
}

void atWork(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
