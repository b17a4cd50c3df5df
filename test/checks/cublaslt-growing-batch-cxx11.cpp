// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++11 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-growing-batch %s -- -std=c++14 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++11 and C++14.
#include "Inputs/Gemm.h"
#include <initializer_list>

class Runner {
public:
  explicit Runner(const Gemm &g) : g(g) {}
  bool run(int32_t batch, const cublasLtMatmulAlgo_t *algo) const {
    for (auto layout : {g.a, g.b, g.c, g.d})
      if (cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof(batch)) != CUBLAS_STATUS_SUCCESS)
        return false;
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, algo, g.ws, g.size, g.st) == CUBLAS_STATUS_SUCCESS;
  }

private:
  const Gemm &g;
};

void throughAClass(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  Runner runner(g);
  auto batch = 8;
  while (!runner.run(batch, algo)) {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: batch count grows after '{{cublasLtMatmul|run}}' failed; {{.+}} [cublaslt-growing-batch]
    batch *= 2;
  }
}

void throughAClassShrinking(const Gemm &g, const cublasLtMatmulAlgo_t *algo) {
  Runner runner(g);
  auto batch = 512;
  while (batch > 0 && !runner.run(batch, algo))
    batch /= 2;
}
