// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Statuses that nothing tests.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void dropped(const Gemm &g) {
  int transposed = CUBLAS_OP_T;
  // CHECK: :[[@LINE+1]]:3: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped; the old value may stay [cublaslt-unchecked-status]
  cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof(transposed));
  // CHECK: :[[@LINE+1]]:3: warning: status of 'cublasLtMatmul' is dropped; D may keep its old content
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
}

cublasStatus_t overwritten(const Gemm &g, int n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixLayoutSetAttribute' in 'status' is overwritten untested;
  cublasStatus_t status = cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the status is overwritten here
  status = cublasLtMatrixLayoutSetAttribute(g.b, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
  if (status != CUBLAS_STATUS_SUCCESS)
    return status;
  return CUBLAS_STATUS_SUCCESS;
}

// Clang's own check of dead stores does not look into templates.
template <class T> int overwrittenInATemplate(const Gemm &g, T n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixLayoutSetAttribute' in 'status' is overwritten untested;
  auto status = cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the status is overwritten here
  status = cublasLtMatrixLayoutSetAttribute(g.b, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
  return status;
}
int useTemplate(const Gemm &g) { return overwrittenInATemplate(g, 3) + overwrittenInATemplate(g, 4u); }

void kept(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' in 'status' is never tested;
  const cublasStatus_t status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
}

void onlyPrinted(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' in 'status' is never tested;
  int status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
  printf("matmul: %d\n", status);
}

// The comparison is made, and nobody looks at it.
void comparedForNothing(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' is never tested;
  bool ok = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st) == CUBLAS_STATUS_SUCCESS;
  printf("matmul: %d\n", ok);
}

struct Operation {
  cublasLtMatmulDesc_t op;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulDescCreate' is dropped; the variable may be unset
  Operation() { cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F); }
  ~Operation() { cublasLtMatmulDescDestroy(op); }
  template <class T> void set(cublasLtMatmulDescAttributes_t a, const T &v) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped;
    cublasLtMatmulDescSetAttribute(op, a, &v, sizeof(v));
  }
};
void useOperation() {
  Operation o;
  o.set(CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T);
}

void inALoop(const Gemm &g, cublasLtMatrixLayout_t *layouts, int n) {
  for (int i = 0; i < n; ++i)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixLayoutCreate' is dropped;
    cublasLtMatrixLayoutCreate(&layouts[i], CUDA_R_16F, 64, 64, 64);
}

void inALambda(const Gemm &g) {
  auto run = [&](void *d) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' is dropped;
    cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, d, g.d, nullptr, nullptr, 0, g.st);
  };
  run(g.D);
}

// The macro names the call and lets its status go.
#define LOG_CALL(call) do { printf("%s\n", #call); call; } while (0)
void byAMacro(const Gemm &g, float v) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixTransform' is dropped; the output may keep its old content
  LOG_CALL(cublasLtMatrixTransform(g.lt, nullptr, &v, g.A, g.a, nullptr, nullptr, nullptr, g.D, g.d, g.st));
}

// A chain of statuses that nothing looks at.
void chained(const Gemm &g, int n) {
  int failed = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixLayoutSetAttribute' is never tested;
  // CHECK: :[[@LINE+3]]:3: note: the status is overwritten here
  failed |= cublasLtMatrixLayoutSetAttribute(g.a, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatrixLayoutSetAttribute' is never tested;
  failed |= cublasLtMatrixLayoutSetAttribute(g.b, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &n, sizeof(n));
}

// More paths than are kept apart in a function that is entered.
static void probe(const Gemm &g, int mode, const void *s, const void *t, const void *u) {
  // CHECK: :[[@LINE+1]]:13: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped;
  if (mode) cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode));
  // CHECK: :[[@LINE+1]]:10: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped;
  if (s) cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, &s, sizeof(s));
  // CHECK: :[[@LINE+1]]:10: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped;
  if (t) cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, &t, sizeof(t));
  // CHECK: :[[@LINE+1]]:10: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped;
  if (u) cublasLtMatmulDescSetAttribute(g.op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &u, sizeof(u));
}
void probes(const Gemm &g, int mode, const void *s, const void *t, const void *u) { probe(g, mode, s, t, u); }

// The path ends there, and the status was dropped before.
void andLeaves(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:3: warning: status of 'cublasLtMatmul' is dropped;
  cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
  abort();
}
