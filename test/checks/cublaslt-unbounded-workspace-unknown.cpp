// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that the description of the check leaves open: silence is expected,
// because a report could not be proved. The last function shows that the check
// is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

constexpr size_t GiB = size_t(1) << 30;

// A part of the free memory may be meant as a cap.
void partOfTheFreeMemory(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = free / 8;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
// The cap is large, but it is one.
void largeCap(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = std::min<size_t>(free, 4 * GiB);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
// All free memory, but really allocated.
void *freeMemoryBacked(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  void *workspace = nullptr;
  if (cudaMalloc(&workspace, free) != cudaSuccess)
    return nullptr;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &free, sizeof(free));
  return workspace;
}
// The caller brings the buffer; the sizes agree.
cublasStatus_t buffersOfTheCaller(const Gemm &g, const cublasLtMatmulAlgo_t *algo, void *workspace) {
  const size_t limit = 2 * GiB;
  cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, workspace, limit, g.st);
}
// A default argument: what callers pass is not known.
void defaultArgument(cublasLtMatmulPreference_t pref, size_t limit = SIZE_MAX) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
// Options of the caller, with a default that the caller may have changed.
struct Options {
  size_t workspaceLimit = SIZE_MAX;
};
void optionsOfTheCaller(cublasLtMatmulPreference_t pref, const Options &options) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.workspaceLimit, sizeof(options.workspaceLimit));
}
// The second call counts.
void setTwice(cublasLtMatmulPreference_t pref, size_t wanted) {
  size_t limit = wanted;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  limit = 32 << 20;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
// A parsed text of unknown origin.
void parsedParameter(cublasLtMatmulPreference_t pref, const char *text) {
  size_t limit = strtoull(text, nullptr, 10);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void atWork(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
