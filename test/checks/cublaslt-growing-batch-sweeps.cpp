// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Right: what grows whatever came out, and is bounded by something else.
#include "Inputs/Gemm.h"
#include <stdio.h>
cublasStatus_t setA(const Gemm &g, int b) { return cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &b, 4); }
#define MM cublasLtMatmul(g.lt, g.op, g.one, g.A, a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st)
// benchmark sweep bounded by another counter, failures printed and skipped: right
void sweep(const Gemm &g) { size_t m = 128; for (int i = 0; i < 8; ++i) { cublasLtMatrixLayout_t a; if (cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, m, 64, 64)) return; if (MM != CUBLAS_STATUS_SUCCESS) printf("failed at %zu\n", m); m *= 2; } }
void sweep2(const Gemm &g) { size_t m = 128; for (int i = 0; i < 8; ++i, m *= 2) { cublasLtMatrixLayout_t a; if (cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, m, 64, 64)) return; if (MM != CUBLAS_STATUS_SUCCESS) { printf("failed at %zu\n", m); continue; } } }
// sweep of allocations, failure is skipped
void sweepAlloc() { size_t bytes = 1024; for (int i = 0; i < 20; ++i) { void *p; if (cudaMalloc(&p, bytes) == cudaSuccess) { cudaFree(p); } else printf("no\n"); bytes *= 2; } }
// counter with the same numbers as the batch
void coincidence(const Gemm &g) { int tries = 1, batch = 1; for (;;) { if (tries > 5) return; cublasLtMatrixLayout_t a = g.a; cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, 4); if (MM == CUBLAS_STATUS_SUCCESS) return; ++tries; 
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
  batch *= 2; } }
// next item has a larger size, previous failed and was skipped
struct Item { size_t m; };
void items(const Gemm &g, const Item *it, int n) { size_t off = 0; for (int i = 0; i < n; ++i) { cublasLtMatrixLayout_t a; off += 8; if (cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, off, 64, 64)) continue; if (MM) continue; } }
// triangular loop: row block i has i rows, failure goes on
void tri(const Gemm &g, int n) { for (int i = 1; i < n; ++i) { cublasLtMatrixLayout_t a; if (cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, i, 64, 64)) continue; if (MM) continue; } }
// memory probe: find largest size that can be allocated, intended? bounded by total
void vec(size_t need) { size_t cap = 1024; while (cap < need) cap *= 2; void *p; if (cudaMalloc(&p, cap)) return; }
// a benchmark's loops around a function that tells of failures and goes on; more paths than are kept apart
static void bench(const Gemm &g, int m, int n, int k, int mode) {
  cublasLtMatrixLayout_t a;
  if (cublasLtMatrixLayoutCreate(&a, CUDA_R_16F, m, n, k)) printf("a\n");
  if (mode & 1) printf("1\n"); else if (mode & 2) printf("2\n");
  cublasLtMatmulHeuristicResult_t r[4]; int found = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, a, g.b, g.c, g.d, g.pref, 4, r, &found)) printf("h\n");
  for (int i = 0; i < found; ++i) if (MM != CUBLAS_STATUS_SUCCESS) printf("failed\n");
  if (cublasLtMatrixLayoutDestroy(a)) printf("d\n");
}
void grid(const Gemm &g, int mode) { for (int m = 512; m <= 4096; m *= 2) for (int n = 512; n <= 8192; n *= 2) for (int k = 8; k <= 128; k *= 2) bench(g, m, n, k, mode); }
// success goes on without growing: an answer to failure
void next(const Gemm &g) { int batch = 1; for (int i = 0; i < 8; ++i) { cublasLtMatrixLayout_t a = g.a; cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, 4); if (MM == CUBLAS_STATUS_SUCCESS) continue;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
  batch *= 2; } }
