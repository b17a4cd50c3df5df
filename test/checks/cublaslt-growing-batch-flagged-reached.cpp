// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Growth through members, references, lambdas, helper functions, exceptions
// and recursion; growth of other quantities; growth until failure.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

static cublasStatus_t runBatch(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  for (cublasLtMatrixLayout_t layout : {g.a, g.b, g.c, g.d}) {
    cublasStatus_t status = cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
  }
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
}
void helperFunction(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int batch = 16;
  while (runBatch(g, algo, batch) != CUBLAS_STATUS_SUCCESS)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|runBatch}}' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
}

static bool tryBatch(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
}
int helperReturnsBool(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int batch = 16;
  while (!tryBatch(g, algo, batch)) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|tryBatch}}' failed; {{.+}} [cublaslt-growing-batch]
    batch += 16;
  }
  return batch;
}

void lambda(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  auto attempt = [&](int32_t batch) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
  };
  int32_t batch = 4;
  while (attempt(batch) != CUBLAS_STATUS_SUCCESS)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|attempt|operator\(\)}}' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
}

void lambdaCapturesTheBatch(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 4;
  auto attempt = [&] {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
  };
  while (!attempt()) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|attempt|operator\(\)}}' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}

static void runOrThrow(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
    throw std::runtime_error("matmul");
}
void inACatchBlock(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int batch = 32;
  for (int attempt = 0; attempt < 4; ++attempt) {
    try {
      runOrThrow(g, algo, batch);
      return;
    } catch (const std::exception &) {
      // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|runOrThrow}}' failed; {{.+}} [cublaslt-growing-batch]
      batch *= 2;
    }
  }
}

cublasStatus_t recursion(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
  if (status == CUBLAS_STATUS_EXECUTION_FAILED)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    return recursion(g, algo, batch * 2);
  return status;
}

struct Settings {
  int32_t batch = 16;
  int attempts = 0;
};
void memberOfALocal(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  Settings settings;
  while (settings.attempts++ < 8) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &settings.batch, sizeof(settings.batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      break;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    settings.batch *= 2;
  }
}

void throughAReference(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t count = 16;
  int32_t &batch = count;
  for (;;) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      break;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}

void throughACopy(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  size_t batch = 16;
  for (;;) {
    const int32_t count = static_cast<int32_t>(batch);
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      break;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}

#define FAILED(call) ((call) != CUBLAS_STATUS_SUCCESS)
void inAMacro(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 16;
  while (FAILED(cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch))) || FAILED(cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st))) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|cublasLtMatrixLayoutSetAttribute}}' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}

// Other quantities.
cublasStatus_t rows(Gemm g, const cublasLtMatmulAlgo_t *algo, uint64_t k) {
  uint64_t m = 1024;
  for (int attempt = 0; attempt < 6; ++attempt) {
    if (cublasLtMatrixLayoutCreate(&g.a, CUDA_R_16BF, m, k, m) != CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_ALLOC_FAILED;
    if (cublasLtMatrixLayoutCreate(&g.d, CUDA_R_16BF, m, 64, m) != CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_ALLOC_FAILED;
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    cublasLtMatrixLayoutDestroy(g.a);
    cublasLtMatrixLayoutDestroy(g.d);
    if (status == CUBLAS_STATUS_SUCCESS)
      return status;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: number of rows grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    m *= 2;
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

cublasStatus_t columnsByAttribute(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  uint64_t columns = 128;
  while (true) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_COLS, &columns, sizeof(columns));
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      return status;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: number of columns grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    columns += 128;
  }
}

// The limit is not what the heuristic lacks, and nothing ends the growth.
bool workspaceLimit(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  size_t limit = 4 << 20;
  int n = 0;
  for (;;) {
    cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, &n) == CUBLAS_STATUS_SUCCESS && n > 0)
      return true;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit grows after 'cublasLtMatmulAlgoGetHeuristic' failed; {{.+}} [cublaslt-growing-batch]
    limit *= 2;
  }
}

cublasStatus_t workspaceLimitAfterMatmul(const Gemm &g) {
  uint64_t limit = 1 << 20;
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (int attempt = 0; attempt < 20; ++attempt) {
    cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_SUCCESS;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    limit <<= 1;
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

cublasStatus_t allocationSize(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  size_t bytes = 32 << 20;
  void *workspace = nullptr;
  while (cudaMalloc(&workspace, bytes) != cudaSuccess)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: allocation size grows after 'cudaMalloc' failed; {{.+}} [cublaslt-growing-batch]
    bytes *= 2;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, workspace, bytes, g.st);
}

// Growth until something fails.
void untilItFails(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t batch = 1;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  while (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows until 'cublasLtMatmul' fails; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  }
}

int largestBatch(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t largest = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows until 'cublasLtMatmul' fails; {{.+}} [cublaslt-growing-batch]
  for (int32_t batch = 1;; batch *= 2) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
      break;
    largest = batch;
  }
  return largest;
}

int largestThatAllocates(const Gemm &g, size_t bytesPerBatch) {
  int32_t batch = 1;
  void *d = nullptr;
  while (cudaMalloc(&d, batch * bytesPerBatch) == cudaSuccess) {
    cudaFree(d);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{batch count|allocation size}} grows until 'cudaMalloc' fails; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  return batch;
}
