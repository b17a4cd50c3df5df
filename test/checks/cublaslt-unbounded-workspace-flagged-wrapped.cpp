// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The limit passes through a helper function or a class of the same file. The
// place of the warning is not fixed here: the call of the API in the helper or
// the call of the helper.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

static void setLimit(cublasLtMatmulPreference_t pref, size_t bytes) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &bytes, sizeof(bytes));
}
void throughAHelper(cublasLtMatmulPreference_t pref) {
  setLimit(pref, SIZE_MAX);
}
// CHECK: :{{[0-9]+}}:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]

// A member template, as in many wrappers.
class Preference {
public:
  Preference() { cublasLtMatmulPreferenceCreate(&pref); }
  ~Preference() { cublasLtMatmulPreferenceDestroy(pref); }
  template <class T> void setAttribute(cublasLtMatmulPreferenceAttributes_t attribute, const T &value) {
    if (cublasLtMatmulPreferenceSetAttribute(pref, attribute, &value, sizeof(value)) != CUBLAS_STATUS_SUCCESS)
      throw std::runtime_error("preference");
  }

private:
  cublasLtMatmulPreference_t pref;
};
void throughAMemberTemplate() {
  Preference pref;
  pref.setAttribute(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, uint64_t(3) << 30);
  pref.setAttribute(CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, uint32_t(CUBLASLT_REDUCTION_SCHEME_MASK));
}
// CHECK: :{{[0-9]+}}:{{[0-9]+}}: warning: workspace limit of 3 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]

// The limit is a constant of the class, set in the constructor.
class Plan {
public:
  Plan() {
    cublasLtMatmulPreferenceCreate(&pref);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &kLimit, sizeof(kLimit));
  }
  cublasLtMatmulPreference_t get() const { return pref; }

private:
  static constexpr size_t kLimit = std::numeric_limits<size_t>::max();
  cublasLtMatmulPreference_t pref;
};
cublasLtMatmulPreference_t plan() { return Plan().get(); }

// A const member.
class Engine {
public:
  void prepare(cublasLtMatmulPreference_t pref) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  }

private:
  const size_t limit = SIZE_MAX;
};
void useEngine(Engine &engine, cublasLtMatmulPreference_t pref) { engine.prepare(pref); }

// A lambda sets it.
void byALambda(cublasLtMatmulPreference_t pref) {
  size_t limit = ~size_t{0};
  auto configure = [&] {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
    return cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  };
  configure();
}
