// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-descriptor-leak %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Objects that some path does not destroy, or destroys too early or twice.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define MATMUL(g, op) cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st)

cublasStatus_t neverDestroyed(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'op' (cublasLtMatmulDesc_t) is never destroyed; host memory leaks [cublaslt-descriptor-leak]
  cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status)
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: this way out does not destroy it
  return MATMUL(g, op);
}

// The second creation fails, and the first object stays.
#define TRY(call) do { cublasStatus_t s_ = (call); if (s_ != CUBLAS_STATUS_SUCCESS) return s_; } while (0)
cublasStatus_t macroThatReturns(const Gemm &g) {
  cublasLtMatmulDesc_t op = nullptr;
  cublasLtMatrixLayout_t layout = nullptr;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'op' (cublasLtMatmulDesc_t) is not destroyed on every path;
  TRY(cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: note: this way out does not destroy it
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is not destroyed on every path;
  TRY(cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, 64, 64, 64));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: this way out does not destroy it
  TRY(MATMUL(g, op));
  cublasLtMatrixLayoutDestroy(layout);
  cublasLtMatmulDescDestroy(op);
  return CUBLAS_STATUS_SUCCESS;
}

void leftByContinue(const Gemm &g, const int *sizes, int n) {
  for (int i = 0; i < n; ++i) {
    cublasLtMatrixLayout_t layout;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is not destroyed before the next round of the loop;
    cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, sizes[i], sizes[i], sizes[i]);
    if (sizes[i] > 4096)
      continue;
    cublasLtMatrixLayoutDestroy(layout);
  }
}

void createdOverALiveOne(const Gemm &g, int n) {
  cublasLtMatrixLayout_t layout;
  for (int i = 0; i < n; ++i) {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is overwritten before it is destroyed;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the next round of the loop creates it again
    cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, i, i, i);
  }
  cublasLtMatrixLayoutDestroy(layout);
}

void usedForTwo(const Gemm &g) {
  cublasLtMatrixLayout_t layout;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is overwritten before it is destroyed;
  cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, 64, 64, 64);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: it is overwritten here
  cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, 32, 32, 32);
  cublasLtMatrixLayoutDestroy(layout);
}

// The destructor forgets one of the two.
struct Plan {
  cublasLtMatmulDesc_t op;
  cublasLtMatmulPreference_t pref;
  Plan() {
    cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'pref' (cublasLtMatmulPreference_t) is never destroyed;
    cublasLtMatmulPreferenceCreate(&pref);
  }
  ~Plan() { cublasLtMatmulDescDestroy(op); }
};
cublasStatus_t usePlan(const Gemm &g) {
  Plan plan;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: this way out does not destroy it
  return MATMUL(g, plan.op);
}

template <class T> cublasLtMatrixLayout_t make(T rows, T cols) {
  cublasLtMatrixLayout_t layout = nullptr;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'a' (cublasLtMatrixLayout_t) is never destroyed;
  cublasLtMatrixLayoutCreate(&layout, CUDA_R_16F, rows, cols, rows);
  return layout;
}
void usesAHelper(const Gemm &g) {
  auto a = make(3, 4);
  int batch = 2;
  cublasLtMatrixLayoutSetAttribute(a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the function ends without destroying it
}

void aHandlePerRequest(const Gemm &g) {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'handle' (cublasLtHandle_t) is never destroyed;
  if (cublasLtCreate(&handle) != CUBLAS_STATUS_SUCCESS)
    return;
  cublasLtMatmul(handle, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the function ends without destroying it
}

cublasStatus_t destroyedTwice(const Gemm &g) {
  cublasLtMatmulDesc_t op = nullptr;
  cublasStatus_t status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  status = MATMUL(g, op);
  if (status != CUBLAS_STATUS_SUCCESS)
    cublasLtMatmulDescDestroy(op);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'op' (cublasLtMatmulDesc_t) is destroyed twice; the second call aborts the process
  cublasLtMatmulDescDestroy(op);
  return status;
}

// A copy of the owner destroys the same descriptor.
struct Owner {
  cublasLtMatmulDesc_t op;
  Owner() { cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F); }
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'op' (cublasLtMatmulDesc_t) is destroyed twice;
  ~Owner() { cublasLtMatmulDescDestroy(op); }
};
cublasStatus_t copiesTheOwner(const Gemm &g) {
  Owner first;
  Owner second = first;
  return MATMUL(g, second.op);
}

cublasStatus_t usedAfterwards(const Gemm &g) {
  cublasLtMatmulDesc_t op;
  TRY(cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F));
  cublasLtMatmulDescDestroy(op);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'op' (cublasLtMatmulDesc_t) is used after it was destroyed; calls on it succeed, but may change another object
  return cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
}

void suppressed() {
  cublasLtMatmulPreference_t pref;
  cublasLtMatmulPreferenceCreate(&pref); // NOLINT(cublaslt-descriptor-leak)
}
