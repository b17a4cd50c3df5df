// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Status macros of every kind found in real projects. The last function shows
// that the check is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define EXIT_ON_ERROR(call)                                                    \
  do {                                                                         \
    cublasStatus_t status_ = (call);                                           \
    if (status_ != CUBLAS_STATUS_SUCCESS) {                                    \
      fprintf(stderr, "%s:%d: cuBLAS %d\n", __FILE__, __LINE__, (int)status_); \
      exit(EXIT_FAILURE);                                                      \
    }                                                                          \
  } while (0)
void exits(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  EXIT_ON_ERROR(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    exit(EXIT_FAILURE);
  EXIT_ON_ERROR(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

#define ABORT_ON_ERROR(call) if ((call) != CUBLAS_STATUS_SUCCESS) { abort(); }
void aborts(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  ABORT_ON_ERROR(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (!(n >= 1))
    abort();
  ABORT_ON_ERROR(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

#define THROW_ON_ERROR(call)                                                   \
  do {                                                                         \
    auto status_ = (call);                                                     \
    if (status_ != CUBLAS_STATUS_SUCCESS)                                      \
      throw std::runtime_error(cublasLtGetStatusString(status_));              \
  } while (0)
#define REQUIRE(condition, text) do { if (!(condition)) throw std::runtime_error(text); } while (0)
void throws(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  THROW_ON_ERROR(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  REQUIRE(n > 0, "no algorithm");
  THROW_ON_ERROR(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

#define RETURN_ON_ERROR(call) { cublasStatus_t s = (call); if (s != CUBLAS_STATUS_SUCCESS) return s; }
cublasStatus_t returnsFromItsCaller(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  RETURN_ON_ERROR(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    RETURN_ON_ERROR(CUBLAS_STATUS_NOT_SUPPORTED);
  RETURN_ON_ERROR(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
  return CUBLAS_STATUS_SUCCESS;
}

#define GOTO_ON_ERROR(call) status = (call); if (status != CUBLAS_STATUS_SUCCESS) goto CLEANUP
cublasStatus_t goesToCleanup(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  GOTO_ON_ERROR(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0) {
    status = CUBLAS_STATUS_NOT_SUPPORTED;
    goto CLEANUP;
  }
  GOTO_ON_ERROR(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
CLEANUP:
  return status;
}

#define CHECKED(call) ({ cublasStatus_t s_ = (call); if (s_ != CUBLAS_STATUS_SUCCESS) abort(); s_; })
void statementExpression(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  CHECKED(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    return;
  CHECKED(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

// A stream that ends the program when it is destroyed, behind a for loop.
struct FatalLog {
  FatalLog();
  ~FatalLog();
  FatalLog &operator<<(const char *);
  FatalLog &operator<<(int);
};
#define CUBLAS_OR_DIE(call) for (cublasStatus_t s_ = (call); s_ != CUBLAS_STATUS_SUCCESS; s_ = CUBLAS_STATUS_SUCCESS) FatalLog() << "cuBLAS status " << (int)s_
#define CHECK_GE(a, b) if ((a) >= (b)) {} else FatalLog() << "check failed: " #a " >= " #b
void fatalLog(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  CUBLAS_OR_DIE(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  CHECK_GE(n, 1) << "no algorithm";
  CUBLAS_OR_DIE(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st)) << " in matmul";
}

template <class A, class B> bool checkEqual(const A &a, const B &b) { return a == b; }
#define CHECK_EQ(a, b) if (!checkEqual((a), (b))) abort()
void checkEq(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  CHECK_EQ(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n), CUBLAS_STATUS_SUCCESS);
  CHECK_EQ(n, 1);
  CHECK_EQ(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st), CUBLAS_STATUS_SUCCESS);
}

// A helper behind the macro, out of sight.
void cublasCheck(cublasStatus_t status, const char *what, const char *file, int line);
#define CUBLAS_CHECK(call) cublasCheck((call), #call, __FILE__, __LINE__)
void helperBehindTheMacro(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  CUBLAS_CHECK(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    CUBLAS_CHECK(CUBLAS_STATUS_NOT_SUPPORTED);
  CUBLAS_CHECK(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

// Two macros look at one status.
#define WARN_IF_UNSUPPORTED(status) if ((status) == CUBLAS_STATUS_NOT_SUPPORTED) fprintf(stderr, "not supported\n")
#define FAIL_IF_ERROR(status) if ((status) != CUBLAS_STATUS_SUCCESS) throw (int)(status)
void twoMacrosOnOneStatus(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  const auto status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  WARN_IF_UNSUPPORTED(status);
  FAIL_IF_ERROR(status);
  FAIL_IF_ERROR(n == 0 ? CUBLAS_STATUS_NOT_SUPPORTED : CUBLAS_STATUS_SUCCESS);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

#define LT_SUCCESS(status) ((status) == CUBLAS_STATUS_SUCCESS)
bool comparisonInsideAMacro(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (!LT_SUCCESS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n)) || !n)
    return false;
  return LT_SUCCESS(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

void asserted(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  assert(status == CUBLAS_STATUS_SUCCESS);
  assert(n > 0 && "no algorithm");
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

#define STOP_WITH(value) return value
cublasStatus_t macroAroundReturn(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t s = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (s) STOP_WITH(s);
  if (n < 1) STOP_WITH(CUBLAS_STATUS_NOT_SUPPORTED);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// The whole call, arguments and all, comes out of a macro.
#define FIND(g, r, n) cublasLtMatmulAlgoGetHeuristic((g).lt, (g).op, (g).a, (g).b, (g).c, (g).d, (g).pref, 1, (r), (n))
cublasStatus_t callInsideAMacro(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasStatus_t s = FIND(g, &r, &n))
    return s;
  return n > 0 ? cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st) : CUBLAS_STATUS_NOT_SUPPORTED;
}

void atWork(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  EXIT_ON_ERROR(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  EXIT_ON_ERROR(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}
