// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two of our findings (one more in the header), one that NOLINT hides, and one
// for a check of clang-tidy's own.
#include "gemm.h"

namespace app {

cublasStatus_t ownLimit(cublasLtMatmulPreference_t preference) {
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(
      preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
      sizeof(limit));
}

cublasStatus_t hiddenLimit(cublasLtMatmulPreference_t preference) {
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(
      preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
      &limit, // NOLINT(cublaslt-unbounded-workspace)
      sizeof(limit));
}

cublasStatus_t untested(cublasLtHandle_t handle, cublasLtMatmulDesc_t operation,
                        cublasLtMatrixLayout_t layout,
                        cublasLtMatmulPreference_t preference) {
  cublasLtMatmulHeuristicResult_t result;
  int count = 0;
  cublasLtMatmulAlgoGetHeuristic(handle, operation, layout, layout, layout,
                                 layout, preference, 1, &result, &count);
  float *matrix = 0;
  return cublasLtMatmul(handle, operation, matrix, matrix, layout, matrix,
                        layout, matrix, matrix, layout, matrix, layout,
                        &result.algo, nullptr, 0, nullptr);
}

} // namespace app
