// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Helper functions, lambdas, classes and containers that test status and count
// or carry them to code that may. The last function shows that the check is at
// work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

static void check(cublasStatus_t status) {
  if (status != CUBLAS_STATUS_SUCCESS)
    throw std::runtime_error(cublasLtGetStatusString(status));
}
// The count test ends in a helper that always throws for this argument.
void helperThatThrows(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  if (n == 0)
    check(CUBLAS_STATUS_NOT_SUPPORTED);
  check(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

static void fail(const char *what) { throw std::runtime_error(what); }
void helperThatAlwaysThrows(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS)
    fail("heuristic");
  if (n == 0)
    fail("no algorithm");
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

[[noreturn]] void die(const char *what);
void helperThatDoesNotReturn(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    die("heuristic");
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static bool ok(cublasStatus_t status) { return status == CUBLAS_STATUS_SUCCESS; }
bool helperReturnsBool(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (!ok(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n)) || n == 0)
    return false;
  return ok(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

static void checkByReference(const cublasStatus_t &status, const int &n) {
  if (status != CUBLAS_STATUS_SUCCESS || n < 1)
    throw std::runtime_error("heuristic");
}
void helperTakesReferences(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  checkByReference(status, n);
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static bool findAlgorithm(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, &n);
  return status == CUBLAS_STATUS_SUCCESS && n > 0;
}
cublasStatus_t findsThenRuns(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  if (!findAlgorithm(g, &r))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static cublasStatus_t findAndCount(const Gemm &g, cublasLtMatmulHeuristicResult_t &r, int &n) {
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}
cublasStatus_t statusAndCountComeBack(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = findAndCount(g, r, n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  if (n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static std::pair<cublasStatus_t, int> findPair(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  int n = 0;
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, &n);
  return {status, n};
}
cublasStatus_t structuredBinding(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  auto [status, n] = findPair(g, &r);
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static std::optional<cublasLtMatmulAlgo_t> maybeAlgorithm(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    return std::nullopt;
  return r.algo;
}
cublasStatus_t optionalAlgorithm(const Gemm &g) {
  auto algo = maybeAlgorithm(g);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo ? &*algo : nullptr, g.ws, g.size, g.st);
}

cublasStatus_t lambdaCalledInPlace(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  const cublasStatus_t status = [&] { return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n); }();
  if (status != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t lambdaWithAName(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  auto found = [&](int request) { return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, request, &r, &n) == CUBLAS_STATUS_SUCCESS && n > 0; };
  if (!found(1))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

template <class Call> void guarded(Call &&call) {
  cublasStatus_t status = call();
  if (status != CUBLAS_STATUS_SUCCESS)
    throw std::runtime_error("cuBLAS");
}
void lambdaHandedToAHelper(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  guarded([&] { return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n); });
  if (n == 0)
    return;
  guarded([&] { return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st); });
}

// A status object that must be tested by whoever holds it.
class Status {
public:
  Status(cublasStatus_t status) : status(status) {}
  bool isOk() const { return status == CUBLAS_STATUS_SUCCESS; }

private:
  cublasStatus_t status;
};
cublasStatus_t statusObject(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  Status status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (!status.isOk() || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// Status and count live in the object; another method tests them.
class Planner {
public:
  void search(const Gemm &g) { status_ = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results_, &count_); }
  bool ready() const { return status_ == CUBLAS_STATUS_SUCCESS && count_ > 0; }
  cublasStatus_t run(const Gemm &g) {
    if (!ready())
      return CUBLAS_STATUS_NOT_SUPPORTED;
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results_[0].algo, g.ws, g.size, g.st);
  }

private:
  cublasStatus_t status_ = CUBLAS_STATUS_NOT_INITIALIZED;
  int count_ = 0;
  cublasLtMatmulHeuristicResult_t results_[8];
};
cublasStatus_t plannerRuns(const Gemm &g) {
  Planner planner;
  planner.search(g);
  return planner.run(g);
}

// The status leaves through an out-parameter.
cublasLtMatmulHeuristicResult_t statusInOutParameter(const Gemm &g, cublasStatus_t *status, int *count) {
  cublasLtMatmulHeuristicResult_t r;
  *status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, count);
  return r;
}

// A cache filled after the test.
class Cache {
public:
  const cublasLtMatmulAlgo_t *get(const Gemm &g, int64_t key) {
    auto found = plans.find(key);
    if (found != plans.end())
      return &found->second;
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
      return nullptr;
    return &(plans[key] = r.algo);
  }

private:
  std::unordered_map<int64_t, cublasLtMatmulAlgo_t> plans;
};
cublasStatus_t fromTheCache(Cache &cache, const Gemm &g) { return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, cache.get(g, 1), g.ws, g.size, g.st); }

// Descriptors behind unique_ptr, result behind unique_ptr.
struct LayoutDeleter {
  void operator()(cublasLtMatrixLayoutOpaque_t *layout) const { cublasLtMatrixLayoutDestroy(layout); }
};
using Layout = std::unique_ptr<cublasLtMatrixLayoutOpaque_t, LayoutDeleter>;
static Layout makeLayout(uint64_t rows, uint64_t cols) {
  cublasLtMatrixLayout_t layout;
  check(cublasLtMatrixLayoutCreate(&layout, CUDA_R_16BF, rows, cols, rows));
  return Layout(layout);
}
void uniquePointers(const Gemm &g) {
  Layout a = makeLayout(64, 64), b = makeLayout(64, 64), d = makeLayout(64, 64);
  auto r = std::unique_ptr<cublasLtMatmulHeuristicResult_t>(new cublasLtMatmulHeuristicResult_t);
  int n = 0;
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a.get(), b.get(), d.get(), d.get(), g.pref, 1, r.get(), &n));
  if (n > 0)
    check(cublasLtMatmul(g.lt, g.op, g.one, g.A, a.get(), g.B, b.get(), g.zero, g.C, d.get(), g.D, d.get(), &r->algo, g.ws, g.size, g.st));
}

void inATry(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  try {
    check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
    if (n == 0)
      throw CUBLAS_STATUS_NOT_SUPPORTED;
  } catch (...) {
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
    return;
  }
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void atWork(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  check(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  check(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}
