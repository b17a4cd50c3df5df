// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --allow-empty --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Right forms, and what ordinary code leaves untested.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define MATMUL(g) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st)
#define SET(l, n) cublasLtMatrixLayoutSetAttribute(l, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n))

// Destroying, asking and logging calls.
void destroysAsksLogs(Gemm g, cublasLtMatmulAlgo_t *algo) {
  int id = 0;
  size_t written;
  cublasLtMatmulAlgoConfigGetAttribute(algo, CUBLASLT_ALGO_CONFIG_ID, &id, sizeof(id), &written);
  cublasLtLoggerSetLevel(5);
  cublasLtMatmulPreferenceDestroy(g.pref);
  cublasLtMatrixLayoutDestroy(g.a);
  cublasLtMatmulDescDestroy(g.op);
  cublasLtDestroy(g.lt);
}

// The heuristic is the business of another check.
void asksTheHeuristic(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}

#define CHECK_CUBLAS(call) do { cublasStatus_t s_ = (call); if (s_ != CUBLAS_STATUS_SUCCESS) { printf("%d\n", s_); abort(); } } while (0)
void macro(const Gemm &g, int n) {
  CHECK_CUBLAS(SET(g.a, n));
  CHECK_CUBLAS(MATMUL(g));
}

void check(cublasStatus_t);
void givenToAFunction(const Gemm &g) { check(MATMUL(g)); }

cublasStatus_t returned(const Gemm &g) { return MATMUL(g); }

cublasStatus_t cleanup(const Gemm &g, int n) {
  cublasStatus_t status;
  status = SET(g.a, n);
  if (status) goto CLEANUP;
  status = SET(g.b, n);
  if (status) goto CLEANUP;
  status = MATMUL(g);
CLEANUP:
  cublasLtMatmulPreferenceDestroy(g.pref);
  return status;
}

bool chain(const Gemm &g, int n) {
  int failed = 0;
  failed |= SET(g.a, n);
  failed |= SET(g.b, n);
  failed |= MATMUL(g);
  return failed == 0;
}

// One variable for all, tested at the end of each round or after the last.
int loops(const Gemm &g, cublasLtMatrixLayout_t *l, int n) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < n && status == CUBLAS_STATUS_SUCCESS; ++i)
    status = SET(l[i], n);
  while (MATMUL(g) == CUBLAS_STATUS_SUCCESS && n--)
    ;
  return status;
}

struct Runner {
  cublasStatus_t last;
  void keepsForLater(const Gemm &g) { last = MATMUL(g); }
  void throughAReference(const Gemm &g, cublasStatus_t &out) { out = MATMUL(g); }
  void throughAPointer(const Gemm &g, cublasStatus_t *out) { *out = MATMUL(g); }
};

// Only one of the ways to the end looks at it: the other has failed already.
int testedOnOneWay(const Gemm &g, bool quiet) {
  cublasStatus_t status = MATMUL(g);
  if (cudaGetLastError() != cudaSuccess)
    return -1;
  return status == CUBLAS_STATUS_SUCCESS ? 0 : 1;
}

void saysThatItDoesNotCare(const Gemm &g, int n) {
  (void)SET(g.a, n);
  static_cast<void>(SET(g.b, n));
  cublasStatus_t status = MATMUL(g);
  (void)status;
  [[maybe_unused]] cublasStatus_t other = MATMUL(g);
}

struct Error { explicit Error(cublasStatus_t); };
void thrown(const Gemm &g) { throw Error(MATMUL(g)); }

struct Status {
  cublasStatus_t code;
  bool ok() const { return code == CUBLAS_STATUS_SUCCESS; }
};
Status wrapped(const Gemm &g) { return Status{MATMUL(g)}; }
bool wrappedAndAsked(const Gemm &g) {
  Status s{MATMUL(g)};
  return s.ok();
}
// The destructor, which is not seen, may look at it.
struct Guard {
  cublasStatus_t code;
  ~Guard();
};
void lookedAtLater(const Gemm &g) { Guard guard{MATMUL(g)}; }

void capturedForLater(const Gemm &g) {
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  auto set = [&](cublasLtMatrixLayout_t l, int n) { status = SET(l, n); };
  set(g.a, 2);
  if (status)
    abort();
}

void switched(const Gemm &g) {
  switch (MATMUL(g)) {
  case CUBLAS_STATUS_SUCCESS:
    break;
  default:
    abort();
  }
}

template <class F> auto must(F f) {
  cublasStatus_t s = f();
  if (s != CUBLAS_STATUS_SUCCESS)
    throw s;
}
void byALambda(const Gemm &g) {
  must([&] { return MATMUL(g); });
}

void suppressed(const Gemm &g) {
  MATMUL(g); // NOLINT(cublaslt-unchecked-status)
}

// A function of another class that happens to have the name.
namespace mine {
struct Library {
  int cublasLtMatmul(int n) { return n; }
};
} // namespace mine
void sameName(mine::Library l) { l.cublasLtMatmul(3); }
