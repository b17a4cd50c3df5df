// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-missing-alignment %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrices that start at less than 16 bytes, chosen for with the default of 256.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

typedef unsigned short half_bits;

struct Plan {
  cublasLtMatmulPreference_t pref;
  cublasLtMatmulHeuristicResult_t result;
  bool good = false;
  explicit Plan(const Gemm &g, uint32_t alignmentOfA = 0) {
    int count = 0;
    if (cublasLtMatmulPreferenceCreate(&pref))
      return;
    if (alignmentOfA)
      cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, &alignmentOfA, sizeof(alignmentOfA));
    good = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 1, &result, &count) == 0 && count > 0;
  }
};

#define MATMUL(g, p, pa, pb, pc, pd)                                           \
  cublasLtMatmul((g).lt, (g).op, (g).one, pa, (g).a, pb, (g).b, (g).zero, pc,  \
                 (g).c, pd, (g).d, &(p).result.algo, (g).ws, (g).size, (g).st)

void halfOff(const Gemm &g, const half_bits *A) {
  Plan p(g);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: matrix A starts 2 bytes after a multiple of 16, but the heuristic assumes 256; the matmul fails or faults [cublaslt-missing-alignment]
  MATMUL(g, p, A + 1, g.B, g.C, g.D);
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the algorithm is chosen for that alignment here
}

void bytesOff(const Gemm &g, char *base) {
  Plan p(g);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix B starts 1 byte after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  // CHECK: :[[@LINE-18]]:12: note: the algorithm is chosen for that alignment here
  MATMUL(g, p, g.A, &base[17], g.C, g.D);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix D starts 14 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  // CHECK: :[[@LINE-21]]:12: note: the algorithm is chosen for that alignment here
  MATMUL(g, p, g.A, g.B, g.C, base - 2);
}

void allocated(const Gemm &g) {
  half_bits *arena;
  if (cudaMalloc(&arena, 1 << 20))
    return;
  Plan p(g);
  const size_t header = 3;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix A starts 6 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  // CHECK: :[[@LINE-32]]:12: note: the algorithm is chosen for that alignment here
  MATMUL(g, p, arena + header, g.B, g.C, g.D);
}

void rowsOfALoop(const Gemm &g, const half_bits *A, int n) {
  Plan p(g);
  for (int i = 0; i < n; ++i)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix A starts 10 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
    // CHECK: :[[@LINE-40]]:12: note: the algorithm is chosen for that alignment here
    MATMUL(g, p, A + i * 101 + 16 * i, g.B, g.C, g.D);
}

template <class T> void typed(const Gemm &g, const T *A, int i) {
  Plan p(g);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix C starts 2 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  // CHECK: :[[@LINE-47]]:12: note: the algorithm is chosen for that alignment here
  MATMUL(g, p, g.A, g.B, A + i * 8 + 1, g.D);
}
template void typed<half_bits>(const Gemm &, const half_bits *, int);

// With the type known, also multiples of 4 are judged.
void doubles(Gemm g, const double *A) {
  if (cublasLtMatrixLayoutCreate(&g.a, CUDA_R_64F, 64, 64, 64))
    return;
  Plan p(g);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix A starts 8 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  // CHECK: :[[@LINE-58]]:12: note: the algorithm is chosen for that alignment here
  MATMUL(g, p, A + 1, g.B, g.C, g.D);
}

void tensorFloats(Gemm g, const float *A) {
  if (cublasLtMatrixLayoutCreate(&g.a, CUDA_R_32F, 64, 64, 64) || cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F_FAST_TF32, CUDA_R_32F))
    return;
  Plan p(g);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: matrix A starts 4 bytes after a multiple of 16, {{.+}} [cublaslt-missing-alignment]
  // CHECK: :[[@LINE-67]]:12: note: the algorithm is chosen for that alignment here
  MATMUL(g, p, A + 1, g.B, g.C, g.D);
}

// Right, or nobody knows.

void floats(Gemm g, const float *A) {
  if (cublasLtMatrixLayoutCreate(&g.a, CUDA_R_32F, 64, 64, 64) || cublasLtMatmulDescCreate(&g.op, CUBLAS_COMPUTE_32F, CUDA_R_32F))
    return;
  Plan p(g);
  MATMUL(g, p, A + 1, g.B, g.C, g.D);
}

void unknownType(const Gemm &g, const float *A) {
  Plan p(g);
  MATMUL(g, p, A + 1, g.B, g.C, g.D);
}

void alignmentSet(const Gemm &g, const half_bits *A) {
  Plan p(g, 2);
  MATMUL(g, p, A + 1, g.B, g.C, g.D);
}

void sixteenBytes(const Gemm &g, const half_bits *A, int row) {
  Plan p(g);
  MATMUL(g, p, A + 8, g.B, g.C, g.D);
  MATMUL(g, p, A + row * 64, g.B, g.C, g.D);
}

void anyOffset(const Gemm &g, const half_bits *A, size_t offset, int ld) {
  Plan p(g);
  MATMUL(g, p, A + offset, g.B, g.C, g.D);
  for (int i = 0; i < 4; ++i)
    MATMUL(g, p, A + i * ld, g.B, g.C, g.D);
}

void preferenceOfOthers(const Gemm &g, const half_bits *A) {
  cublasLtMatmulHeuristicResult_t r;
  int count = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &count) || !count)
    return;
  cublasLtMatmul(g.lt, g.op, g.one, A + 1, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

void implicitChoice(const Gemm &g, const half_bits *A) {
  cublasLtMatmul(g.lt, g.op, g.one, A + 1, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, g.ws, g.size, g.st);
}

const half_bits *weights();
void baseOutOfSight(const Gemm &g) {
  Plan p(g);
  MATMUL(g, p, weights() + 1, g.B, g.C, g.D);
}

void roundedUp(const Gemm &g, char *base, size_t offset) {
  Plan p(g);
  MATMUL(g, p, base + (offset + 1 + 15) / 16 * 16, g.B, g.C, g.D);
}

void silenced(const Gemm &g, const half_bits *A) {
  Plan p(g);
  MATMUL(g, p, A + 1, g.B, g.C, g.D); // NOLINT
}
