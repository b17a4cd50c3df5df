// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Limits that are the device's memory, or come from outside without a cap.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void freeMemory(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  if (cudaMemGetInfo(&free, &total) != cudaSuccess)
    return;
  size_t limit = free;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

void freeMemoryDirectly(cublasLtMatmulPreference_t pref) {
  size_t limit, total;
  cudaMemGetInfo(&limit, &total);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void totalMemory(cublasLtMatmulPreference_t pref) {
  size_t free, limit;
  cudaMemGetInfo(&free, &limit);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's total memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void totalMemoryOfTheProperties(cublasLtMatmulPreference_t pref) {
  cudaDeviceProp prop;
  if (cudaGetDeviceProperties(&prop, 0) != cudaSuccess)
    return;
  const uint64_t limit = prop.totalGlobalMem;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's total memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

void memberOfTheProperties(cublasLtMatmulPreference_t pref) {
  cudaDeviceProp prop;
  cudaGetDeviceProperties(&prop, 0);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's total memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &prop.totalGlobalMem, sizeof(prop.totalGlobalMem));
}

static size_t freeBytes() {
  size_t free = 0, total = 0;
  if (cudaMemGetInfo(&free, &total) != cudaSuccess)
    return 0;
  return free;
}
void throughAHelper(cublasLtMatmulPreference_t pref) {
  size_t limit = freeBytes();
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

struct Memory {
  size_t free = 0;
  size_t total = 0;
};
void throughAStruct(cublasLtMatmulPreference_t pref) {
  Memory memory;
  cudaMemGetInfo(&memory.free, &memory.total);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &memory.free, sizeof(memory.free));
}

void throughALambda(cublasLtMatmulPreference_t pref) {
  const size_t limit = [] {
    size_t free = 0, total = 0;
    cudaMemGetInfo(&free, &total);
    return free;
  }();
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// The cap stands on one path only.
void cappedOnOnePath(cublasLtMatmulPreference_t pref, bool small) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = free;
  if (small)
    limit = std::min<size_t>(limit, 32 << 20);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void environment(cublasLtMatmulPreference_t pref) {
  size_t limit = 32 << 20;
  if (const char *text = getenv("GEMM_WORKSPACE_BYTES"))
    limit = strtoull(text, nullptr, 10);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

void environmentWithDefault(cublasLtMatmulPreference_t pref) {
  const char *text = std::getenv("GEMM_WORKSPACE_BYTES");
  const size_t limit = text ? std::strtoull(text, nullptr, 0) : size_t(4) << 20;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void environmentByAtoll(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_WORKSPACE_BYTES");
  if (!text)
    return;
  uint64_t limit = (uint64_t)atoll(text);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void environmentInKiB(cublasLtMatmulPreference_t pref) {
  size_t limit = 4096 * 1024;
  const char *text = getenv("GEMM_WORKSPACE_KIB");
  if (text != nullptr)
    limit = strtoull(text, nullptr, 10) * 1024;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

static size_t sizeFromEnvironment(const char *name, size_t fallback) {
  const char *text = getenv(name);
  return text ? strtoull(text, nullptr, 10) : fallback;
}
void environmentThroughAHelper(cublasLtMatmulPreference_t pref) {
  size_t limit = sizeFromEnvironment("GEMM_WORKSPACE_BYTES", 32 << 20);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// A lower bound is no cap.
void lowerBoundOnly(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_WORKSPACE_BYTES");
  size_t limit = text ? strtoull(text, nullptr, 10) : 0;
  if (limit < 4096)
    limit = 4096;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// What is left of the free memory is as large as it.
void freeMemoryLessAReserve(cublasLtMatmulPreference_t pref, size_t reserve) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = free > reserve ? free - reserve : 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is computed from the device's free memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

// A program's own argument.
int main(int argc, char **argv) {
  cublasLtMatmulPreference_t pref;
  if (argc < 2 || cublasLtMatmulPreferenceCreate(&pref) != CUBLAS_STATUS_SUCCESS)
    return 1;
  size_t limit = strtoull(argv[1], nullptr, 10);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is read from outside without a cap; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
  return cublasLtMatmulPreferenceDestroy(pref);
}
