// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that the description of the check leaves open: silence is expected,
// because a report could not be proved. The last function shows that the check
// is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

// A heuristic without a result may lack workspace, and the search has an end.
bool boundedLimitForTheHeuristic(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  int n = 0;
  for (size_t limit = 4 << 20; limit <= (64 << 20); limit *= 2) {
    cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, &n) == CUBLAS_STATUS_SUCCESS && n > 0)
      return true;
  }
  return false;
}

// Grows while it works, shrinks when it does not.
int32_t upAndDown(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 1, best = 0;
  for (int i = 0; i < 16 && batch > 0; ++i) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS) {
      best = batch;
      batch *= 2;
    } else {
      batch /= 2;
    }
  }
  return best;
}

// Padded once to what FP8 asks for.
cublasStatus_t paddedOnce(Gemm g, const cublasLtMatmulAlgo_t *algo, uint64_t rows, uint64_t cols) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (cublasLtMatrixLayoutCreate(&g.d, CUDA_R_8F_E4M3, rows, cols, rows) != CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_ALLOC_FAILED;
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_SUCCESS;
    rows = (rows + 15) / 16 * 16;
  }
  return CUBLAS_STATUS_NOT_SUPPORTED;
}

// The step comes from the caller: it may be negative.
cublasStatus_t stepOfTheCaller(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch, int32_t step) {
  while (batch > 0) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_SUCCESS;
    batch += step;
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

// What the next size is, is decided out of sight.
int32_t nextBatch(int32_t batch);
cublasStatus_t sizeOutOfSight(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  while (batch > 0) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_SUCCESS;
    batch = nextBatch(batch);
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

// Grows after a failure, but what is tried again does not depend on it.
cublasStatus_t notUsedAgain(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  while (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS) {
    batch *= 2;
    if (batch > 1024)
      return CUBLAS_STATUS_EXECUTION_FAILED;
  }
  return CUBLAS_STATUS_SUCCESS;
}

// The failure is of a wait, not of the matmul.
bool tryLock();
void lockNotMatmul(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 1;
  while (!tryLock())
    batch += 1;
  batch = 64;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
}

// Requests gather while the queue is busy.
int waiting();
void gathers(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 0;
  do {
    batch += waiting();
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  } while (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS && batch < 4096);
}

void atWork(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 1;
  while (true) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      break;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}
