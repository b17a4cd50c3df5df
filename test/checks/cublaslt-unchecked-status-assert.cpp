// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%S -I%stand_in -UNDEBUG 2>&1 \
// RUN:   | FileCheck %s --check-prefix=PLAIN --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%S -I%stand_in -DNDEBUG 2>&1 \
// RUN:   | FileCheck %s --check-prefix=PLAIN --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s \
// RUN:   -config='{CheckOptions: {cublaslt-unchecked-status.ReportAssertOnly: true}}' -- -std=c++17 -I%S -I%stand_in -DNDEBUG 2>&1 \
// RUN:   | FileCheck %s --check-prefixes=PLAIN,KEPT --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s \
// RUN:   -config='{CheckOptions: {cublaslt-unchecked-status.ReportAssertOnly: true}}' -- -std=c++17 -I%S -I%stand_in -UNDEBUG 2>&1 \
// RUN:   | FileCheck %s --check-prefixes=PLAIN,ASSERT --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An assertion counts as a test, compiled in or not, unless the option says
// that it does not.
#include "Inputs/Gemm.h"
#include <assert.h>

#define MATMUL(g) cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, nullptr, nullptr, 0, g.st)

void dropped(const Gemm &g) {
  // PLAIN: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' is dropped;
  MATMUL(g);
}

void asserted(const Gemm &g) {
  // KEPT: :[[@LINE+2]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' in 'status' is never tested;
  // ASSERT: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtMatmul' is tested only by assert, gone with NDEBUG;
  cublasStatus_t status = MATMUL(g);
  assert(status == CUBLAS_STATUS_SUCCESS);
  (void)status;
}

cublasStatus_t assertedAndReturned(const Gemm &g) {
  cublasStatus_t status = MATMUL(g);
  assert(status == CUBLAS_STATUS_SUCCESS);
  return status;
}
