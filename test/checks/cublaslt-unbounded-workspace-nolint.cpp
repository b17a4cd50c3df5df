// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// NOLINT in its three forms silences the check; naming another check does not.
#include "Inputs/Gemm.h"

void sameLine(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)); // NOLINT(cublaslt-unbounded-workspace)
}

void nextLine(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  // NOLINTNEXTLINE(cublaslt-unbounded-workspace): measured, no difference here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// NOLINTBEGIN(cublaslt-*)
void block(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
// NOLINTEND(cublaslt-*)

void anotherCheck(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)); // NOLINT(cublaslt-growing-batch)
}
