// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-layout-shape,cublaslt-alpha-beta-type,cublaslt-pointer-mode %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The checks of the problem at a call, on the host side of a .cu file.
#include "Inputs/Gemm.h"

__device__ float deviceOne = 1.0f;
static float hostOne = 1.0f;

__global__ void fill(float *p, size_t n, float value) {
  for (size_t i = 0; i < n; ++i)
    p[i] = value;
}

static cublasLtMatmulDesc_t deviceMode() {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtPointerMode_t mode = CUBLASLT_POINTER_MODE_DEVICE;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode));
  return op;
}

__host__ void hostGlobal(const Gemm &g) {
  cublasLtMatmulDesc_t op = deviceMode();
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'alpha' points to host memory, {{.*}} [cublaslt-pointer-mode]
  cublasLtMatmul(g.lt, op, &hostOne, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

__host__ void deviceGlobal(const Gemm &g) {
  cublasLtMatmulDesc_t op = deviceMode();
  cublasLtMatmul(g.lt, op, &deviceOne, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

__host__ void filledByAKernel(const Gemm &g) {
  float *scalars;
  cudaMalloc(&scalars, 2 * sizeof(float));
  fill<<<1, 1, 0, g.st>>>(scalars, 2, 1.0f);
  cublasLtMatmul(g.lt, deviceMode(), scalars, g.A, g.a, g.B, g.b, scalars + 1, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

template <typename T> __host__ void typed(const Gemm &g, T alpha) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_64F, CUDA_R_64F);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'alpha' does not point to a double, but {{.*}} [cublaslt-alpha-beta-type]
  cublasLtMatmul(g.lt, op, &alpha, g.A, g.a, g.B, g.b, nullptr, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
template void typed<float>(const Gemm &, float);
template void typed<double>(const Gemm &, double);

__host__ void shapes(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatrixLayoutCreate(&a, CUDA_R_32F, 512, 64, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: leading dimension 64 of A is below its 512 rows (columns, in row order); {{.*}} [cublaslt-layout-shape]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, g.b, g.c, g.d, g.pref, 1, &r, &n);
}
