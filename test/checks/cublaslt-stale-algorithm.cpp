// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-stale-algorithm %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Algorithms that run another problem than they were chosen for.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define ASK(g, r, n) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n)
#define MATMUL(g, algo) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st)

cublasStatus_t epilogueSetTooLate(Gemm g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasStatus_t status = ASK(g, &r, &n);
  if (status || n == 0)
    return status;
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_RELU;
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the algorithm was chosen for another CUBLASLT_MATMUL_DESC_EPILOGUE of 'g.op'; the matmul may fail [cublaslt-stale-algorithm]
  // CHECK: note: the algorithm is chosen for CUBLASLT_EPILOGUE_DEFAULT here, but used with CUBLASLT_EPILOGUE_RELU
  // CHECK: note: the attribute is set here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

int swapped(Gemm g) {
  cublasLtMatmulHeuristicResult_t r[4];
  int n = 0;
  if (ASK(g, r, &n) || n == 0)
    return 1;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the layouts of A and B are swapped since the algorithm was chosen;
  // CHECK: note: the algorithm is chosen here
  return cublasLtMatmul(g.lt, g.op, g.one, g.B, g.b, g.A, g.a, g.zero, g.C, g.c, g.D, g.d, &r[0].algo, g.ws, g.size, g.st);
}

// One choice for layouts of another size.
struct Runner {
  Gemm g;
  cublasLtMatmulAlgo_t algorithm;
  bool choose() {
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    if (ASK(g, &r, &n) || n == 0)
      return false;
    algorithm = r.algo;
    return true;
  }
  cublasStatus_t run() { return MATMUL(g, &algorithm); }
};
cublasStatus_t otherLayout(const Gemm &g) {
  Runner runner;
  runner.g = g;
  cublasLtMatrixLayoutCreate(&runner.g.d, CUDA_R_32F, 64, 64, 64);
  if (!runner.choose())
    return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtMatrixLayout_t larger;
  cublasLtMatrixLayoutCreate(&larger, CUDA_R_32F, 128, 64, 128);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the algorithm was chosen for another CUBLASLT_MATRIX_LAYOUT_ROWS of 'larger';
  // CHECK: :[[@LINE-16]]:9: note: the algorithm is chosen for 64 here, but used with 128
  // CHECK: :[[@LINE-3]]:3: note: the attribute is set here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, larger, &runner.algorithm, g.ws, g.size, g.st);
}

template <int Batch> cublasStatus_t batched(const Gemm &g) {
  cublasLtMatrixLayout_t d;
  cublasLtMatrixLayoutCreate(&d, CUDA_R_16F, 64, 64, 64);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0, batch = Batch;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, d, d, g.pref, 1, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtMatrixLayoutSetAttribute(d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the algorithm was chosen for another CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT of 'd';
  // CHECK: :[[@LINE-4]]:7: note: the algorithm is chosen for 1 here, but used with 4
  // CHECK: :[[@LINE-3]]:3: note: the attribute is set here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, d, g.D, d, &r.algo, g.ws, g.size, g.st);
}
cublasStatus_t useBatched(const Gemm &g) { return batched<4>(g) ? batched<1>(g) : CUBLAS_STATUS_SUCCESS; }

void inALoop(Gemm g, int rounds) {
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (ASK(g, &r, &n) || n == 0)
    return;
  cublasOperation_t transposed = CUBLAS_OP_T;
  for (int i = 0; i < rounds; ++i) {
    // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the algorithm was chosen for another CUBLASLT_MATMUL_DESC_TRANSA of 'g.op';
    // CHECK: :[[@LINE-5]]:7: note: the algorithm is chosen for CUBLAS_OP_N here, but used with CUBLAS_OP_T
    // CHECK: :[[@LINE+2]]:5: note: the attribute is set here
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
    cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof(transposed));
  }
}

// Right, and unknown.
cublasStatus_t right(Gemm g, const void *bias, int64_t rows, int batch) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtMatrixLayoutCreate(&g.d, CUDA_R_32F, rows, 64, rows);
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_BIAS;
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  if (ASK(g, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof(bias));
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  return MATMUL(g, &r.algo);
}
cublasStatus_t swappedForBoth(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.b, g.a, g.c, g.d, g.pref, 1, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.B, g.b, g.A, g.a, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
cublasStatus_t askedAgain(Gemm g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (int rows = 64; rows <= 128; rows *= 2) {
    cublasLtMatrixLayoutCreate(&g.d, CUDA_R_32F, rows, 64, rows);
    if (ASK(g, &r, &n) || n == 0)
      continue;
    MATMUL(g, &r.algo);
    cublasLtMatrixLayoutDestroy(g.d);
  }
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t checkedAgain(Gemm g) {
  cublasLtMatmulHeuristicResult_t r, other;
  int n = 0;
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (ASK(g, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_RELU;
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  if (cublasLtMatmulAlgoCheck(g.lt, g.op, g.a, g.b, g.c, g.d, &r.algo, &other))
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return MATMUL(g, &r.algo);
}
cublasStatus_t oneOfTwo(Gemm g, bool relu) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  cublasLtEpilogue_t epilogue = relu ? CUBLASLT_EPILOGUE_RELU : CUBLASLT_EPILOGUE_DEFAULT;
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  if (ASK(g, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return MATMUL(g, &r.algo);
}
void configure(cublasLtMatmulDesc_t);
cublasStatus_t configuredElsewhere(Gemm g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (ASK(g, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  configure(g.op);
  return MATMUL(g, &r.algo);
}
int suppressed(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (ASK(g, &r, &n) || n == 0)
    return 1;
  // NOLINTNEXTLINE(cublaslt-stale-algorithm)
  return cublasLtMatmul(g.lt, g.op, g.one, g.B, g.b, g.A, g.a, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
