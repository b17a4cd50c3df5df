// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-descriptor-leak,cublaslt-handle-per-call,cublaslt-uncached-heuristic,cublaslt-stale-algorithm,cublaslt-uninitialized-algo-count,cublaslt-unchecked-status %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Objects and choices on the host side of a .cu file.
#include "Inputs/Gemm.h"

#define __global__ __attribute__((global))
#define __host__ __attribute__((host))
#define __device__ __attribute__((device))
#define ASK(g, r, n) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n)
#define MATMUL(g, h, o, algo) cublasLtMatmul(h, o, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st)

__global__ void fill(float *data);
__host__ __device__ inline int rounded(int n) { return (n + 15) / 16 * 16; }

__host__ cublasStatus_t leaked(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'op' (cublasLtMatmulDesc_t) is never destroyed; {{.+}} [cublaslt-descriptor-leak]
  if (cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F))
    return status;
  return MATMUL(g, g.lt, op, nullptr);
}
template <typename T> struct Multiply {
  Gemm g;
  void operator()(T *out) const {
    cublasLtHandle_t handle;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: handle is made and destroyed by each call of 'Multiply{{.*}}::operator()'; {{.+}} [cublaslt-handle-per-call]
    if (cublasLtCreate(&handle))
      return;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' is dropped; {{.+}} [cublaslt-unchecked-status]
    cublasLtMatmul(handle, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, out, g.d, out, g.d, nullptr, nullptr, 0, g.st);
    cublasLtDestroy(handle);
  }
};
void multiply(const Gemm &g, float *out) { Multiply<float>{g}(out); }

void layers(const Gemm &g, int count) {
  cublasLtMatmulHeuristicResult_t r;
  for (int i = 0, n = 0; i < count; ++i)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem {{.+}} [cublaslt-uncached-heuristic]
    if (ASK(g, &r, &n) || !n || MATMUL(g, g.lt, g.op, &r.algo))
      return;
}
cublasStatus_t swapped(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasStatus_t status = ASK(g, &r, &n); status || n == 0)
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the layouts of A and B are swapped {{.+}} [cublaslt-stale-algorithm]
  return cublasLtMatmul(g.lt, g.op, g.one, g.B, g.b, g.A, g.a, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
bool anyAlgorithm(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'n' has no initial value {{.+}} [cublaslt-uninitialized-algo-count]
  int n;
  (void)ASK(g, &r, &n);
  if (n > 0)
    return true;
  return false;
}

// Right: sizes by a function of both sides, objects of a class that owns them.
class Layout {
public:
  Layout(int rows, int cols) { status = cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, rounded(rows), cols, rounded(rows)); }
  ~Layout() { cublasLtMatrixLayoutDestroy(layout); }
  Layout(const Layout &) = delete;
  cublasLtMatrixLayout_t layout = nullptr;
  cublasStatus_t status;
};
cublasStatus_t owned(Gemm g, int rows) {
  Layout a(rows, 64), d(rows, 64);
  if (a.status || d.status)
    return CUBLAS_STATUS_ALLOC_FAILED;
  g.a = a.layout;
  g.d = d.layout;
  return MATMUL(g, g.lt, g.op, nullptr);
}
#ifdef __CUDA_ARCH__
void notHere(const Gemm &g) { MATMUL(g, g.lt, g.op, nullptr); }
#endif
