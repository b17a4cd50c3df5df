// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-descriptor-leak,cublaslt-handle-per-call,cublaslt-uncached-heuristic,cublaslt-stale-algorithm,cublaslt-uninitialized-algo-count %s -- -std=c11 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Objects and choices in C: goto and one way out, pointers to structs,
   comma expressions, statement expressions, arrays of objects. */
#include "Inputs/Gemm.h"
#include <stdlib.h>

#define ASK(g, r, n) cublasLtMatmulAlgoGetHeuristic((g)->lt, (g)->op, (g)->a, (g)->b, (g)->c, (g)->d, (g)->pref, 1, r, n)
#define MATMUL(g, h, o, algo) cublasLtMatmul(h, o, (g)->one, (g)->A, (g)->a, (g)->B, (g)->b, (g)->zero, (g)->C, (g)->c, (g)->D, (g)->d, algo, (g)->ws, (g)->size, (g)->st)

/* The label destroys one of the two. */
cublasStatus_t forgottenAtTheLabel(const struct Gemm *g) {
  cublasLtMatmulDesc_t op = NULL;
  cublasLtMatrixLayout_t layout = NULL;
  cublasStatus_t status;
  if ((status = cublasLtMatmulDescCreate(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F)) != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is never destroyed; {{.+}} [cublaslt-descriptor-leak]
  if ((status = cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, 64, 64, 64)) != CUBLAS_STATUS_SUCCESS)
    goto cleanup;
  status = MATMUL(g, g->lt, op, NULL);
cleanup:
  if (op)
    cublasLtMatmulDescDestroy(op);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: this way out does not destroy it
  return status;
}
void commaAndTwice(void) {
  cublasLtMatmulPreference_t pref;
  if (cublasLtMatmulPreferenceCreate(&pref))
    return;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'pref' (cublasLtMatmulPreference_t) is destroyed twice; {{.+}} [cublaslt-descriptor-leak]
  cublasLtMatmulPreferenceDestroy(pref), cublasLtMatmulPreferenceDestroy(pref);
}
cublasStatus_t allDestroyed(const struct Gemm *g) {
  cublasLtMatrixLayout_t layouts[2] = {0};
  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  for (int i = 0; i < 2 && !status; ++i)
    status = cublasLtMatrixLayoutCreate(&layouts[i], CUDA_R_32F, 64, 64, 64);
  if (!status)
    status = MATMUL(g, g->lt, g->op, NULL);
  for (int i = 0; i < 2; ++i)
    if (layouts[i])
      cublasLtMatrixLayoutDestroy(layouts[i]);
  return status;
}
/* The stack form needs no destruction. */
cublasStatus_t onTheStack(const struct Gemm *g) {
  cublasLtMatmulDescOpaque_t op;
  cublasStatus_t status = cublasLtMatmulDescInit(&op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  return status ? status : MATMUL(g, g->lt, &op, NULL);
}
int madeForTheCaller(struct Gemm *g) { return cublasLtMatmulDescCreate(&g->op, CUBLAS_COMPUTE_32F, CUDA_R_32F) == CUBLAS_STATUS_SUCCESS; }

int perCall(const struct Gemm *g) {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: handle is made and destroyed by each call of 'perCall'; {{.+}} [cublaslt-handle-per-call]
  if (cublasLtCreate(&handle))
    return -1;
  int failed = MATMUL(g, handle, g->op, NULL) != CUBLAS_STATUS_SUCCESS;
  cublasLtDestroy(handle);
  return failed;
}
int oneForTheProgram(const struct Gemm *g, int rounds) {
  cublasLtHandle_t handle;
  if (cublasLtCreate(&handle))
    return -1;
  int failed = 0;
  while (rounds--)
    failed |= MATMUL(g, handle, g->op, NULL) != CUBLAS_STATUS_SUCCESS;
  cublasLtDestroy(handle);
  return failed;
}

void askedAgain(const struct Gemm *g, int rounds) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (; rounds > 0; --rounds)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'cublasLtMatmulAlgoGetHeuristic' gets the same problem in each round of the loop; {{.+}} [cublaslt-uncached-heuristic]
    if (ASK(g, &r, &n) || n == 0)
      return;
}
void askedUntilItSucceeds(struct Gemm *g, size_t limit) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  for (; limit > 0; limit /= 2) {
    if (cublasLtMatmulPreferenceSetAttribute(g->pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof limit))
      return;
    if (!ASK(g, &r, &n) && n > 0)
      break;
  }
}

cublasStatus_t otherThanAsked(struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasOperation_t transposed = CUBLAS_OP_T;
  cublasStatus_t status = cublasLtMatmulDescCreate(&g->op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status || (status = ASK(g, &r, &n)) || n < 1)
    return status;
  if ((status = cublasLtMatmulDescSetAttribute(g->op, CUBLASLT_MATMUL_DESC_TRANSB, &transposed, sizeof transposed)))
    return status;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the algorithm was chosen for another CUBLASLT_MATMUL_DESC_TRANSB of '{{.+}}'; {{.+}} [cublaslt-stale-algorithm]
  return MATMUL(g, g->lt, g->op, &r.algo);
  // CHECK: note: the algorithm is chosen for CUBLAS_OP_N here, but used with CUBLAS_OP_T
}
cublasStatus_t sameAsAsked(struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  cublasOperation_t transposed = CUBLAS_OP_T;
  cublasStatus_t status = cublasLtMatmulDescCreate(&g->op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  if (status || (status = cublasLtMatmulDescSetAttribute(g->op, CUBLASLT_MATMUL_DESC_TRANSB, &transposed, sizeof transposed)))
    return status;
  if ((status = ASK(g, &r, &n)) || n < 1)
    return status;
  return MATMUL(g, g->lt, g->op, &r.algo);
}

int uninitialized(const struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t r;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'n' has no initial value {{.+}} [cublaslt-uninitialized-algo-count]
  int n;
  return ASK(g, &r, &n), n > 0 ? MATMUL(g, g->lt, g->op, &r.algo) : -1;
}
int statusTestedFirst(const struct Gemm *g) {
  cublasLtMatmulHeuristicResult_t r;
  int n;
  return ASK(g, &r, &n) == CUBLAS_STATUS_SUCCESS && n > 0 ? (int)MATMUL(g, g->lt, g->op, &r.algo) : -1;
}
