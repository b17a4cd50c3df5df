// REQUIRES: checks
// RUN: %cublaslt_tidy --sarif=%t.sarif --checks='-*,cublaslt-*' %s -- -std=c++17 -I%S -I%stand_in > /dev/null 2>&1
// RUN: %python -c "import json; [print(r['ruleId'], json.dumps(r['properties'], sort_keys=True)) for r in json.load(open('%t.sarif'))['runs'][0]['results']]" | FileCheck %s
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the verifier is told of attributes, requests, products and variables.
#include "Inputs/Gemm.h"
#include <stdlib.h>

cublasStatus_t size(cublasLtMatmulPreference_t pref) {
  int limit = 1 << 20;
  // CHECK-DAG: cublaslt-attribute-size {{.*}}"question"{{.*}}preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES{{.*}}"size.preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES"{{.*}} 4
  return cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
cublasStatus_t value(cublasLtMatmulDesc_t op, const float *bias) {
  // CHECK-DAG: cublaslt-attribute-value {{.*}}by-value
  return cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias, sizeof(bias));
}
cublasStatus_t request(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r[2];
  int n = 0;
  // CHECK-DAG: cublaslt-heuristic-request {{.*}}requestedAlgoCount{{.*}}results.extent
  return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 8, r, &n);
}
cublasStatus_t product(cublasLtMatrixLayout_t layout, int m, int n) {
  int64_t stride = m * n;
  // CHECK-DAG: cublaslt-integer-overflow {{.*}}overflow.bits{{.*}}A.CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET
  return cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
}
void variable() {
  // CHECK-DAG: cublaslt-ineffective-environment {{.*}}environment.variable{{.*}}CUBLASLT_HEURISTIC_MODE
  setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
}
cublasStatus_t chosenForAnotherLayout(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r;
  cublasLtMatrixLayoutOpaque_t a;
  cublasLtMatrixLayoutInit(&a, CUDA_R_32F, 64, 64, 64);
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, &a, g.b, g.c, g.d, g.pref, 1, &r, &n) || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  int64_t ld = 72;
  cublasLtMatrixLayoutSetAttribute(&a, CUBLASLT_MATRIX_LAYOUT_LD, &ld, sizeof(ld));
  // CHECK-DAG: cublaslt-stale-algorithm {{.*}}"A.CUBLASLT_MATRIX_LAYOUT_LD": {"text": "72", "value": 72}{{.*}}"chosenFor.A.CUBLASLT_MATRIX_LAYOUT_LD": {"text": "64", "value": 64}
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, &a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
