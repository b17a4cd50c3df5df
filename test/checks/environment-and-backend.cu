// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-ineffective-environment,cublaslt-disabled-backend %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The host side of a .cu file: the environment, and cuBLASLt switched off.
#include "Inputs/Gemm.h"
#include <stdlib.h>

namespace at {
enum class BlasBackend : signed char { Default, Cublas, Cublaslt };
class Context { public: void setBlasPreferredBackend(BlasBackend); };
Context &globalContext();
}

__global__ void scale(float *x, float f) { *x *= f; }

template <int Verbosity> __host__ void logEverything() {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'verbose' is not a value of 'CUBLASLT_LOG_LEVEL'; {{.+}} [cublaslt-ineffective-environment]
  setenv("CUBLASLT_LOG_LEVEL", Verbosity ? "5" : "0", 1), setenv("CUBLASLT_LOG_LEVEL", "verbose", 1);
}
template __host__ void logEverything<1>();

__host__ cublasStatus_t tooLate(cublasLtHandle_t *handle) {
  cublasStatus_t status = cublasLtCreate(handle);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_LOG_LEVEL' is set after the first call; {{.+}} [cublaslt-ineffective-environment]
  // CHECK: :[[@LINE-2]]:{{[0-9]+}}: note: the library has read it here
  setenv("CUBLASLT_LOG_LEVEL", "5", 1);
  return status;
}

__host__ void allocate(float **x, size_t n) {
  if (cudaMalloc(x, n * sizeof(float)) == cudaErrorMemoryAllocation)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: cuBLASLt is switched off because memory is short; {{.+}} [cublaslt-disabled-backend]
    // CHECK: :[[@LINE-2]]:{{[0-9]+}}: note: an allocation failed here
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  else
    scale<<<1, 1>>>(*x, 2.0f);
}

// Right forms.
__host__ void inTime(cublasLtHandle_t *handle) {
  setenv("CUBLASLT_LOG_LEVEL", "5", 1);
  setenv("CUBLASLT_LOG_MASK", "16", 1);
  if (cublasLtCreate(handle))
    abort();
  setenv("MY_OWN", "1", 1);
}
__host__ void deterministic() {
  at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 1);
}
