// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-heuristic-request,cublaslt-attribute-value,cublaslt-epilogue,cublaslt-fp8-layout,cublaslt-scale-type,cublaslt-type-combination,cublaslt-inplace-layout,cublaslt-sizeof-operand %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attributes, types and requests on the host side of a .cu file: templates
// chosen by the element's type, `if constexpr`, host and device functions.
#include "Inputs/Gemm.h"

template <typename T> struct Element;
template <> struct Element<float> { static constexpr cudaDataType type = CUDA_R_32F; };
template <> struct Element<double> { static constexpr cudaDataType type = CUDA_R_64F; };

struct Layout {
  cublasLtMatrixLayoutOpaque_t raw;
  __host__ explicit Layout(cudaDataType type, int64_t ld = 64) { cublasLtMatrixLayoutInit(&raw, type, 64, 64, ld); }
};
__host__ __device__ constexpr int requested() { return 4; }

template <typename T> __host__ cublasStatus_t ask(const Gemm &g) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, Element<T>::type);
  Layout in(CUDA_R_32F), out(CUDA_R_32F);
  cublasLtMatmulHeuristicResult_t r[4];
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: CUBLAS_COMPUTE_32F needs scale type {{.+}}, not CUDA_R_64F; {{.+}} [cublaslt-scale-type]
  return cublasLtMatmulAlgoGetHeuristic(g.lt, &op, &in.raw, &in.raw, &out.raw, &out.raw, g.pref, requested(), r, &n);
}
cublasStatus_t both(const Gemm &g) { return ask<float>(g) ? ask<double>(g) : CUBLAS_STATUS_SUCCESS; }

template <bool Wide> __host__ cublasStatus_t types(const Gemm &g) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cudaDataType type = CUDA_R_32F;
  if constexpr (Wide)
    type = CUDA_R_64F;
  Layout a(type), d(CUDA_R_32F);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: no matmul supports these types together: {{.*}}A CUDA_R_64F{{.*}}; {{.+}} [cublaslt-type-combination]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 2 results are requested, but the array has room for 1; {{.+}} [cublaslt-heuristic-request]
  return cublasLtMatmulAlgoGetHeuristic(g.lt, &op, &a.raw, &a.raw, &d.raw, &d.raw, g.pref, 2, &r, &n);
}
cublasStatus_t useTypes(const Gemm &g) { return types<false>(g) ? types<true>(g) : CUBLAS_STATUS_SUCCESS; }

__host__ cublasStatus_t attributes(const float *bias) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasOperation_t transa = CUBLAS_OP_T, transb = CUBLAS_OP_T;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the size is that of 'transb', but the value that of 'transa'; {{.+}} [cublaslt-sizeof-operand]
  cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof(transb));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.+}} [cublaslt-attribute-value]
  cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias, sizeof(bias));
  return CUBLAS_STATUS_SUCCESS;
}
__host__ cublasStatus_t withoutBias(const Gemm &g) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_RELU_BIAS;
  cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: epilogue CUBLASLT_EPILOGUE_RELU_BIAS has no bias pointer; {{.+}} [cublaslt-epilogue]
  return cublasLtMatmul(g.lt, &op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
__host__ cublasStatus_t withBias(const Gemm &g, const float *bias) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = bias ? CUBLASLT_EPILOGUE_RELU_BIAS : CUBLASLT_EPILOGUE_RELU;
  cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  if (bias)
    cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof(bias));
  return cublasLtMatmul(g.lt, &op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}
__host__ cublasStatus_t inPlace(const Gemm &g) {
  Layout narrow(CUDA_R_32F), wide(CUDA_R_32F, 128);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: C and D share a buffer, but not the leading dimension (64, 128); {{.+}} [cublaslt-inplace-layout]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.D, &narrow.raw, g.D, &wide.raw, nullptr, g.ws, g.size, g.st);
}
__host__ cublasStatus_t inTwoPlaces(const Gemm &g) {
  Layout narrow(CUDA_R_32F), wide(CUDA_R_32F, 128);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, &narrow.raw, g.D, &wide.raw, nullptr, g.ws, g.size, g.st);
}
template <cudaDataType Type> __host__ bool eightBits(const Gemm &g, cublasLtMatmulDesc_t op) {
  cublasOperation_t transposed = CUBLAS_OP_N;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof(transposed));
  Layout in(Type), out(CUDA_R_16BF);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: FP8 matrix A is not transposed; {{.+}} [cublaslt-fp8-layout]
  return !cublasLtMatmulAlgoGetHeuristic(g.lt, op, &in.raw, &in.raw, &out.raw, &out.raw, g.pref, 1, &r, &n) && n;
}
bool useEightBits(const Gemm &g) { return eightBits<CUDA_R_8F_E4M3>(g, g.op) || eightBits<CUDA_R_16BF>(g, g.op); }
