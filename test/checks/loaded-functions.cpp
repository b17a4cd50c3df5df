// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status,cublaslt-unchecked-heuristic-status,cublaslt-descriptor-leak,cublaslt-attribute-size %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The library is loaded at run time: its functions are called through objects,
// pointers and members that bear their names.
#include "Inputs/Gemm.h"
#include <utility>

void *symbol(const char *name);

namespace loaded {

#define LOAD(name)                                                             \
  struct Load_##name {                                                         \
    template <typename... Args>                                                \
    auto operator()(Args... args) -> decltype(::name(std::declval<Args>()...)) { \
      using Function = decltype(::name(std::declval<Args>()...)) (*)(Args...); \
      static void *found = symbol(#name);                                      \
      return reinterpret_cast<Function>(found)(args...);                       \
    }                                                                          \
  };                                                                           \
  extern Load_##name name;
LOAD(cublasLtMatmul)
LOAD(cublasLtMatmulAlgoGetHeuristic)
LOAD(cublasLtMatrixLayoutCreate)
LOAD(cublasLtMatrixLayoutDestroy)
LOAD(cublasLtMatrixLayoutSetAttribute)

// Its own business: it throws.
struct Checked {
  template <typename... Args> cublasStatus_t operator()(Args... args) {
    if (::cublasLtMatmulDescCreate(args...))
      throw 1;
    return CUBLAS_STATUS_SUCCESS;
  }
};
extern Checked cublasLtMatmulDescCreate;

extern cublasStatus_t (*cublasLtMatmulPreferenceCreate)(cublasLtMatmulPreference_t *);

} // namespace loaded

struct Table {
  decltype(&::cublasLtMatmulDescDestroy) cublasLtMatmulDescDestroy;
  decltype(&::cublasLtMatmulDescSetAttribute) cublasLtMatmulDescSetAttribute;
  // Another function that happens to have the name.
  cublasStatus_t (*cublasLtCreate)();
};

void dropped(const Gemm &g) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' is dropped; {{.+}} [cublaslt-unchecked-status]
  loaded::cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st);
}

void throughPointer() {
  cublasLtMatmulPreference_t pref;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'pref' (cublasLtMatmulPreference_t) is never destroyed; {{.+}} [cublaslt-descriptor-leak]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulPreferenceCreate' is dropped; {{.+}} [cublaslt-unchecked-status]
  loaded::cublasLtMatmulPreferenceCreate(&pref);
}

void throughTable(const Table *table, cublasLtMatmulDesc_t op, int64_t transpose) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: status of 'cublasLtMatmulDescSetAttribute' is dropped; {{.+}} [cublaslt-unchecked-status]
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_TRANSA' has 4 bytes {{.+}} [cublaslt-attribute-size]
  table->cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transpose, sizeof(transpose));
}

bool leaks() {
  cublasLtMatrixLayout_t layout;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is never destroyed; {{.+}} [cublaslt-descriptor-leak]
  return loaded::cublasLtMatrixLayoutCreate(&layout, CUDA_R_16F, 64u, 64u, 64) == CUBLAS_STATUS_SUCCESS;
}

bool unchecked(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'count' {{.+}} [cublaslt-unchecked-heuristic-status]
  loaded::cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &result, &count);
  return loaded::cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &result.algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
}

// What looks like it and is right.

bool destroyed() {
  cublasLtMatrixLayout_t layout;
  if (loaded::cublasLtMatrixLayoutCreate(&layout, CUDA_R_16F, 64u, 64u, 64))
    return false;
  return loaded::cublasLtMatrixLayoutDestroy(layout) == CUBLAS_STATUS_SUCCESS;
}

void checksItself(cublasLtMatmulDesc_t *op) {
  loaded::cublasLtMatmulDescCreate(op, CUBLAS_COMPUTE_32F, CUDA_R_32F);
}

void anotherFunction(const Table &table) { table.cublasLtCreate(); }

void mayFail(const Table &table, cublasLtMatmulDesc_t op) {
  table.cublasLtMatmulDescDestroy(op);
}
