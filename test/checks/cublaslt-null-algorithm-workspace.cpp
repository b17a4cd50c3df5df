// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-null-algorithm-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matmuls with neither an algorithm nor a workspace.
#include "Inputs/Gemm.h"

#define MATMUL(g, algorithm, ws, size)                                         \
  cublasLtMatmul((g).lt, (g).op, (g).one, (g).A, (g).a, (g).B, (g).b,          \
                 (g).zero, (g).C, (g).c, (g).D, (g).d, algorithm, ws, size,    \
                 (g).st)

cublasStatus_t literal(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; the library skips algorithms that need a workspace [cublaslt-null-algorithm-workspace]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, NULL, NULL, 0, g.st);
}

cublasStatus_t macro(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  return MATMUL(g, nullptr, nullptr, 0);
}

cublasStatus_t variables(const Gemm &g) {
  cublasLtMatmulAlgo_t *algo = nullptr;
  void *workspace = nullptr;
  size_t size = 0;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  // CHECK: :[[@LINE-4]]:32: note: the algorithm is null from here
  // CHECK: :[[@LINE-4]]:21: note: the workspace is null from here
  return MATMUL(g, algo, workspace, size);
}

static cublasStatus_t helper(const Gemm &g, void *ws, size_t size) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
}
cublasStatus_t ignoresItsWorkspace(const Gemm &g) { return helper(g, g.ws, g.size); }

template <class T> struct Linear {
  Gemm g;
  cublasStatus_t forward() {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
    return MATMUL(g, nullptr, nullptr, 0);
  }
};
template struct Linear<float>;

// Right forms.
cublasStatus_t workspaceAlone(const Gemm &g) { return MATMUL(g, nullptr, g.ws, g.size); }
cublasStatus_t algorithmAlone(const Gemm &g, const cublasLtMatmulAlgo_t *algo) { return MATMUL(g, algo, nullptr, 0); }
cublasStatus_t found(const Gemm &g, const cublasLtMatmulAlgo_t *algo, bool has) {
  return MATMUL(g, has ? algo : nullptr, nullptr, 0);
}
cublasStatus_t chosenOnSomePath(const Gemm &g, const cublasLtMatmulAlgo_t *best) {
  const cublasLtMatmulAlgo_t *algo = nullptr;
  if (best)
    algo = best;
  return MATMUL(g, algo, nullptr, 0);
}
cublasStatus_t allocatedOnSomePath(const Gemm &g, size_t size) {
  void *ws = nullptr;
  if (size)
    cudaMalloc(&ws, size);
  return MATMUL(g, nullptr, ws, size);
}
// The business of cublaslt-workspace-mismatch.
cublasStatus_t refused(const Gemm &g) { return MATMUL(g, nullptr, nullptr, 1 << 20); }
cublasStatus_t silenced(const Gemm &g) { return MATMUL(g, nullptr, nullptr, 0); } // NOLINT
