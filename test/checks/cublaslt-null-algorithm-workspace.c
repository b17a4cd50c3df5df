// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-null-algorithm-workspace %s -- -std=c99 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Neither an algorithm nor a workspace, in C: null from NULL, 0, a variable, a
   field of a structure, a parameter. */
#include "Inputs/Gemm.h"
#include <stddef.h>

static cublasStatus_t run(const struct Gemm *g, const cublasLtMatmulAlgo_t *algo, void *ws, size_t size) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, algo, ws, size, g->st);
}
cublasStatus_t throughAHelper(const struct Gemm *g) {
  // CHECK: :[[@LINE+2]]:17: note: the algorithm is null from here
  // CHECK: :[[@LINE+1]]:23: note: the workspace is null from here
  return run(g, NULL, NULL, 0);
}

cublasStatus_t literals(const struct Gemm *g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, 0, (void *)0, 0, g->st);
}

cublasStatus_t leftToTheLibrary(const struct Gemm *g) {
  const cublasLtMatmulAlgo_t *algo = NULL;
  void *ws;
  ws = NULL;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: neither an algorithm nor a workspace is passed; {{.+}} [cublaslt-null-algorithm-workspace]
  // CHECK: :[[@LINE-4]]:38: note: the algorithm is null from here
  // CHECK: :[[@LINE-3]]:3: note: the workspace is null from here
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, algo, ws, 0, g->st);
}

/* Right. */
cublasStatus_t withAWorkspace(const struct Gemm *g, void *ws, size_t size) {
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL, ws, size, g->st);
}
cublasStatus_t withAnAlgorithm(const struct Gemm *g, const cublasLtMatmulAlgo_t *algo) {
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, algo, NULL, 0, g->st);
}
cublasStatus_t ofTheStructure(const struct Gemm *g) {
  return cublasLtMatmul(g->lt, g->op, g->one, g->A, g->a, g->B, g->b, g->zero, g->C, g->c, g->D, g->d, NULL, g->ws, g->size, g->st);
}
