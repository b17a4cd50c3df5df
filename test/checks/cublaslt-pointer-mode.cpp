// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-pointer-mode %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scalars that are not where the pointer mode says.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <stdlib.h>

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

struct Operation {
  cublasLtMatmulDesc_t raw;
  explicit Operation(cublasLtPointerMode_t mode) {
    cublasLtMatmulDescCreate(&raw, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    cublasLtMatmulDescSetAttribute(raw, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode));
  }
  ~Operation() { cublasLtMatmulDescDestroy(raw); }
};

void hostScalarsInDeviceMode(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtPointerMode_t mode = CUBLASLT_POINTER_MODE_DEVICE;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode));
  float alpha = 1.0f, beta = 0.0f;
  // CHECK: :[[@LINE+6]]:28: warning: 'alpha' points to host memory, but the pointer mode is CUBLASLT_POINTER_MODE_DEVICE; the CUDA context is lost [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-2]]:9: note: 'alpha' is declared here, as 'float'
  // CHECK: :[[@LINE-4]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'beta' points to host memory, {{.*}} [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-5]]:23: note: 'beta' is declared here, as 'float'
  // CHECK: :[[@LINE-7]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  cublasLtMatmul(g.lt, op, &alpha, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// cuBLAS's own enumerator, in a macro; a global.
static float one = 1.0f;
void cublasMode(const Gemm &g, const float *deviceBeta) {
  cublasLtMatmulDescOpaque_t op;
  CHECK_CUBLAS(cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F));
  auto mode = CUBLAS_POINTER_MODE_DEVICE;
  CHECK_CUBLAS(cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode)));
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'alpha' points to host memory, {{.*}} [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-7]]:14: note: 'one' is declared here, as 'float'
  // CHECK: :[[@LINE-3]]:16: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  CHECK_CUBLAS(cublasLtMatmul(g.lt, &op, &one, g.A, g.a, g.B, g.b, deviceBeta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st));
}

// An element of a local array, through a pointer; RAII.
void localArray(const Gemm &g, const float *deviceBeta) {
  Operation op(CUBLASLT_POINTER_MODE_DEVICE);
  float scalars[2] = {1.0f, 0.0f};
  const float *alpha = scalars;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'alpha' points to host memory, {{.*}} [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-3]]:9: note: 'scalars' is declared here, as 'float[2]'
  // CHECK: :[[@LINE-40]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  cublasLtMatmul(g.lt, op.raw, alpha, g.A, g.a, g.B, g.b, deviceBeta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// The default is host mode.
void deviceScalarsInHostMode(const Gemm &g) {
  float *scalars;
  if (cudaMalloc(&scalars, 2 * sizeof(float)) != cudaSuccess)
    return;
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: 'alpha' points to device memory, but the pointer mode is CUBLASLT_POINTER_MODE_HOST; the program crashes [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-2]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'beta' points to device memory, {{.*}} [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-4]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  cublasLtMatmul(g.lt, op, scalars, g.A, g.a, g.B, g.b, scalars + 1, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

template <cublasLtPointerMode_t Mode> void vectorMode(const Gemm &g, float alpha, float beta) {
  Operation op(Mode);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'alpha' points to host memory, but the pointer mode needs a device vector; {{.*}} [cublaslt-pointer-mode]
  // CHECK: :[[@LINE-3]]:76: note: 'alpha' is declared here, as 'float'
  // CHECK: :[[@LINE-62]]:5: note: matmulDesc: CUBLASLT_MATMUL_DESC_POINTER_MODE is CUBLASLT_PO
  cublasLtMatmul(g.lt, op.raw, &alpha, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
template void vectorMode<CUBLASLT_POINTER_MODE_ALPHA_DEVICE_VECTOR_BETA_HOST>(const Gemm &, float, float);
template void vectorMode<CUBLASLT_POINTER_MODE_HOST>(const Gemm &, float, float);

// Right, or not to be told.
static void matmul(const Gemm &g, cublasLtMatmulDesc_t op, const void *alpha, const void *beta) {
  cublasLtMatmul(g.lt, op, alpha, g.A, g.a, g.B, g.b, beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
bool onDevice(const void *tensor);
void registerForDevice(const void *memory, size_t size);
void right(const Gemm &g, const float *unknown, const void *tensor, cublasLtPointerMode_t mode) {
  Operation host(CUBLASLT_POINTER_MODE_HOST), device(CUBLASLT_POINTER_MODE_DEVICE), any(mode);
  float alpha = 1.0f, beta = 0.0f;
  matmul(g, host.raw, &alpha, &beta);
  matmul(g, any.raw, &alpha, &beta);
  matmul(g, device.raw, unknown, unknown);
  float *scalars, *managed;
  cudaMalloc(&scalars, 8);
  matmul(g, device.raw, scalars, scalars + 1);
  cudaMallocManaged((void **)&managed, 8, 1);
  matmul(g, host.raw, managed, managed + 1);
  matmul(g, device.raw, managed, managed + 1);
  std::vector<float> elements(2); // its memory may come from anywhere
  matmul(g, device.raw, &elements[0], &elements[1]);
  float *heap = new float(1.0f);
  matmul(g, device.raw, heap, heap);
  float pinned = 1.0f;
  registerForDevice(&pinned, sizeof(pinned));
  matmul(g, device.raw, &pinned, &pinned);
  // The two questions belong together.
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtPointerMode_t chosen = onDevice(tensor) ? CUBLASLT_POINTER_MODE_DEVICE : CUBLASLT_POINTER_MODE_HOST;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &chosen, sizeof(chosen));
  const void *scale = &alpha;
  if (onDevice(tensor))
    scale = scalars;
  matmul(g, op, scale, scale);
}

void suppressed(const Gemm &g) {
  Operation op(CUBLASLT_POINTER_MODE_DEVICE);
  float alpha = 1.0f;
  // NOLINTNEXTLINE(cublaslt-pointer-mode)
  cublasLtMatmul(g.lt, op.raw, &alpha, g.A, g.a, g.B, g.b, &alpha, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
