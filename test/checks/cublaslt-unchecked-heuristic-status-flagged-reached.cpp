// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The same mistakes, reached through references, members of local objects,
// containers, lambdas, helper functions, templates, macros and classes.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void throughReference(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n);
  const auto &best = results[0];
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &best.algo, g.ws, g.size, g.st);
}

void throughPointer(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  int *found = &n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count '{{n|found|\*found}}' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, found);
  const cublasLtMatmulHeuristicResult_t *p = &r;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &p->algo, g.ws, g.size, g.st);
}

struct Plan {
  cublasLtMatmulHeuristicResult_t result;
  int n = 0;
};
void throughMemberOfLocal(const Gemm &g) {
  Plan plan;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count '{{(plan\.)?n}}' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &plan.result, &plan.n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &plan.result.algo, g.ws, g.size, g.st);
}

void throughArray(const Gemm &g) {
  std::array<cublasLtMatmulHeuristicResult_t, 8> results;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results.data(), &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[0].algo, g.ws, g.size, g.st);
}

void throughVector(const Gemm &g, int wanted) {
  std::vector<cublasLtMatmulHeuristicResult_t> results(wanted);
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, wanted, results.data(), &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results.front().algo, g.ws, g.size, g.st);
}

void throughUniquePointer(const Gemm &g) {
  std::unique_ptr<cublasLtMatmulHeuristicResult_t> r(new cublasLtMatmulHeuristicResult_t);
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r.get(), &n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r->algo, g.ws, g.size, g.st);
}

void lambdaDropsIt(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  [&] {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{neither status nor count 'n'|status}} of 'cublasLtMatmulAlgoGetHeuristic' is {{(not )?}}tested; {{.+}} [cublaslt-unchecked-heuristic-status]
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  }();
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the algorithm is used here
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static void findAlgorithm(const Gemm &g, cublasLtMatmulHeuristicResult_t *r, int *n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{neither status nor count '(\*)?n'|status}} of 'cublasLtMatmulAlgoGetHeuristic' is {{(not )?}}tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n);
}
cublasStatus_t helperDropsIt(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  findAlgorithm(g, &r, &n);
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

static cublasLtMatmulAlgo_t bestAlgorithm(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  return r.algo;
}
cublasStatus_t helperReturnsIt(const Gemm &g) {
  cublasLtMatmulAlgo_t algo = bestAlgorithm(g);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
}

template <class Scale>
cublasStatus_t inATemplate(const Gemm &g, Scale alpha) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, &alpha, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
template cublasStatus_t inATemplate<float>(const Gemm &, float);
template cublasStatus_t inATemplate<double>(const Gemm &, double);

#define IGNORE(call) do { (void)(call); } while (0)
cublasStatus_t inAMacro(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  IGNORE(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

// The usual macro tests the status; nobody tests the count.
#define CHECK_CUBLAS(call) do { cublasStatus_t s_ = (call); if (s_ != CUBLAS_STATUS_SUCCESS) { fprintf(stderr, "%s:%d: cuBLAS status %d\n", __FILE__, __LINE__, (int)s_); exit(1); } } while (0)
void macroLeavesTheCount(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  CHECK_CUBLAS(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st));
}

// The count is printed, which is no test.
void countOnlyPrinted(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t results[4];
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  CHECK_CUBLAS(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 4, results, &n));
  printf("%d algorithms found\n", n);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  CHECK_CUBLAS(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[0].algo, g.ws, g.size, g.st));
}

// The algorithm is chosen in one method and used in another; neither status
// nor count outlive the first.
class Linear {
public:
  explicit Linear(const Gemm &g) : g(g) { choose(); }
  cublasStatus_t run() { return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo_, g.ws, g.size, g.st); }

private:
  void choose() {
    cublasLtMatmulHeuristicResult_t r;
    int n;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
    // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the algorithm is used here
    algo_ = r.algo;
  }
  Gemm g;
  cublasLtMatmulAlgo_t algo_;
};
cublasStatus_t forward(const Gemm &g) {
  Linear linear(g);
  return linear.run();
}

// A cache that keeps whatever the call left behind.
struct CachedPlan {
  cublasLtMatmulAlgo_t algo;
  size_t workspaceBytes;
};
class Cache {
public:
  cublasStatus_t run(const Gemm &g, int64_t key) {
    auto found = plans.find(key);
    if (found == plans.end()) {
      cublasLtMatmulHeuristicResult_t r;
      int n = 0;
      // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
      cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
      CachedPlan plan;
      plan.algo = r.algo;
      plan.workspaceBytes = r.workspaceSize;
      // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the algorithm is used here
      found = plans.emplace(key, plan).first;
    }
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &found->second.algo, g.ws, g.size, g.st);
  }

private:
  std::unordered_map<int64_t, CachedPlan> plans;
};
cublasStatus_t cached(Cache &cache, const Gemm &g) { return cache.run(g, 7); }
