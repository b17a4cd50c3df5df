// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Retries and growth that are right: smaller problems, other algorithms, the
// same size again, bounded sweeps, chunks, padding. The last function shows
// that the check is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

cublasStatus_t halvesOnFailure(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  for (int32_t batch = 256; batch > 0; batch /= 2) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_SUCCESS;
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

cublasStatus_t shiftsDown(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  cublasStatus_t status;
  do {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS)
      batch >>= 1;
  } while (status != CUBLAS_STATUS_SUCCESS && batch > 0);
  return status;
}

void *smallerAllocation(size_t bytes) {
  void *p = nullptr;
  while (bytes >= (1 << 20) && cudaMalloc(&p, bytes) != cudaSuccess)
    bytes = bytes / 4 * 3;
  return p;
}

// More chunks, each of them smaller.
cublasStatus_t moreChunks(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t total) {
  int32_t chunks = 1;
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  while (chunks <= total) {
    int32_t batch = total / chunks;
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      break;
    chunks *= 2;
  }
  return status;
}

bool splitBuffer(const Gemm &g, const cublasLtMatmulAlgo_t *algo, size_t bytes) {
  void *d = nullptr;
  int pieces = 1;
  while (cudaMalloc(&d, bytes / pieces) != cudaSuccess) {
    pieces += 1;
    if (pieces > 64)
      return false;
  }
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
}

// The batch is worked through: the offset grows, not the batch.
cublasStatus_t workedThrough(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t total) {
  int32_t done = 0;
  while (done < total) {
    int32_t batch = std::min(total - done, 64);
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
    done += batch;
  }
  return CUBLAS_STATUS_SUCCESS;
}

// Another algorithm, the same problem.
cublasStatus_t nextAlgorithm(const Gemm &g, int32_t batch) {
  cublasLtMatmulHeuristicResult_t results[8];
  int n = 0;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, results, &n) != CUBLAS_STATUS_SUCCESS)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  for (int i = 0; i < n && status != CUBLAS_STATUS_SUCCESS; ++i)
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &results[i].algo, g.ws, g.size, g.st);
  return status;
}

cublasStatus_t moreAlgorithms(const Gemm &g) {
  std::vector<cublasLtMatmulHeuristicResult_t> results;
  int n = 0;
  for (int requested = 1; requested <= 64; requested *= 2) {
    results.resize(requested);
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, requested, results.data(), &n) != CUBLAS_STATUS_SUCCESS)
      continue;
    results.resize(n);
    for (auto &r : results)
      if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
        return CUBLAS_STATUS_SUCCESS;
  }
  return CUBLAS_STATUS_NOT_SUPPORTED;
}

// The same size again; only the counter of attempts grows.
cublasStatus_t sameAgain(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  for (int attempt = 0; attempt < 3; ++attempt) {
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      break;
    cudaDeviceSynchronize();
  }
  return status;
}

void wait(int milliseconds);
cublasStatus_t longerPauses(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int pause = 1;
  while (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS) {
    wait(pause);
    pause *= 2;
    if (pause > 1000)
      return CUBLAS_STATUS_EXECUTION_FAILED;
  }
  return CUBLAS_STATUS_SUCCESS;
}

// Sweeps with an end.
void sweep(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  for (int32_t batch = 1; batch <= 64; batch *= 2) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS) {
      fprintf(stderr, "batch %d failed\n", batch);
      break;
    }
  }
}
void sweepThatGoesOn(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  for (int32_t batch = 1; batch <= 1024; batch <<= 1) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS) {
      printf("%d: skipped\n", batch);
      continue;
    }
    printf("%d: ran\n", batch);
  }
}
void sweepOfSizes(Gemm g, const cublasLtMatmulAlgo_t *algo) {
  for (uint64_t m = 128; m <= 16384; m += 128) {
    if (cublasLtMatrixLayoutCreate(&g.d, CUDA_R_16BF, m, m, m) != CUBLAS_STATUS_SUCCESS)
      return;
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    cublasLtMatrixLayoutDestroy(g.d);
  }
}
void sweepOfLimits(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  for (size_t limit = 1 << 20; limit <= (256 << 20); limit *= 2) {
    int n = 0;
    cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
    if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, &n) != CUBLAS_STATUS_SUCCESS)
      continue;
    printf("%zu bytes: %d algorithms\n", limit, n);
  }
}
void sweepOfAList(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  const int32_t batches[] = {1, 8, 64, 512};
  for (int32_t batch : batches) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
      continue;
  }
}
void sweepToAParameter(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t largest) {
  int32_t batch = 1;
  while (batch <= largest) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    batch *= 2;
  }
}

// Growth after success, up to a bound.
int32_t growsWhileItWorks(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t largest) {
  int32_t batch = 1;
  while (batch < largest) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
      return batch / 2;
    batch *= 2;
  }
  return largest;
}

// A binary search for the largest batch ends by itself.
int32_t binarySearch(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  int32_t low = 1, high = 4096;
  while (low < high) {
    int32_t batch = (low + high + 1) / 2;
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS)
      low = batch;
    else
      high = batch - 1;
  }
  return low;
}

// The leading dimension is padded up for the alignment; the size stays.
cublasStatus_t paddedLeadingDimension(Gemm g, const cublasLtMatmulAlgo_t *algo, uint64_t rows, uint64_t cols) {
  int64_t ld = rows;
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  while (status != CUBLAS_STATUS_SUCCESS && ld < (int64_t)rows + 64) {
    if (cublasLtMatrixLayoutCreate(&g.d, CUDA_R_16BF, rows, cols, ld) != CUBLAS_STATUS_SUCCESS)
      return CUBLAS_STATUS_ALLOC_FAILED;
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    cublasLtMatrixLayoutDestroy(g.d);
    ld += 8;
  }
  return status;
}

// A buffer that grows with the need, as vectors do; no failure is involved.
void *reserve(void *buffer, size_t *capacity, size_t needed) {
  if (needed <= *capacity)
    return buffer;
  cudaFree(buffer);
  while (*capacity < needed)
    *capacity *= 2;
  return cudaMalloc(&buffer, *capacity) == cudaSuccess ? buffer : nullptr;
}

// Fills the memory with pieces of one size.
size_t fillMemory(size_t piece) {
  size_t total = 0;
  void *p = nullptr;
  while (cudaMalloc(&p, piece) == cudaSuccess)
    total += piece;
  return total;
}

// Gives up when it fails.
cublasStatus_t stopsAtAFailure(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int rounds) {
  int32_t batch = 1;
  for (int i = 0; i < rounds; ++i) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
    if (status != CUBLAS_STATUS_SUCCESS)
      return status;
    batch *= 2;
  }
  return CUBLAS_STATUS_SUCCESS;
}

// The statistics grow after a failure.
int countsFailures(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int rounds) {
  int failures = 0;
  for (int32_t i = 0, batch = 32; i < rounds; ++i) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    if (cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) != CUBLAS_STATUS_SUCCESS)
      failures += batch;
  }
  return failures;
}

// After the failure the workspace is given up, then the batch shrinks.
cublasStatus_t withoutWorkspace(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  size_t bytes = g.size;
  while (batch > 0) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, bytes ? g.ws : nullptr, bytes, g.st);
    if (status == CUBLAS_STATUS_SUCCESS)
      return status;
    if (bytes > 0)
      bytes = 0;
    else
      batch--;
  }
  return CUBLAS_STATUS_EXECUTION_FAILED;
}

// Recursion into halves.
cublasStatus_t halves(const Gemm &g, const cublasLtMatmulAlgo_t *algo, int32_t batch) {
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
  if (status == CUBLAS_STATUS_SUCCESS || batch == 1)
    return status;
  status = halves(g, algo, batch / 2);
  return status == CUBLAS_STATUS_SUCCESS ? halves(g, algo, batch - batch / 2) : status;
}

// Split-K: more parts of a smaller depth.
cublasStatus_t moreSplits(const Gemm &g, cublasLtMatmulAlgo_t algo) {
  cublasStatus_t status = CUBLAS_STATUS_NOT_SUPPORTED;
  for (int32_t splits = 1; splits <= 32 && status != CUBLAS_STATUS_SUCCESS; splits *= 2) {
    cublasLtMatmulAlgoConfigSetAttribute(&algo, CUBLASLT_ALGO_CONFIG_SPLITK_NUM, &splits, sizeof(splits));
    status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
  }
  return status;
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
