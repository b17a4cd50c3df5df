// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-workspace-mismatch,cublaslt-missing-workspace,cublaslt-null-algorithm-workspace,cublaslt-unused-heuristic,cublaslt-missing-alignment,cublaslt-shared-workspace,cublaslt-default-stream,cublaslt-stream-capture %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The host side of a .cu file: every check of workspaces, streams and alignment
// at once, each in its own place.
#include "Inputs/Gemm.h"

__global__ void scale(float *x, float f) { *x *= f; }

#define MATMUL(g, pa, algorithm, ws, size, stream)                             \
  cublasLtMatmul((g).lt, (g).op, (g).one, pa, (g).a, (g).B, (g).b, (g).zero,   \
                 (g).C, (g).c, (g).D, (g).d, algorithm, ws, size, stream)

static bool choose(const Gemm &g, cublasLtMatmulHeuristicResult_t *result) {
  cublasLtMatmulPreference_t pref;
  int count = 0;
  if (cublasLtMatmulPreferenceCreate(&pref))
    return false;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the workspace limit is never set, so it is 0; {{.+}} [cublaslt-missing-workspace]
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 1, result, &count) == 0 && count > 0;
}

cublasStatus_t misaligned(const Gemm &g, const unsigned short *A) {
  cublasLtMatmulHeuristicResult_t result;
  if (!choose(g, &result))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: matrix A starts 2 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  return MATMUL(g, A + 1, &result.algo, g.ws, g.size, g.st);
}

cublasStatus_t dropped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &result, &count) || !count)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the algorithm of 'cublasLtMatmulAlgoGetHeuristic' {{.+}} [cublaslt-unused-heuristic]
  return MATMUL(g, g.A, nullptr, g.ws, g.size, g.st);
}

cublasStatus_t captured(const Gemm &g, float *x, cudaGraph_t *graph) {
  float *ws;
  cudaStreamBeginCapture(g.st, cudaStreamCaptureModeGlobal);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cudaMalloc' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
  cudaMalloc(&ws, 1 << 20);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace size 2097152 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
  cublasStatus_t status = MATMUL(g, g.A, nullptr, ws, 2 << 20, g.st);
  cudaStreamEndCapture(g.st, graph);
  scale<<<1, 1, 0, g.st>>>(x, 2.0f);
  return status;
}

cublasStatus_t streams(const Gemm &g, const cudaStream_t *all, cudaStream_t mine) {
  if (MATMUL(g, g.A, nullptr, g.ws, g.size, all[0]))
    return CUBLAS_STATUS_EXECUTION_FAILED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace 'g.ws' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
  if (MATMUL(g, g.A, nullptr, g.ws, g.size, all[1]))
    return CUBLAS_STATUS_EXECUTION_FAILED;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'mine'; {{.+}} [cublaslt-default-stream]
  return MATMUL(g, g.A, nullptr, nullptr, 0, 0);
}
