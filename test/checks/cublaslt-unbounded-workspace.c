// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C, flagged forms and right ones.
#include "Inputs/Gemm.h"
#include <stdint.h>
#include <stdlib.h>

#define NO_LIMIT (~(size_t)0)
static const uint64_t one_gib = 1ull << 30;

struct options {
  size_t workspace_limit;
  int algorithms;
};

void macro(cublasLtMatmulPreference_t pref) {
  size_t limit = NO_LIMIT;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void memberOfAnInitialisedStruct(cublasLtMatmulPreference_t pref) {
  struct options options = {.workspace_limit = SIZE_MAX, .algorithms = 1};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.workspace_limit, sizeof(options.workspace_limit));
}

void compoundLiteral(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &(uint64_t){UINT64_MAX}, sizeof(uint64_t));
}

void constant(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit of 1 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &one_gib, sizeof(one_gib));
}

void freeMemory(cublasLtMatmulPreference_t pref) {
  size_t free_bytes, total_bytes;
  cudaMemGetInfo(&free_bytes, &total_bytes);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &free_bytes, sizeof(free_bytes));
}

void totalMemory(cublasLtMatmulPreference_t pref) {
  struct cudaDeviceProp prop;
  if (cudaGetDeviceProperties(&prop, 0) != cudaSuccess)
    return;
  size_t limit = prop.totalGlobalMem;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's total memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void environment(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_WORKSPACE");
  size_t limit = text ? strtoul(text, NULL, 10) : 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void *backed(cublasLtMatmulPreference_t pref) {
  size_t limit = 2 * one_gib;
  void *workspace = NULL;
  if (cudaMalloc(&workspace, limit) != cudaSuccess)
    return NULL;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}

#define MIN(a, b) ((a) < (b) ? (a) : (b))
void capped(cublasLtMatmulPreference_t pref) {
  size_t free_bytes, total_bytes;
  cudaMemGetInfo(&free_bytes, &total_bytes);
  size_t limit = MIN(free_bytes, (size_t)64 << 20);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void pointerParameter(cublasLtMatmulPreference_t pref, const struct options *options) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options->workspace_limit, sizeof(options->workspace_limit));
}
