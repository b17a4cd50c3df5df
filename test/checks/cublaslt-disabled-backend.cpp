// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-disabled-backend %s -- -std=c++17 -fexceptions -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// cuBLASLt switched off as an answer to missing memory; and for other reasons.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <string.h>

namespace c10 { struct Error { const char *what() const; }; struct OutOfMemoryError : Error {}; }
namespace at {
enum class BlasBackend : int8_t { Default, Cublas, Cublaslt };
class Context { public: void setBlasPreferredBackend(BlasBackend); };
Context &globalContext();
}
bool multiply();

cublasStatus_t byStatus(const Gemm &g) {
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
  if (status == CUBLAS_STATUS_ALLOC_FAILED)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: cuBLASLt is switched off because memory is short; the heuristic needs almost no memory [cublaslt-disabled-backend]
    // CHECK: :[[@LINE-2]]:3: note: an allocation failed here
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  return status;
}
void byException() {
  try {
    multiply();
  } catch (const c10::OutOfMemoryError &) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: cuBLASLt is switched off because memory is short; {{.+}} [cublaslt-disabled-backend]
    // CHECK: :[[@LINE-2]]:5: note: an allocation failed here
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
    multiply();
  }
}
void byText() {
  try {
    multiply();
  } catch (const c10::Error &e) {
    if (strstr(e.what(), "CUBLAS_STATUS_ALLOC_FAILED") != nullptr) {
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'DISABLE_ADDMM_CUDA_LT' is set because memory is short; {{.+}} [cublaslt-disabled-backend]
      // CHECK: :[[@LINE-2]]:5: note: an allocation failed here
      setenv("DISABLE_ADDMM_CUDA_LT", "1", 1);
    }
    if (strstr(e.what(), "NOT_SUPPORTED"))
      setenv("DISABLE_ADDMM_CUDA_LT", "1", 1);
  }
}
static void set(const char *name, const char *value) { setenv(name, value, 1); }
void *byHelper(size_t bytes, bool verbose) {
  void *p = nullptr;
  cudaError_t error = cudaMalloc(&p, bytes);
  if (verbose && error == cudaErrorMemoryAllocation) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'TORCH_BLAS_PREFER_CUBLASLT' is set because memory is short; {{.+}} [cublaslt-disabled-backend]
    // CHECK: :[[@LINE-2]]:3: note: an allocation failed here
    set("TORCH_BLAS_PREFER_CUBLASLT", "0");
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLAS_WORKSPACE_CONFIG' is set because memory is short; it frees no memory [cublaslt-disabled-backend]
    // CHECK: :[[@LINE-5]]:3: note: an allocation failed here
    set("CUBLAS_WORKSPACE_CONFIG", ":16:8");
    set("TORCH_BLAS_PREFER_CUBLASLT", "1");
    set("MY_OWN", "1");
  }
  return p;
}
struct Retry {
  int attempts = 0;
  void afterFailure(cublasStatus_t status) {
    if (!(status != CUBLAS_STATUS_ALLOC_FAILED))
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_WORKSPACE_SIZE' is set because memory is short; {{.+}} [cublaslt-disabled-backend]
      // CHECK: :[[@LINE-2]]:5: note: an allocation failed here
      setenv("CUBLASLT_WORKSPACE_SIZE", "4096", 1);
  }
};

// ---- Right, although they look otherwise ----
void forOtherReasons(cublasStatus_t status, const char *what) {
  at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 1); // determinism
  setenv("DISABLE_ADDMM_CUDA_LT", "1", 1);
  if (status == CUBLAS_STATUS_NOT_SUPPORTED)
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  if (status != CUBLAS_STATUS_ALLOC_FAILED)
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  else
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublaslt);
  if (status == CUBLAS_STATUS_ALLOC_FAILED || status == CUBLAS_STATUS_NOT_SUPPORTED)
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas);
  if (strstr(what, "out of memory") == nullptr)
    setenv("DISABLE_ADDMM_CUDA_LT", "1", 1);
  if (status == CUBLAS_STATUS_ALLOC_FAILED)
    at::globalContext().setBlasPreferredBackend(at::BlasBackend::Cublas); // NOLINT(cublaslt-disabled-backend)
}
