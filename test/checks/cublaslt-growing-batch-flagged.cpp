// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The batch count grows after a failure, in every spelling of growth and every
// kind of loop.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void doWhile(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  cublasStatus_t status;
  do {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS)
      // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      batch *= 2;
      // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: 'cublasLtMatmul' failed here
      // CHECK: and is tried again here
  } while (status != CUBLAS_STATUS_SUCCESS);
}

void whileLoop(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 1;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  while (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-2]]:10: note: 'cublasLtMatmul' failed here, and is tried again here
    batch = batch * 2;
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  }
}

bool forLoop(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int attempts) {
  int32_t batch = 8;
  for (int i = 0; i < attempts; ++i) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return true;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-3]]:9: note: 'cublasLtMatmul' failed here, and is tried again here
    batch += 8;
  }
  return false;
}

// The growth stands in the loop's header; success leaves the loop.
void inTheIncrement(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
  // CHECK: :[[@LINE+3]]:9: note: 'cublasLtMatmul' failed here, and is tried again here
  for (int32_t batch = 8;; batch *= 2) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      break;
  }
}

void byShift(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 4;
  for (;;) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      return;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-4]]:29: note: 'cublasLtMatmul' failed here, and is tried again here
    batch <<= 1;
  }
}

void byOne(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 1;
  while (true) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (!cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st))
      break;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-3]]:10: note: 'cublasLtMatmul' failed here, and is tried again here
    ++batch;
  }
}

void factorFirst(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 2;
  bool done = false;
  while (!done) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    done = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
    if (!done) {
      fprintf(stderr, "matmul failed with batch %d\n", batch);
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      // CHECK: :[[@LINE-4]]:12: note: 'cublasLtMatmul' failed here, and is tried again here
      batch = 2 * batch;
    }
  }
}

void elseBranch(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int wanted) {
  int32_t batch = 32;
  int done = 0;
  while (done < wanted) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS) {
      done += batch;
    } else {
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      // CHECK: :[[@LINE-4]]:9: note: 'cublasLtMatmul' failed here, and is tried again here
      batch = batch + 32;
    }
  }
}

// A bound does not make the retry right: it is still tried with more.
cublasStatus_t withABound(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 64;
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  while (status != CUBLAS_STATUS_SUCCESS && batch < 4096) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS)
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      // CHECK: :[[@LINE-3]]:14: note: 'cublasLtMatmul' failed here, and is tried again here
      batch *= 2;
  }
  return status;
}

cublasStatus_t switchOnTheStatus(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  for (int attempt = 0; attempt < 5; ++attempt) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    switch (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st)) {
    case CUBLAS_STATUS_SUCCESS:
      return CUBLAS_STATUS_SUCCESS;
    case CUBLAS_STATUS_ALLOC_FAILED:
    case CUBLAS_STATUS_EXECUTION_FAILED:
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      // CHECK: :[[@LINE-6]]:13: note: 'cublasLtMatmul' failed here, and is tried again here
      batch *= 2;
      break;
    default:
      return CUBLAS_STATUS_INTERNAL_ERROR;
    }
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

cublasStatus_t byGoto(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  cublasStatus_t status;
retry:
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
  if (status != CUBLAS_STATUS_SUCCESS) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-3]]:12: note: 'cublasLtMatmul' failed here, and is tried again here
    batch *= 2;
    goto retry;
  }
  return status;
}

void continueStatement(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  while (true) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS) {
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
      // CHECK: :[[@LINE-2]]:9: note: 'cublasLtMatmul' failed here, and is tried again here
      batch *= 2;
      continue;
    }
    return;
  }
}

// The heuristic fails, the next one is asked for a larger batch.
cublasStatus_t heuristicFails(const Gemm &g) {
  int32_t batch = 16;
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  while (true) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
    if (status == CUBLAS_STATUS_SUCCESS && n > 0)
      return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmulAlgoGetHeuristic' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-4]]:29: note: 'cublasLtMatmulAlgoGetHeuristic' failed here, and is tried again here
    batch *= 4;
  }
}

// The buffer for the batch cannot be allocated, so a larger batch is tried.
void *allocationFails(const Gemm &g, size_t bytesPerBatch) {
  int32_t batch = 16;
  void *d = nullptr;
  while (cudaMalloc(&d, batch * bytesPerBatch) != cudaSuccess) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: {{batch count|allocation size}} grows after 'cudaMalloc' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-2]]:10: note: 'cudaMalloc' failed here, and is tried again here
    batch *= 2;
  }
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  return d;
}

cublasStatus_t allLayouts(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batchCount = 8;
  cublasStatus_t status;
  for (;;) {
    for (cublasLtMatrixLayout_t layout : {g.a, g.b, g.c, g.d})
      if (cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batchCount, sizeof(batchCount)) != CUBLAS_STATUS_SUCCESS)
        return CUBLAS_STATUS_INVALID_VALUE;
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      return status;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    // CHECK: :[[@LINE-4]]:14: note: 'cublasLtMatmul' failed here, and is tried again here
    batchCount *= 2;
  }
}
