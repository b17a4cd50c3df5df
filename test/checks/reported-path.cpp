// REQUIRES: checks
// RUN: %cublaslt_tidy --sarif=%t.sarif --checks='-*,cublaslt-*' %s -- -std=c++17 -I%S -I%stand_in > /dev/null 2>&1
// RUN: %python %S/Inputs/paths.py %t.sarif > %t.paths
// RUN: FileCheck %s --input-file %t.paths
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The calls and tests of the path that a finding is about. Lines are counted from
// the finding's.
#include "Inputs/Gemm.h"
#include <stdio.h>

void dropped() {
  cublasLtMatrixLayout_t layout;
  if (cublasLtMatrixLayoutCreate(&layout, CUDA_R_16F, 64, 32, 64) != CUBLAS_STATUS_SUCCESS)
    return;
  int32_t count = 4;
  // CHECK-LABEL: cublaslt-unchecked-status:
  // CHECK-NEXT: -8 cublasLtMatrixLayoutCreate succeeds cols=32 ld=64 matLayout=#1 rows=64 type=CUDA_R_16F
  // CHECK-NEXT: -8 cublasLtMatrixLayoutCreate(&layout, CUDA_R_16F, 64, 32, 64) {{.*}} is false
  // CHECK-NEXT: +0 cublasLtMatrixLayoutSetAttribute untested! attr=CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT buf=4 matLayout=#1 sizeInBytes=4
  // CHECK-NEXT: cublasLtMatrixLayoutDestroy untested matLayout=#1
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
  cublasLtMatrixLayoutDestroy(layout);
}

cublasStatus_t leak() {
  cublasLtMatmulDesc_t first;
  cublasLtMatmulPreference_t second;
  // The second creation fails on the path, which no run has to take for granted.
  // CHECK-LABEL: cublaslt-descriptor-leak:
  // CHECK-NEXT: +0 cublasLtMatmulDescCreate succeeds! computeType=CUBLAS_COMPUTE_32F matmulDesc=#1 scaleType=CUDA_R_32F
  // CHECK-NEXT: +1 status is false{{$}}
  // CHECK-NEXT: +3 cublasLtMatmulPreferenceCreate fails pref=#2
  // CHECK-NEXT: +4 status is true{{$}}
  cublasStatus_t status = cublasLtMatmulDescCreate(&first, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status)
    return status;
  status = cublasLtMatmulPreferenceCreate(&second);
  if (status)
    return status;
  cublasLtMatmulPreferenceDestroy(second);
  cublasLtMatmulDescDestroy(first);
  return status;
}

cublasStatus_t leakForSome(int n, bool isLoud) {
  cublasLtMatmulDesc_t op;
  // The leak is there only where n > 8, and whether it is loud or not.
  // CHECK-LABEL: cublaslt-descriptor-leak:
  // CHECK-NEXT: cublasLtMatmulDescCreate succeeds!
  // CHECK-NEXT: status is false{{$}}
  // CHECK-NEXT: isLoud is {{true|false}}{{$}}
  // CHECK-NEXT: n > 8 is true, assumed
  cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status)
    return status;
  if (isLoud)
    puts("loud");
  if (n > 8)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmulDescDestroy(op);
}

bool isLarge(int n);
bool isSmall(int n);
// No n is large and small: the report is wrong, and says what it takes for
// granted.
void neverBoth(int n) {
  cublasLtMatmulDesc_t op = nullptr;
  // CHECK-LABEL: cublaslt-descriptor-leak:
  // CHECK-NEXT: isLarge(n) is true, assumed
  // CHECK-NEXT: cublasLtMatmulDescCreate succeeds!
  // CHECK: isSmall(n) is true, assumed
  if (isLarge(n))
    if (cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F))
      return;
  if (isSmall(n))
    return;
  if (op)
    cublasLtMatmulDescDestroy(op);
}

void twice() {
  cublasLtMatmulDesc_t op;
  if (cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F))
    return;
  cublasLtMatmulDescDestroy(op);
  // CHECK-LABEL: cublaslt-descriptor-leak:
  // CHECK-NEXT: cublasLtMatmulDescCreate succeeds{{ }}
  // CHECK-NEXT: is false
  // CHECK-NEXT: cublasLtMatmulDescDestroy untested matmulDesc=#1
  // CHECK-NEXT: +0 cublasLtMatmulDescDestroy untested! matmulDesc=#1
  cublasLtMatmulDescDestroy(op);
}

cublasStatus_t heuristic(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  // CHECK-LABEL: cublaslt-unchecked-heuristic-status:
  // CHECK-NEXT: +0 cublasLtMatmulAlgoGetHeuristic untested! Adesc=#[[A:[0-9]+]] {{.*}}heuristicResultsArray=#[[RESULTS:[0-9]+]] {{.*}}requestedAlgoCount=1
  // CHECK-NEXT: +1 cublasLtMatmul untested {{.*}}Adesc=#[[A]] {{.*}}algo=#[[RESULTS]] {{.*}}workspaceSizeInBytes=[size]
  cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &result, &count);
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &result.algo, g.ws, g.size, g.st);
}

cublasStatus_t stale(const Gemm &g) {
  cublasLtMatrixLayout_t a;
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, 64, 64, 64))
    return CUBLAS_STATUS_ALLOC_FAILED;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, g.b, g.c, g.d, g.pref, 1, &result, &count) || count == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  int64_t ld = 72;
  if (cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_LD, &ld, sizeof(ld)))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: cublaslt-stale-algorithm:
  // CHECK-NEXT: cublasLtMatrixLayoutCreate succeeds
  // CHECK-NEXT: is false
  // CHECK-NEXT: cublasLtMatmulAlgoGetHeuristic succeeds Adesc=#1
  // CHECK-NEXT: is false
  // CHECK-NEXT: count == 0 is false{{$}}
  // CHECK-NEXT: cublasLtMatrixLayoutSetAttribute succeeds attr=CUBLASLT_MATRIX_LAYOUT_LD buf=72 matLayout=#1
  // CHECK-NEXT: is false
  // CHECK-NEXT: +0 cublasLtMatmul untested! {{.*}}Adesc=#1
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &result.algo, g.ws, g.size, g.st);
  cublasLtMatrixLayoutDestroy(a);
  return status;
}

cublasStatus_t shared(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  cudaStream_t one, two;
  if (cudaStreamCreate(&one) || cudaStreamCreate(&two))
    return CUBLAS_STATUS_ALLOC_FAILED;
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, one);
  if (status)
    return status;
  // CHECK: cublaslt-shared-workspace:
  // CHECK-NEXT: cudaStreamCreate succeeds pStream=#1
  // CHECK-NEXT: is false{{$}}
  // CHECK-NEXT: cudaStreamCreate succeeds pStream=#2
  // CHECK-NEXT: is false{{$}}
  // CHECK-NEXT: cublasLtMatmul succeeds {{.*}}stream=#1 workspace=#[[WS:[0-9]+]]
  // CHECK-NEXT: is false{{$}}
  // CHECK-NEXT: cublasLtMatmul untested! {{.*}}stream=#2 workspace=#[[WS]]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, two);
}

void *growing(const Gemm &g, size_t size) {
  void *memory = nullptr;
  (void)cublasLtMatrixLayoutDestroy(g.a);
  while (cudaMalloc(&memory, size) != cudaSuccess)
    // CHECK: cublaslt-growing-batch:
    // CHECK-NEXT: cublasLtMatrixLayoutDestroy
    // CHECK-NEXT: cudaMalloc fails devPtr=#2 size=[size]
    // CHECK-NEXT: is true{{$}}
    // CHECK-NEXT: cudaMalloc untested! devPtr=#3 size=[size * 2]
    size *= 2;
  return memory;
}
