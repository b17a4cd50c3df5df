// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-ineffective-environment %s -- -std=c11 -D_GNU_SOURCE 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdlib.h>

int main(void) {
  // CHECK: :[[@LINE+1]]:10: warning: nothing reads 'CUBLASLT_HEURISTIC_MODE'; {{.+}} [cublaslt-ineffective-environment]
  setenv("CUBLASLT_HEURISTIC_MODE", "1", 1);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'info' is not a value of 'CUBLASLT_LOG_LEVEL'; {{.+}} [cublaslt-ineffective-environment]
  putenv("CUBLASLT_LOG_LEVEL=info");
  return setenv("CUBLASLT_LOG_MASK", "16", 1);
}
