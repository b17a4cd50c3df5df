// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-uncached-heuristic %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loops that ask the heuristic the same question again and again.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define ASK(g, r, n) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n)

void sameObjects(const Gemm &g, int rounds) {
  cublasLtMatmulHeuristicResult_t r;
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem in each round of the loop; the answer stays the same [cublaslt-uncached-heuristic]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the loop begins here
  for (int i = 0; i < rounds; ++i) {
    int n = 0;
    if (ASK(g, &r, &n) || n == 0)
      return;
  }
}

// Everything is made anew, and is the same again.
void madeAnew(Gemm g, int rounds, int64_t rows) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0, batch = 4;
  while (rounds--) {
    cublasLtMatrixLayoutCreate(&g.d, CUDA_R_32F, rows, rows, rows);
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem
    // CHECK: :[[@LINE-4]]:3: note: the loop begins here
    ASK(g, &r, &n);
    cublasLtMatrixLayoutDestroy(g.d);
  }
}

static bool choose(const Gemm &g, cublasLtMatmulAlgo_t *algo) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem
  // CHECK: :[[@LINE+8]]:3: note: the loop begins here
  if (ASK(g, &r, &n) || n == 0)
    return false;
  *algo = r.algo;
  return true;
}
void byAHelper(const Gemm &g, int rounds) {
  cublasLtMatmulAlgo_t algo;
  do {
    choose(g, &algo);
  } while (--rounds);
}

struct Runner {
  Gemm g;
  void run(int rounds) {
    cublasLtMatmulHeuristicResult_t r;
    int n = 0;
    for (int i = 0; i < rounds; ++i)
      // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem
      // CHECK: :[[@LINE-2]]:5: note: the loop begins here
      ASK(g, &r, &n);
  }
};

template <class T> void readBefore(Gemm g, T rounds) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0, rows = rand();
  for (T i = 0; i < rounds; ++i) {
    cublasLtMatrixLayoutCreate(&g.d, CUDA_R_32F, rows, rows, rows);
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem
    // CHECK: :[[@LINE-3]]:3: note: the loop begins here
    ASK(g, &r, &n);
    cublasLtMatrixLayoutDestroy(g.d);
  }
}
void useTemplate(Gemm g) { readBefore(g, 3L); }

// Each round asks something else, or nobody knows.
void otherSizes(Gemm g, const int *sizes, int rounds) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (int i = 0; i < rounds; ++i) {
    cublasLtMatrixLayoutCreate(&g.d, CUDA_R_32F, sizes[i], 64, sizes[i]);
    ASK(g, &r, &n);
    cublasLtMatrixLayoutDestroy(g.d);
  }
  for (int i = 0; i < rounds; ++i) {
    int rows = rand();
    cublasLtMatrixLayoutCreate(&g.d, CUDA_R_32F, rows, 64, rows);
    ASK(g, &r, &n);
    cublasLtMatrixLayoutDestroy(g.d);
  }
  for (int64_t batch = 1; batch < 64; batch *= 2) {
    cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &batch, sizeof(batch));
    ASK(g, &r, &n);
  }
}
void configure(cublasLtMatmulDesc_t, int);
void configuredElsewhere(const Gemm &g, int rounds) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (int i = 0; i < rounds; ++i) {
    configure(g.op, i);
    ASK(g, &r, &n);
  }
}
void otherObjects(const Gemm *g, int count) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (int i = 0; i < count; ++i)
    ASK(g[i], &r, &n);
}
void once(const Gemm &g, cublasLtMatmulHeuristicResult_t *r) {
  int n = 0;
  ASK(g, r, &n);
  ASK(g, r + 1, &n);
}
void suppressed(const Gemm &g, int rounds) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  while (rounds--)
    ASK(g, &r, &n); // NOLINT(cublaslt-uncached-heuristic)
}
// Another path's descriptor is given away, not the one that is asked with.
void log(cublasLtMatmulDesc_t);
void oneOfTwo(Gemm g, cublasLtMatmulDesc_t half, cublasLtMatmulDesc_t single, bool isHalf, int rounds) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (isHalf)
    g.op = half;
  else
    g.op = single;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem
  // CHECK: :[[@LINE+1]]:3: note: the loop begins here
  for (int i = 0; i < rounds; ++i) {
    ASK(g, &r, &n);
    log(half);
  }
}
