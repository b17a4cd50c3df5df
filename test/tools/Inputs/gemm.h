// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef GEMM_H
#define GEMM_H
#include <cublasLt.h>
#include <stddef.h>

inline cublasStatus_t headerLimit(cublasLtMatmulPreference_t preference) {
  size_t limit = ~size_t(0);
  return cublasLtMatmulPreferenceSetAttribute(
      preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
      sizeof(limit));
}
#endif
