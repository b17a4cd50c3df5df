// RUN: rm -rf %t && mkdir -p %t/old %t/new %t/none
// RUN: echo 'enum {CUBLASLT_MATMUL_PREF_SM_COUNT_TARGET = 13};' > %t/old/version.h
// RUN: echo 'enum {CUBLASLT_MATMUL_PREF_GROUPED_AVERAGE_REDUCTION_DIM = 13};' > %t/new/version.h
// RUN: touch %t/none/version.h
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %s -- -I%t/old -I%stand_in 2>&1 | count 0
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %s -- -I%t/new -I%stand_in 2>&1 | FileCheck %s "--implicit-check-not=warning: "
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %s -- -I%t/none -I%stand_in 2>&1 | count 0
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A number that versions give to two attributes is the one of the header at
// hand; where that has neither, nothing is said. The older one is removed: its
// size is not judged.
#include <cublasLt.h>
#include "version.h"

cublasStatus_t four(cublasLtMatmulPreference_t pref) {
  int32_t value = 8;
  return cublasLtMatmulPreferenceSetAttribute(pref, (cublasLtMatmulPreferenceAttributes_t)13, &value, sizeof(value));
}
// CHECK: :[[@LINE-2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_PREF_GROUPED_AVERAGE_REDUCTION_DIM' has 8 bytes (uint64_t), not 4

cublasStatus_t eight(cublasLtMatmulPreference_t pref) {
  int64_t value = 8;
  return cublasLtMatmulPreferenceSetAttribute(pref, (cublasLtMatmulPreferenceAttributes_t)13, &value, sizeof(value));
}
