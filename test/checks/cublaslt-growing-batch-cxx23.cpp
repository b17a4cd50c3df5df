// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++23 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++20 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Newer forms.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

struct Settings {
  int32_t batch = 8;
  int attempts = 4;
};

[[nodiscard]] constexpr bool failed(cublasStatus_t status) { return status != CUBLAS_STATUS_SUCCESS; }

void ifWithInitialiser(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  for (Settings settings{.batch = 32}; settings.attempts-- > 0;) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &settings.batch, sizeof(settings.batch));
    if (auto status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st); not failed(status)) [[likely]]
      return;
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after 'cublasLtMatmul' failed; {{.+}} [cublaslt-growing-batch]
    settings.batch *= 2;
  }
}

void genericLambda(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  auto attempt = [&]<class T>(T batch) {
    const int32_t count = batch;
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count));
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st);
  };
  auto batch = 4;
  while (failed(attempt(batch)))
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|attempt|operator\(\)}}' failed; {{.+}} [cublaslt-growing-batch]
    batch <<= 1;
}

void shrinks(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  for (Settings settings{.batch = 1024}; settings.batch > 0; settings.batch /= 2) {
    cublasLtMatrixLayoutSetAttribute(g.d, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &settings.batch, sizeof(settings.batch));
    if (auto status = cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st); not failed(status))
      return;
  }
}
