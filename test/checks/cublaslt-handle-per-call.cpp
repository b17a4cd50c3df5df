// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-handle-per-call %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Handles that live for one matmul.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define MATMUL(h, g, D) cublasLtMatmul(h, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, D, g.d, D, g.d, nullptr, nullptr, 0, g.st)

int perCall(const Gemm &g) {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: handle is made and destroyed by each call of 'perCall'; the library may be set up again [cublaslt-handle-per-call]
  if (cublasLtCreate(&handle) != CUBLAS_STATUS_SUCCESS)
    return 1;
  int status = MATMUL(handle, g, g.D);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: it is destroyed here
  cublasLtDestroy(handle);
  return status;
}

struct Layer {
  Gemm g;
  void *output;
  void forward() {
    cublasLtHandle_t handle = nullptr;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: handle is made and destroyed by each call of 'Layer::forward';
    // CHECK: :[[@LINE+3]]:5: note: it is destroyed here
    cublasLtCreate(&handle);
    MATMUL(handle, g, output);
    cublasLtDestroy(handle);
  }
};

template <class T> void inATemplate(const Gemm &g, T *out) {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: handle is made and destroyed by each call of 'inATemplate';
  // CHECK: :[[@LINE+4]]:3: note: it is destroyed here
  cublasLtCreate(&handle);
  MATMUL(handle, g, static_cast<void *>(out + 4));
  MATMUL(handle, g, out);
  cublasLtDestroy(handle);
}
void useTemplate(const Gemm &g, float *p) { inATemplate(g, p); }

void inALoop(Gemm g, int n) {
  void *out;
  cudaMalloc(&out, 1 << 20);
  for (int i = 0; i < n; ++i) {
    cublasLtHandle_t handle;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: handle is made and destroyed in each round of the loop;
    // CHECK: :[[@LINE+3]]:5: note: it is destroyed here
    cublasLtCreate(&handle);
    MATMUL(handle, g, out);
    cublasLtDestroy(handle);
  }
}

// The loop calls what makes one.
static cublasStatus_t once(const Gemm &g, void *out) {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: handle is made and destroyed by each call of 'once';
  // CHECK: :[[@LINE+4]]:5: note: it is destroyed here
  cublasStatus_t status = cublasLtCreate(&handle);
  if (status == CUBLAS_STATUS_SUCCESS) {
    status = MATMUL(handle, g, out);
    cublasLtDestroy(handle);
  }
  return status;
}
void often(const Gemm &g, void *out) { once(g, out); }

// Tests, benchmarks and programs make what they need once.
void benchmark(const Gemm &g) {
  void *out;
  cudaMalloc(&out, 1 << 20);
  cublasLtHandle_t handle;
  cublasLtCreate(&handle);
  MATMUL(handle, g, out);
  cublasLtDestroy(handle);
}
void manyMatmuls(const Gemm &g, void **out, int n) {
  cublasLtHandle_t handle;
  cublasLtCreate(&handle);
  for (int i = 0; i < n; ++i)
    MATMUL(handle, g, out[i]);
  cublasLtDestroy(handle);
}
void given(cublasLtHandle_t handle, const Gemm &g) { MATMUL(handle, g, g.D); }
void kept(const Gemm &g) {
  static cublasLtHandle_t handle = nullptr;
  if (!handle)
    cublasLtCreate(&handle);
  MATMUL(handle, g, g.D);
}
struct Context {
  cublasLtHandle_t handle;
  explicit Context(const Gemm &g) {
    cublasLtHandle_t probe;
    cublasLtCreate(&probe);
    MATMUL(probe, g, g.D);
    cublasLtDestroy(probe);
    cublasLtCreate(&handle);
  }
  ~Context() { cublasLtDestroy(handle); }
};
bool available(const Gemm &g) {
  cublasLtHandle_t handle;
  if (cublasLtCreate(&handle) != CUBLAS_STATUS_SUCCESS)
    return false;
  cublasLtDestroy(handle);
  return true;
}
void suppressed(const Gemm &g) {
  cublasLtHandle_t handle;
  cublasLtCreate(&handle); // NOLINT(cublaslt-handle-per-call)
  MATMUL(handle, g, g.D);
  cublasLtDestroy(handle);
}
int main(int, char **out) {
  Gemm g{};
  cublasLtHandle_t handle;
  cublasLtCreate(&handle);
  MATMUL(handle, g, *out);
  cublasLtDestroy(handle);
}
