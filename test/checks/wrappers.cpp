// The user's own functions out of sight, described in a file.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-* -config='{CheckOptions: {CublasltWrappers: "%S/Inputs/wrappers.yaml"}}' %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// Without the file they are unknown, and what was given to them counts as tested.
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-* %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --check-prefix=WITHOUT --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs/Gemm.h"

namespace lab {
inline namespace v2 {
void requireSuccess(cublasStatus_t status, const char *what);
void logStatus(const cublasStatus_t &status);
} // namespace v2
class Tuner {
public:
  void setLimit(cublasLtMatmulPreference_t preference, size_t bytes);
};
cublasLtMatrixLayout_t makeLayout(cudaDataType type, uint64_t rows);
} // namespace lab
extern "C" cublasStatus_t lab_make_desc(cublasLtMatmulDesc_t *desc, cublasComputeType_t compute, cudaDataType scale);
extern "C" void lab_drop_desc(cublasLtMatmulDesc_t *desc);

#define ASK(g, r, n) cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, r, n)
#define MATMUL(g, op, algo) cublasLtMatmul(g.lt, op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st)

// One that only writes does not test; without the file it may.
cublasStatus_t onlyLogged(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t result;
  int found = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: neither status nor count 'found' {{.+}} [cublaslt-unchecked-heuristic-status]
  // WITHOUT: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'found' {{.+}} [cublaslt-unchecked-heuristic-status]
  cublasStatus_t status = ASK(g, &result, &found);
  lab::logStatus(status);
  return MATMUL(g, g.op, &result.algo);
}
// One that does not return for a failure ends the path.
void endsThePath(const Gemm &g, bool supported) {
  cublasLtMatmulDesc_t desc;
  // WITHOUT: :[[@LINE+1]]:{{[0-9]+}}: warning: 'desc' (cublasLtMatmulDesc_t) is not destroyed on every path; {{.+}} [cublaslt-descriptor-leak]
  if (cublasLtMatmulDescCreate(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F))
    return;
  if (!supported) {
    lab::requireSuccess(CUBLAS_STATUS_NOT_SUPPORTED, "support");
    return;
  }
  cublasLtMatmulDescDestroy(desc);
}

void limits(const Gemm &g, lab::Tuner &tuner) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  tuner.setLimit(g.pref, SIZE_MAX);
  tuner.setLimit(g.pref, 32 << 20);
}
// The limit is known at the heuristic: it is set, and it is small.
cublasStatus_t limitIsSet(Gemm g, lab::Tuner &tuner) {
  if (cublasLtMatmulPreferenceCreate(&g.pref) != CUBLAS_STATUS_SUCCESS)
    return CUBLAS_STATUS_ALLOC_FAILED;
  tuner.setLimit(g.pref, g.size);
  cublasLtMatmulHeuristicResult_t result;
  int found = 0;
  cublasStatus_t status = ASK(g, &result, &found);
  if (status == CUBLAS_STATUS_SUCCESS && found > 0)
    status = MATMUL(g, g.op, &result.algo);
  cublasLtMatmulPreferenceDestroy(g.pref);
  return status;
}

cublasStatus_t neverDropped(const Gemm &g) {
  cublasLtMatmulDesc_t desc;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'desc' (cublasLtMatmulDesc_t) is never destroyed; {{.+}} [cublaslt-descriptor-leak]
  lab::requireSuccess(lab_make_desc(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F), "desc");
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: this way out does not destroy it
  return MATMUL(g, desc, nullptr);
}
cublasStatus_t dropped(const Gemm &g) {
  cublasLtMatmulDesc_t desc;
  if (cublasStatus_t status = lab_make_desc(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F))
    return status;
  cublasStatus_t status = MATMUL(g, desc, nullptr);
  lab_drop_desc(&desc);
  return status;
}
void statusDropped() {
  cublasLtMatmulDesc_t desc;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'lab_make_desc' is dropped; {{.+}} [cublaslt-unchecked-status]
  lab_make_desc(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F);
  lab_drop_desc(&desc);
}
// What the description does not say of the new object is unknown, not default.
void returned(cublasLtMatmulDesc_t op) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'layout' (cublasLtMatrixLayout_t) is never destroyed; {{.+}} [cublaslt-descriptor-leak]
  cublasLtMatrixLayout_t layout = lab::makeLayout(CUDA_R_16F, 64);
  int32_t order = CUBLASLT_ORDER_ROW;
  lab::requireSuccess(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order)), "order");
}
void returnedAndDestroyed() {
  cublasLtMatrixLayout_t layout = lab::makeLayout(CUDA_R_16F, 64);
  cublasLtMatrixLayoutDestroy(layout);
}

// Others of that name, and one whose body is here, are not described.
namespace other { void requireSuccess(cublasStatus_t); }
void setLimit(cublasLtMatmulPreference_t preference, size_t bytes);
void strangers(const Gemm &g) {
  other::requireSuccess(CUBLAS_STATUS_NOT_SUPPORTED);
  setLimit(g.pref, SIZE_MAX);
}
