// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Limits that mean "as much as you like": values of 2^63 and more in all their
// spellings, and constants of 1 GiB and more that no buffer backs.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

void sizeMax(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // The initialiser stands above the call, but notes follow their warning:
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: limit comes from here
  size_t limit = SIZE_MAX;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void minusOne(cublasLtMatmulPreference_t pref) {
  size_t limit = -1;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

void notZero(cublasLtMatmulPreference_t pref) {
  uint64_t limit = ~0ull;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:20: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void numericLimits(cublasLtMatmulPreference_t pref) {
  auto limit = std::numeric_limits<size_t>::max();
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:16: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void uint64Max(cublasLtMatmulPreference_t pref) {
  const uint64_t limit = UINT64_MAX;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:26: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void castChain(cublasLtMatmulPreference_t pref) {
  uint64_t limit = static_cast<uint64_t>(static_cast<int64_t>(-1));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:20: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void functionalCast(cublasLtMatmulPreference_t pref) {
  auto limit = ~size_t(0);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:16: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void topBit(cublasLtMatmulPreference_t pref) {
  size_t limit = size_t(1) << 63;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 9223372036854775808 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:18: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

constexpr size_t kNoLimit = SIZE_MAX;
void constexprGlobal(cublasLtMatmulPreference_t pref) {
  size_t limit = kNoLimit;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:18: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

static const uint64_t unlimitedWorkspace = (uint64_t)-1;
void addressOfAGlobalConst(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &unlimitedWorkspace, sizeof(unlimitedWorkspace));
}

enum : uint64_t { NoWorkspaceLimit = ~0ull };
void enumerator(cublasLtMatmulPreference_t pref) {
  uint64_t limit = NoWorkspaceLimit;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:20: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

#define WORKSPACE_UNLIMITED ((size_t)-1)
void macro(cublasLtMatmulPreference_t pref) {
  size_t limit = WORKSPACE_UNLIMITED;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:18: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void assignedLater(cublasLtMatmulPreference_t pref, bool bounded) {
  size_t limit = 32 << 20;
  if (!bounded)
    limit = SIZE_MAX;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

void ternary(cublasLtMatmulPreference_t pref, size_t wanted) {
  const size_t limit = wanted > 0 ? wanted : SIZE_MAX;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:24: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void reference(cublasLtMatmulPreference_t pref) {
  size_t limit = 0;
  size_t &alias = limit;
  alias = SIZE_MAX;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:3: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void pointer(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  const void *value = &limit;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-3]]:18: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, value, sizeof(limit));
}

struct Options {
  size_t workspaceLimit = SIZE_MAX;
  int algorithms = 1;
};
void defaultMemberInitialiser(cublasLtMatmulPreference_t pref) {
  Options options;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:11: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.workspaceLimit, sizeof(options.workspaceLimit));
}

void memberAssigned(cublasLtMatmulPreference_t pref) {
  Options options;
  options.workspaceLimit = 4 << 20;
  options.algorithms = 8;
  options.workspaceLimit = UINT64_MAX;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:3: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.workspaceLimit, sizeof(options.workspaceLimit));
}

void preferenceOnTheStack() {
  cublasLtMatmulPreferenceOpaque_t pref;
  if (cublasLtMatmulPreferenceInit(&pref) != CUBLAS_STATUS_SUCCESS)
    return;
  uint64_t limit = ~uint64_t{0};
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:20: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(&pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

#define CHECK_CUBLAS(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
void insideAStatusMacro() {
  cublasLtMatmulPreference_t pref;
  CHECK_CUBLAS(cublasLtMatmulPreferenceCreate(&pref));
  size_t limit = std::numeric_limits<size_t>::max();
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:18: note: limit comes from here
  CHECK_CUBLAS(cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)));
  CHECK_CUBLAS(cublasLtMatmulPreferenceDestroy(pref));
}

// Allocating what the chosen algorithm asks for does not bound the limit.
cublasStatus_t allocatesWhatIsAskedFor(Gemm g) {
  size_t limit = SIZE_MAX;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:18: note: limit comes from here
  if (cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit)) != CUBLAS_STATUS_SUCCESS)
    return CUBLAS_STATUS_INTERNAL_ERROR;
  cublasLtMatmulHeuristicResult_t r;
  int n = 0;
  if (cublasLtMatmulAlgoGetHeuristic(g.lt, g.op, g.a, g.b, g.c, g.d, g.pref, 1, &r, &n) != CUBLAS_STATUS_SUCCESS || n == 0)
    return CUBLAS_STATUS_NOT_SUPPORTED;
  void *workspace = nullptr;
  if (cudaMalloc(&workspace, r.workspaceSize) != cudaSuccess)
    return CUBLAS_STATUS_ALLOC_FAILED;
  return cublasLtMatmul(g.lt, g.op, g.one, g.A, g.a, g.B, g.b, g.zero, g.C, g.c, g.D, g.d, &r.algo, workspace, r.workspaceSize, g.st);
}

void oneGiB(cublasLtMatmulPreference_t pref) {
  size_t limit = size_t(1) << 30;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit of 1 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  // CHECK: :{{[0-9]+}}:{{[0-9]+}}: note: limit comes from here
}

void fourGiBInsteadOfFourMiB(cublasLtMatmulPreference_t pref) {
  uint64_t limit = 4ULL * 1024 * 1024 * 1024;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit of 4 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:20: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void oneTiB(cublasLtMatmulPreference_t pref) {
  const size_t limit = 1ull << 40;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit of {{1 TiB|1024 GiB}} is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:24: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void largestSigned(cublasLtMatmulPreference_t pref) {
  int64_t limit = INT64_MAX;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit of {{.+}} is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:19: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void twoBillion(cublasLtMatmulPreference_t pref) {
  size_t limit = 2000000000;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit of {{.+}} is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:18: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

constexpr size_t operator""_GiB(unsigned long long n) { return n << 30; }
constexpr size_t kWorkspaceLimit = 8_GiB;
void userDefinedLiteral(cublasLtMatmulPreference_t pref) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit of 8 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &kWorkspaceLimit, sizeof(kWorkspaceLimit));
}

// The allocation is for something else.
void anotherAllocation(cublasLtMatmulPreference_t pref, size_t bytes) {
  void *output = nullptr;
  size_t limit = size_t(2) << 30;
  if (cudaMalloc(&output, bytes) != cudaSuccess)
    return;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit of 2 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-4]]:18: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// The buffer is smaller than the limit.
void smallerBuffer(cublasLtMatmulPreference_t pref) {
  void *workspace = nullptr;
  const size_t bytes = size_t(32) << 20;
  const size_t limit = size_t(2) << 30;
  if (cudaMalloc(&workspace, bytes) != cudaSuccess)
    return;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit of 2 GiB is not backed by any allocation; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-4]]:24: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

template <uint64_t Limit> void templateArgument(cublasLtMatmulPreference_t pref) {
  const uint64_t limit = Limit;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  // CHECK: :[[@LINE-2]]:26: note: limit comes from here
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
template void templateArgument<SIZE_MAX>(cublasLtMatmulPreference_t);
