// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %s -- -std=c++17 --cuda-host-only -nocudainc -nocudalib -Wno-unknown-cuda-version -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs/Gemm.h"

__host__ void limit(cublasLtMatmulPreference_t pref) {
  unsigned bytes = 4u << 20;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES' has 8 bytes (uint64_t), not 4; {{.+}} [cublaslt-attribute-size]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &bytes, sizeof(bytes));
}
