// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-missing-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Preferences whose workspace limit nothing has set.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

struct Choice {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
};

#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

static void multiply(const Gemm &g, const cublasLtMatmulAlgo_t *algo, void *ws, size_t size) {
  CHECK_LT(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo,
                          ws, size, g.st));
}

void neverSet(const Gemm &g) {
  Choice c;
  cublasLtMatmulPreference_t pref;
  CHECK_LT(cublasLtMatmulPreferenceCreate(&pref));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; the heuristic skips algorithms that need a workspace [cublaslt-missing-workspace]
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 1, &c.r, &c.n));
  // CHECK: :[[@LINE-3]]:{{[0-9]+}}: note: the preference is made here
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: this workspace is not used
  if (c.n > 0)
    multiply(g, &c.r.algo, g.ws, g.size);
  cublasLtMatmulPreferenceDestroy(pref);
}

void onTheStack(const Gemm &g) {
  Choice c;
  cublasLtMatmulPreferenceOpaque_t pref;
  CHECK_LT(cublasLtMatmulPreferenceInit(&pref));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
  // CHECK: :[[@LINE-21]]:27: note: this workspace is not used
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, &pref, 1, &c.r, &c.n));
  if (c.n > 0)
    multiply(g, &c.r.algo, g.ws, 1 << 20);
}

void anotherAttribute(const Gemm &g) {
  Choice c;
  cublasLtMatmulPreference_t pref;
  CHECK_LT(cublasLtMatmulPreferenceCreate(&pref));
  uint32_t alignment = 16;
  CHECK_LT(cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, &alignment, sizeof(alignment)));
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
  // CHECK: :[[@LINE-4]]:12: note: the preference is made here
  // CHECK: :[[@LINE-35]]:27: note: this workspace is not used
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 1, &c.r, &c.n));
  if (c.n > 0)
    multiply(g, &c.r.algo, g.ws, g.size);
}

class Preference {
public:
  Preference() { CHECK_LT(cublasLtMatmulPreferenceCreate(&pref)); }
  ~Preference() { cublasLtMatmulPreferenceDestroy(pref); }
  Preference(const Preference &) = delete;
  template <class T> void set(cublasLtMatmulPreferenceAttributes_t which, T value) {
    CHECK_LT(cublasLtMatmulPreferenceSetAttribute(pref, which, &value, sizeof(value)));
  }
  cublasLtMatmulPreference_t get() const { return pref; }

private:
  cublasLtMatmulPreference_t pref;
};

void raii(const Gemm &g) {
  Choice c;
  Preference pref;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
  // CHECK: :[[@LINE-16]]:27: note: the preference is made here
  // CHECK: :[[@LINE-60]]:27: note: this workspace is not used
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
  if (c.n > 0)
    multiply(g, &c.r.algo, g.ws, g.size);
}

// Each round makes a preference of its own.
void raiiInALoop(const Gemm *problems, int n) {
  for (int i = 0; i < n; ++i) {
    const Gemm &g = problems[i];
    Choice c;
    Preference pref;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
    // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the preference is made here
    CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
    // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: this workspace is not used
    if (c.n > 0)
      multiply(g, &c.r.algo, g.ws, g.size);
  }
}

struct Plan {
  cublasLtMatmulPreference_t pref = nullptr;
  Choice c;
};
static Plan makePlan() {
  Plan plan;
  CHECK_LT(cublasLtMatmulPreferenceCreate(&plan.pref));
  return plan;
}
void madeByAFactory(const Gemm &g, int rounds) {
  while (rounds-- > 0) {
    Plan plan = makePlan();
    // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
    // CHECK: :[[@LINE-7]]:12: note: the preference is made here
    // CHECK: :[[@LINE-95]]:27: note: this workspace is not used
    CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, plan.pref, 1, &plan.c.r, &plan.c.n));
    if (plan.c.n > 0)
      multiply(g, &plan.c.r.algo, g.ws, g.size);
    cublasLtMatmulPreferenceDestroy(plan.pref);
  }
}

// Right forms.

void setInEachRound(const Gemm *problems, int n) {
  for (int i = 0; i < n; ++i) {
    const Gemm &g = problems[i];
    Choice c;
    Preference pref;
    pref.set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, g.size);
    CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
    if (c.n > 0)
      multiply(g, &c.r.algo, g.ws, g.size);
  }
}

// The one of the last round is kept, and set, elsewhere.
void keptFromTheLastRound(const Gemm &g, cublasLtMatmulPreference_t *all, int n) {
  for (int i = 0; i < n; ++i) {
    Choice c;
    Plan plan = makePlan();
    all[i] = plan.pref;
    size_t limit = g.size;
    CHECK_LT(cublasLtMatmulPreferenceSetAttribute(all[i], CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)));
    CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, plan.pref, 1, &c.r, &c.n));
    multiply(g, &c.r.algo, g.ws, g.size);
  }
}

void setByTemplate(const Gemm &g) {
  Choice c;
  Preference pref;
  pref.set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, size_t(32) << 20);
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
  multiply(g, &c.r.algo, g.ws, 32 << 20);
}

void zeroOnPurpose(const Gemm &g) {
  Choice c;
  Preference pref;
  pref.set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, size_t(0));
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
  multiply(g, &c.r.algo, g.ws, 0);
}

void noWorkspaceOnPurpose(const Gemm &g) {
  Choice c;
  Preference pref;
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
  multiply(g, &c.r.algo, nullptr, 0);
}

void onlyWithAWorkspace(const Gemm &g, size_t size) {
  Choice c;
  Preference pref;
  if (size > 0)
    pref.set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, size);
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
  multiply(g, &c.r.algo, g.ws, size);
}

void configure(cublasLtMatmulPreference_t pref);
void setOutOfSight(const Gemm &g) {
  Choice c;
  Preference pref;
  configure(pref.get());
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n));
  multiply(g, &c.r.algo, g.ws, g.size);
}

void given(const Gemm &g) {
  Choice c;
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &c.r, &c.n));
  multiply(g, &c.r.algo, g.ws, g.size);
}

void silenced(const Gemm &g) {
  Choice c;
  Preference pref;
  CHECK_LT(cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref.get(), 1, &c.r, &c.n)); // NOLINT
  multiply(g, &c.r.algo, g.ws, g.size);
}
