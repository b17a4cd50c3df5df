// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-workspace-mismatch %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pointer, size, buffer and limit of a workspace that contradict one another.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define MATMUL(g, algorithm, ws, size)                                         \
  cublasLtMatmul((g).lt, (g).op, (g).one, (g).A, (g).a, (g).B, (g).b,          \
                 (g).zero, (g).C, (g).c, (g).D, (g).d, algorithm, ws, size,    \
                 (g).st)

// Reached from throughAHelper.
static cublasStatus_t matmul(const Gemm &g, const cublasLtMatmulAlgo_t *algo,
                             void *ws, size_t size) {
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo,
                        ws,
                        // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace size 2097152 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
                        size, g.st);
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: the buffer is allocated here
}

void nullWithSize(const Gemm &g) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace is null, but its size is 4194304; the matmul returns INVALID_VALUE [cublaslt-workspace-mismatch]
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr,
                 nullptr, 4 << 20, g.st);
}

void inAMacro(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the workspace is null, but its size is 1; {{.+}} [cublaslt-workspace-mismatch]
  MATMUL(g, nullptr, nullptr, 1);
}

// A buffer that only some paths allocate, and a size that all of them pass.
void forgottenOnOnePath(const Gemm &g, const cublasLtMatmulHeuristicResult_t &r) {
  const size_t size = size_t(32) << 20;
  void *ws = nullptr;
  if (r.workspaceSize > 0)
    cudaMalloc(&ws, size);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: the workspace is null, but its size is 33554432; {{.+}} [cublaslt-workspace-mismatch]
  // CHECK: :[[@LINE-4]]:14: note: the workspace is null from here
  // CHECK: :[[@LINE-6]]:23: note: the size comes from here
  MATMUL(g, &r.algo, ws, size);
}

void testedSize(const Gemm &g, size_t size) {
  if (size == 0)
    return;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the workspace is null, but its size is 'size', not 0; {{.+}} [cublaslt-workspace-mismatch]
  MATMUL(g, nullptr, nullptr, size);
}

template <size_t N> void constantOfTemplate(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the workspace is null, but its size is 1024; {{.+}} [cublaslt-workspace-mismatch]
  MATMUL(g, nullptr, nullptr, N);
}
template void constantOfTemplate<1024>(const Gemm &);

struct Runner {
  Gemm g;
  void *workspace = nullptr;
  size_t size = 0;
  void run() {
    size = 1 << 20;
    if (cudaMalloc(&workspace, size) != cudaSuccess)
      return;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace size 2097152 is larger than the buffer of 1048576; {{.+}} [cublaslt-workspace-mismatch]
    // CHECK: :[[@LINE-3]]:9: note: the buffer is allocated here
    MATMUL(g, nullptr, workspace, size * 2);
  }
};

void throughAHelper(const Gemm &g) {
  void *ws;
  if (cudaMalloc(&ws, 1 << 20))
    return;
  matmul(g, nullptr, ws, 1 << 21);
  matmul(g, nullptr, ws, 1 << 20);
}

// Megabytes taken for bytes: whatever the number is.
void unitsMixed(const Gemm &g, size_t megabytes) {
  void *ws;
  if (cudaMalloc(&ws, megabytes))
    return;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace size megabytes * 1024 * 1024 is larger than the buffer of megabytes; {{.+}} [cublaslt-workspace-mismatch]
  // CHECK: :[[@LINE-3]]:7: note: the buffer is allocated here
  MATMUL(g, nullptr, ws, megabytes * 1024 * 1024);
}

void restOfABuffer(const Gemm &g) {
  char *arena;
  const size_t size = 8 << 20;
  if (cudaMalloc((void **)&arena, size))
    return;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace size 8388608 is larger than the buffer of 8388352; {{.+}} [cublaslt-workspace-mismatch]
  // CHECK: :[[@LINE-3]]:7: note: the buffer is allocated here
  MATMUL(g, nullptr, arena + 256, size);
  MATMUL(g, nullptr, arena + 256, size - 256);
}

void misaligned(const Gemm &g) {
  float *arena;
  if (cudaMalloc(&arena, 8 << 20))
    return;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace starts 128 bytes after a multiple of 256; the matmul returns INVALID_VALUE [cublaslt-workspace-mismatch]
  // CHECK: :[[@LINE-3]]:7: note: the buffer is allocated here
  MATMUL(g, nullptr, arena + 32, 1 << 20);
  MATMUL(g, nullptr, arena + 64, 1 << 20);
}

void misalignedByAnyIndex(const Gemm &g, size_t i) {
  char *arena;
  if (cudaMalloc((void **)&arena, 8 << 20))
    return;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace starts 16 bytes after a multiple of 256; {{.+}} [cublaslt-workspace-mismatch]
  // CHECK: :[[@LINE-3]]:7: note: the buffer is allocated here
  MATMUL(g, nullptr, arena + i * 256 + 16, 1 << 20);
  MATMUL(g, nullptr, arena + i * 256, 1 << 20);
  MATMUL(g, nullptr, arena + i * 16, 1 << 20);
}

void castsBetweenTypes(const Gemm &g) {
  float *arena;
  if (cudaMalloc(&arena, 8 << 20))
    return;
  // 4 floats and 240 bytes are 256 bytes.
  MATMUL(g, nullptr, reinterpret_cast<char *>(arena + 4) + 240, 1 << 20);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: the workspace starts 244 bytes after a multiple of 256; {{.+}} [cublaslt-workspace-mismatch]
  // CHECK: :[[@LINE-5]]:7: note: the buffer is allocated here
  MATMUL(g, nullptr, reinterpret_cast<char *>(arena + 1) + 240, 1 << 20);
}

void belowTheLimit(const Gemm &g) {
  cublasLtMatmulPreference_t pref;
  if (cublasLtMatmulPreferenceCreate(&pref))
    return;
  size_t limit = 32 << 20;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, pref, 1, &r, &n) || n == 0)
    return;
  MATMUL(g, &r.algo, g.ws, limit);
  // A path of this file reads what a result needs: nothing is said of
  // 1 MiB here. See cublaslt-workspace-mismatch-limit.cpp.
  MATMUL(g, &r.algo, g.ws, 1 << 20);
}

// Right forms that look suspicious, and what nobody knows.

void nothingAtAll(const Gemm &g) {
  MATMUL(g, nullptr, nullptr, 0);
  MATMUL(g, nullptr, NULL, size_t());
}

void both(const Gemm &g, size_t size) {
  void *ws = nullptr;
  if (size > 0 && cudaMalloc(&ws, size) != cudaSuccess)
    return;
  MATMUL(g, nullptr, ws, size);
}

void choice(const Gemm &g, bool with) {
  void *ws = nullptr;
  if (with)
    cudaMalloc(&ws, 1 << 20);
  MATMUL(g, nullptr, ws, with ? 1 << 20 : 0);
}

void fromOutside(const Gemm &g, void *ws, size_t size) {
  MATMUL(g, nullptr, ws, size);
  MATMUL(g, nullptr, (char *)ws + 4, size);
  MATMUL(g, nullptr, nullptr, size);
  MATMUL(g, nullptr, g.ws, 64 << 20);
}

void *allocateSomewhere(size_t size);
void elsewhere(const Gemm &g) { MATMUL(g, nullptr, allocateSomewhere(1 << 20), 4 << 20); }

void roundedUp(const Gemm &g, size_t offset) {
  char *arena;
  if (cudaMalloc((void **)&arena, 64 << 20))
    return;
  MATMUL(g, nullptr, arena + ((offset + 255) & ~size_t(255)), 1 << 20);
  MATMUL(g, nullptr, arena + offset, 1 << 20);
  auto address = reinterpret_cast<uintptr_t>(arena) + 100;
  MATMUL(g, nullptr, reinterpret_cast<void *>((address + 255) / 256 * 256), 1 << 20);
  MATMUL(g, nullptr, reinterpret_cast<void *>((address + 255) & ~uintptr_t(255)), 1 << 20);
}

void allocatedAgain(const Gemm &g) {
  void *ws;
  size_t size = 1 << 20;
  cudaMalloc(&ws, size);
  cudaFree(ws);
  size *= 2;
  cudaMalloc(&ws, size);
  MATMUL(g, nullptr, ws, size);
}

void smallerThanTheBuffer(const Gemm &g) {
  void *ws;
  cudaMalloc(&ws, 64 << 20);
  MATMUL(g, nullptr, ws, 32 << 20);
}

bool grow(void **ws, size_t *size);
void grownOutOfSight(const Gemm &g) {
  void *ws;
  size_t size = 1 << 20;
  cudaMalloc(&ws, size);
  grow(&ws, &size);
  MATMUL(g, nullptr, ws, 32 << 20);
}

void silenced(const Gemm &g) {
  MATMUL(g, nullptr, nullptr, 1); // NOLINT(cublaslt-workspace-mismatch)
}
