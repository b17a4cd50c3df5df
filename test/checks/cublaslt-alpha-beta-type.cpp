// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-alpha-beta-type %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// alpha and beta that are not of the scale type.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"
#include <cuda_fp16.h>

struct Operation {
  cublasLtMatmulDesc_t raw;
  Operation(cublasComputeType_t compute, cudaDataType_t scale) { cublasLtMatmulDescCreate(&raw, compute, scale); }
  ~Operation() { cublasLtMatmulDescDestroy(raw); }
};

void floatForHalf(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_16F, CUDA_R_16F);
  float alpha = 1.0f, beta = 0.0f;
  // CHECK: :[[@LINE+1]]:28: warning: 'alpha' does not point to a half, but the scale type is CUDA_R_16F; the matmul computes a wrong D [cublaslt-alpha-beta-type]
  cublasLtMatmul(g.lt, op, &alpha, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
  // CHECK: :[[@LINE-4]]:3: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_16F
}

void doubleForFloat(const Gemm &g, double alpha, double beta) {
  Operation op(CUBLAS_COMPUTE_32F, CUDA_R_32F);
  const void *scale = &alpha;
  // CHECK: :[[@LINE+6]]:{{[0-9]+}}: warning: 'alpha' does not point to a float, but the scale type is CUDA_R_32F; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-4]]:43: note: 'alpha' is declared here, as 'double'
  // CHECK: :[[@LINE-18]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'beta' does not point to a float, but the scale type is CUDA_R_32F; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-7]]:57: note: 'beta' is declared here, as 'double'
  // CHECK: :[[@LINE-21]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  cublasLtMatmul(g.lt, op.raw, scale, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// Members, and a pointer by its type.
struct Scalars {
  int alpha = 1;
  float beta = 1.0f;
};
void members(const Gemm &g, const Scalars &s, const float *beta) {
  Operation op(CUBLAS_COMPUTE_32F, CUDA_R_32F), wide(CUBLAS_COMPUTE_64F, CUDA_R_64F);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'alpha' does not point to a float, but the scale type is CUDA_R_32F; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-33]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  cublasLtMatmul(g.lt, op.raw, &s.alpha, g.A, g.a, g.B, g.b, &s.beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'beta' does not point to a double, but the scale type is CUDA_R_64F; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-36]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_64F
  cublasLtMatmul(g.lt, wide.raw, nullptr, g.A, g.a, g.B, g.b, beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// A template: right for one type, wrong for the other.
template <typename T> void scaled(const Gemm &g, T alpha) {
  Operation op(CUBLAS_COMPUTE_32F, CUDA_R_32F);
  T beta = T(0);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'alpha' does not point to a float, but the scale type is CUDA_R_32F; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-4]]:52: note: 'alpha' is declared here, as 'double'
  // CHECK: :[[@LINE-46]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  cublasLtMatmul(g.lt, op.raw, &alpha, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
template void scaled<float>(const Gemm &, float);
template void scaled<double>(const Gemm &, double);

void floatForInt(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_32I, CUDA_R_32I);
  const float one[] = {1.0f};
  int zero = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'alpha' does not point to an int, but the scale type is CUDA_R_32I; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-3]]:15: note: 'one' is declared here, as 'const float[1]'
  // CHECK: :[[@LINE-58]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32I
  cublasLtMatmul(g.lt, op.raw, one, g.A, g.a, g.B, g.b, &zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

void halfForFloat(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_32F, CUDA_R_32F);
  __half alpha = __float2half(1.0f);
  float beta = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'alpha' does not point to a float, but the scale type is CUDA_R_32F; {{.*}} [cublaslt-alpha-beta-type]
  // CHECK: :[[@LINE-3]]:10: note: 'alpha' is declared here, as '__half'
  // CHECK: :[[@LINE-68]]:66: note: matmulDesc: CUBLASLT_MATMUL_DESC_SCALE_TYPE is CUDA_R_32F
  cublasLtMatmul(g.lt, op.raw, &alpha, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// Right, or not to be told.
static void matmul(const Gemm &g, cublasLtMatmulDesc_t op, const void *alpha, const void *beta) {
  cublasLtMatmul(g.lt, op, alpha, g.A, g.a, g.B, g.b, beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
bool isHalf(const void *tensor);
union Scalar {
  float f;
  __half h;
  double d;
};
void right(const Gemm &g, const void *given, const void *tensor, cudaDataType_t scale) {
  Operation half(CUBLAS_COMPUTE_16F, CUDA_R_16F), single(CUBLAS_COMPUTE_32F, CUDA_R_32F), unknown(CUBLAS_COMPUTE_32F, scale);
  __half h = __float2half(1.0f);
  float f = 1.0f;
  matmul(g, half.raw, &h, &h);
  matmul(g, single.raw, &f, &f);
  matmul(g, single.raw, given, given);
  double zero = 0.0;
  int none = 0;
  matmul(g, single.raw, &f, &zero); // zero in every type
  matmul(g, single.raw, &f, &none);
  Scalar u;
  u.h = h;
  matmul(g, half.raw, &u, &u.f);
  char bytes[8];
  matmul(g, half.raw, bytes, bytes);
  double d = 2.0;
  matmul(g, unknown.raw, &d, &d);
  // The two questions belong together.
  cublasLtMatmulDesc_t op;
  cublasLtMatmulDescCreate(&op, isHalf(tensor) ? CUBLAS_COMPUTE_16F : CUBLAS_COMPUTE_32F, isHalf(tensor) ? CUDA_R_16F : CUDA_R_32F);
  const void *alpha = &f;
  if (isHalf(tensor))
    alpha = &h;
  matmul(g, op, alpha, alpha);
}

void suppressed(const Gemm &g) {
  Operation op(CUBLAS_COMPUTE_16F, CUDA_R_16F);
  float alpha = 1.0f;
  // NOLINTNEXTLINE(cublaslt-alpha-beta-type)
  cublasLtMatmul(g.lt, op.raw, &alpha, g.A, g.a, g.B, g.b, &alpha, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

// The scale type is the mistake: the call is refused, and D is not wrong.
void scaleTypeIsWrong(const Gemm &g, float alpha, float beta) {
  Operation op(CUBLAS_COMPUTE_32F, CUDA_R_16F);
  cublasLtMatmul(g.lt, op.raw, &alpha, g.A, g.a, g.B, g.b, &beta, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
