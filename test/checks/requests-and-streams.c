// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-heuristic-request,cublaslt-fp8-layout,cublaslt-sizeof-operand,cublaslt-shared-workspace,cublaslt-stream-capture,cublaslt-missing-alignment,cublaslt-default-stream %s -- -std=c11 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Requests, FP8, streams and alignment in C: struct arguments, NULL, macros. */
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define MATMUL(g, A, ws, stream) cublasLtMatmul((g)->lt, (g)->op, (g)->one, A, (g)->a, (g)->B, (g)->b, (g)->zero, (g)->C, (g)->c, (g)->D, (g)->d, NULL, ws, (g)->size, stream)

int moreThanFit(const struct Gemm *g) {
  struct { int found; cublasLtMatmulHeuristicResult_t results[2]; } asked = {0};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 3 results are requested, but the array has room for 2; {{.+}} [cublaslt-heuristic-request]
  if (cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 3, asked.results, &asked.found))
    return -1;
  return asked.found;
}
int asManyAsFit(const struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t *results = calloc(3, sizeof *results), few[2];
  int found = 0, more = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 3, results, &found) ||
      cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, sizeof few / sizeof *few, few, &more))
    found = -1;
  free(results);
  return found;
}

cublasStatus_t eightBits(const struct Gemm *g, cublasOperation_t transb) {
  cublasLtMatmulDescOpaque_t op;
  cublasLtMatrixLayoutOpaque_t a, d;
  cublasOperation_t transa = CUBLAS_OP_N;
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F) || cublasLtMatrixLayoutInit(&a, CUDA_R_8F_E4M3, 64, 64, 64) ||
      cublasLtMatrixLayoutInit(&d, CUDA_R_16BF, 64, 64, 64))
    return CUBLAS_STATUS_NOT_INITIALIZED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the size is that of 'transb', but the value that of 'transa'; {{.+}} [cublaslt-sizeof-operand]
  if (cublasLtMatmulDescSetAttribute(&op, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof transb))
    return CUBLAS_STATUS_NOT_INITIALIZED;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: FP8 matrix A is not transposed; {{.+}} [cublaslt-fp8-layout]
  return cublasLtMatmulAlgoGetHeuristic(g->lt, &op, &a, &a, &d, &d, g->pref, 1, &r, &n);
}

int oneWorkspace(const struct Gemm *g) {
  cudaStream_t streams[2];
  if (cudaStreamCreate(&streams[0]) || cudaStreamCreate(&streams[1]))
    return -1;
  if (MATMUL(g, g->A, g->ws, streams[0]))
    return -1;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace 'g->ws' is also in use on another stream; {{.+}} [cublaslt-shared-workspace]
  if (MATMUL(g, g->A, g->ws, streams[1]))
    return -1;
  return 0;
}
int oneAfterTheOther(const struct Gemm *g, cudaStream_t first, cudaStream_t second) {
  if (MATMUL(g, g->A, g->ws, first) || cudaStreamSynchronize(first))
    return -1;
  return MATMUL(g, g->A, g->ws, second) ? -1 : 0;
}

cudaError_t captured(const struct Gemm *g, cudaGraph_t *graph) {
  void *ws = NULL;
  cudaError_t error = cudaStreamBeginCapture(g->st, cudaStreamCaptureModeGlobal);
  if (error)
    return error;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cudaMalloc' is called while a stream is captured; {{.+}} [cublaslt-stream-capture]
  if (!cudaMalloc(&ws, g->size) && MATMUL(g, g->A, ws, g->st))
    return cudaErrorInvalidValue;
  return cudaStreamEndCapture(g->st, graph);
}
cudaError_t allocatedBefore(const struct Gemm *g, cudaGraph_t *graph) {
  void *ws = NULL;
  cudaError_t error;
  if ((error = cudaMalloc(&ws, g->size)) || (error = cudaStreamBeginCapture(g->st, cudaStreamCaptureModeGlobal)))
    return error;
  if (MATMUL(g, g->A, ws, g->st))
    return cudaErrorInvalidValue;
  return cudaStreamEndCapture(g->st, graph);
}

cublasStatus_t shifted(struct Gemm *g, const short *A) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasStatus_t status = cublasLtMatmulPreferenceCreate(&g->pref);
  if (status || (status = cublasLtMatmulAlgoGetHeuristic(g->lt, g->op, g->a, g->b, g->c, g->d, g->pref, 1, &r, &n)) || !n)
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: matrix A starts 6 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  status = cublasLtMatmul(g->lt, g->op, g->one, A + 3, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, &r.algo, g->ws, g->size, g->st);
  if (status)
    return status;
  return cublasLtMatmul(g->lt, g->op, g->one, A + 128, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, &r.algo, g->ws, g->size, g->st);
}

cublasStatus_t onTheDefaultStream(const struct Gemm *g, cudaStream_t stream) {
  cudaStreamSynchronize(stream);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cublasLtMatmul' runs on the default stream, not on 'stream'; {{.+}} [cublaslt-default-stream]
  return MATMUL(g, g->A, g->ws, NULL);
}
cublasStatus_t noOtherStream(const struct Gemm *g) { return MATMUL(g, g->A, g->ws, 0); }
