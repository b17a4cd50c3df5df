// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-sizeof-operand %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-sizeof-operand --fix %t.cpp -- -std=c++17 -I%S -I%stand_in
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-sizeof-operand %t.cpp -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=AFTER --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The size of another variable than the one that is passed.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
#define SET(op, what, value, of) cublasLtMatmulDescSetAttribute(op, what, &(value), sizeof(of))

void flagged(cublasLtMatmulDesc_t op, cublasOperation_t transa, cublasOperation_t transb, const float *bias, const float *other) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: the size is that of 'transa', but the value that of 'transb'; {{.+}} [cublaslt-sizeof-operand]
  // CHECK: :[[@LINE-2]]:83: note: 'transb' is declared here, as 'cublasOperation_t'
  // CHECK: :[[@LINE-3]]:57: note: 'transa' is declared here, as 'cublasOperation_t'
  // FIXED: TRANSB, &transb, sizeof(transb));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSB, &transb, sizeof(transa));
  // CHECK: :[[@LINE+5]]:{{[0-9]+}}: warning: the size is that of 'other', but the value that of 'bias'; {{.+}} [cublaslt-sizeof-operand]
  // CHECK: :[[@LINE-7]]:104: note: 'bias' is declared here, as 'const float *'
  // CHECK: :[[@LINE-8]]:123: note: 'other' is declared here, as 'const float *'
  // FIXED: &bias, sizeof(other)));
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  CHECK_LT(cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, (const void *)&bias, sizeof(other)));
}

struct Problem {
  cublasOperation_t transa, transb;
  void set(cublasLtMatmulDesc_t op) {
    // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: the size is that of 'transa', but the value that of 'transb'; {{.+}} [cublaslt-sizeof-operand]
    // CHECK: :[[@LINE-3]]:29: note: 'transb' is declared here, as 'cublasOperation_t'
    // CHECK: :[[@LINE-4]]:21: note: 'transa' is declared here, as 'cublasOperation_t'
    // FIXED: &transb, sizeof(transb));
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSB, &transb, sizeof(transa));
  }
};
void members(cublasLtMatmulDesc_t op, const Problem &p) {
  for (int i = 0; i < 2; ++i)
    // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: the size is that of 'p.transa', but the value that of 'p.transb'; {{.+}} [cublaslt-sizeof-operand]
    // CHECK: :[[@LINE-12]]:29: note: 'transb' is declared here, as 'cublasOperation_t'
    // CHECK: :[[@LINE-13]]:21: note: 'transa' is declared here, as 'cublasOperation_t'
    // FIXED: &p.transb, sizeof(p.transb));
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSB, &p.transb, sizeof(p.transa));
}
template <typename T> void inATemplate(cublasLtMatrixLayout_t layout, T count, T rows) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: the size is that of 'rows', but the value that of 'count'; {{.+}} [cublaslt-sizeof-operand]
  // CHECK: :[[@LINE-2]]:73: note: 'count' is declared here, as 'int'
  // CHECK: :[[@LINE-3]]:82: note: 'rows' is declared here, as 'int'
  // FIXED: &count, sizeof(count));
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(rows));
}
template void inATemplate<int>(cublasLtMatrixLayout_t, int, int);

void right(cublasLtMatmulDesc_t op, const Problem &p, Problem q, const cublasOperation_t *list, int64_t limit) {
  cublasOperation_t transa = p.transa;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof(transa));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof(cublasOperation_t));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof transa);
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &list[1], sizeof(list[0]));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, list, sizeof(*list));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &p.transa, sizeof(q.transa));
  SET(op, CUBLASLT_MATMUL_DESC_TRANSA, transa, transa);
  // A wrong size is another check's business.
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof(limit));
}
void byMacro(cublasLtMatmulDesc_t op, cublasOperation_t a, cublasOperation_t b) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: the size is that of 'b', but the value that of 'a'; {{.+}} [cublaslt-sizeof-operand]
  // CHECK: :[[@LINE-2]]:57: note: 'a' is declared here, as 'cublasOperation_t'
  // CHECK: :[[@LINE-3]]:78: note: 'b' is declared here, as 'cublasOperation_t'
  // AFTER: :[[@LINE+1]]:{{[0-9]+}}: warning:
  SET(op, CUBLASLT_MATMUL_DESC_TRANSA, a, b);
}
