// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A .cu file, host side.
#include "Inputs/Gemm.h"

__global__ void clear(char *p, size_t bytes) {
  for (size_t i = 0; i < bytes; ++i)
    p[i] = 0;
}

__host__ void sizeMax(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void totalMemory(cublasLtMatmulPreference_t pref) {
  cudaDeviceProp prop;
  cudaGetDeviceProperties(&prop, 0);
  size_t limit = prop.totalGlobalMem;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit is the device's total memory; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

char *backed(cublasLtMatmulPreference_t pref, cudaStream_t stream) {
  size_t limit = size_t(2) << 30;
  char *workspace = nullptr;
  if (cudaMallocAsync(&workspace, limit, stream) != cudaSuccess)
    return nullptr;
  clear<<<1, 1, 0, stream>>>(workspace, limit);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
