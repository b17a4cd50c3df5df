// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++23 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Newer forms.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

consteval size_t mebibytes(size_t n) { return n << 20; }
inline constexpr size_t kLimit = mebibytes(4096);

struct Options {
  size_t limit = mebibytes(32);
  int algorithms = 1;
};

void consteval_(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit of 4 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &kLimit, sizeof(kLimit));
}
void designated(cublasLtMatmulPreference_t pref) {
  Options options{.limit = std::numeric_limits<size_t>::max()};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.limit, sizeof(options.limit));
}
void sizeLiteral(cublasLtMatmulPreference_t pref) {
  auto limit = ~0uz;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void structuredBinding(cublasLtMatmulPreference_t pref) {
  auto memory = [] {
    std::pair<size_t, size_t> result{0uz, 0uz};
    cudaMemGetInfo(&result.first, &result.second);
    return result;
  };
  auto [free, total] = memory();
  size_t limit = free;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void right(cublasLtMatmulPreference_t pref) {
  Options options{.algorithms = 8};
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.limit, sizeof(options.limit));
  if (size_t free, total; cudaMemGetInfo(&free, &total) == cudaSuccess) {
    const auto limit = std::min(free, mebibytes(64));
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  }
}
