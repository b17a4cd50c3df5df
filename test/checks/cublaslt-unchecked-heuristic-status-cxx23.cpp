// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-heuristic-status %s -- -std=c++23 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Newer forms: designated initialisers, generic lambdas, `if constexpr`,
// concepts, ranges of results, deducing this, [[nodiscard]].
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

struct Found {
  cublasStatus_t status;
  int count;
};

template <class Call>
concept GivesStatus = requires(Call call) {
  { call() };
};

[[nodiscard]] constexpr bool succeeded(cublasStatus_t status) { return status == CUBLAS_STATUS_SUCCESS; }

cublasStatus_t designated(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r{};
  int n{};
  Found found{.status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n), .count = n};
  if (!succeeded(found.status) || found.count == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

cublasStatus_t genericLambda(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r{};
  int n{};
  auto attempt = [&]<GivesStatus Call>(Call call) -> bool { return succeeded(call()); };
  if (not attempt([&] { return cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n); }) or n < 1) [[unlikely]]
    return CUBLAS_STATUS_NOT_SUPPORTED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}

template <bool Checked> cublasStatus_t compileTimeSwitch(const Gemm &g) {
  cublasLtMatmulHeuristicResult_t r{};
  int n{};
  cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
  if constexpr (Checked) {
    if (not succeeded(status) or n == 0)
      return CUBLAS_STATUS_NOT_SUPPORTED;
  } else {
    return status;
  }
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
}
template cublasStatus_t compileTimeSwitch<true>(const Gemm &);
template cublasStatus_t compileTimeSwitch<false>(const Gemm &);

struct Runner {
  cublasStatus_t run(this Runner &self) {
    const Gemm &g = self.g;
    cublasLtMatmulHeuristicResult_t r{};
    int n{};
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: neither status nor count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is tested; {{.+}} [cublaslt-unchecked-heuristic-status]
    cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
    return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, g.ws, g.size, g.st);
  }
  const Gemm &g;
};

cublasStatus_t dropped(const Gemm &g) {
  std::array<cublasLtMatmulHeuristicResult_t, 2> results{};
  int n{};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: count 'n' of 'cublasLtMatmulAlgoGetHeuristic' is not tested; {{.+}} [cublaslt-unchecked-heuristic-status]
  if (auto status = cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 2, results.data(), &n); not succeeded(status))
    return status;
  auto &[algo, bytes, state, waves, reserved] = results[0];
  if (bytes > g.size)
    return CUBLAS_STATUS_INVALID_VALUE;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: the algorithm is used here
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &algo, g.ws, g.size, g.st);
}
