// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Large numbers that never become the limit, limits made bounded on the way,
// other attributes, other functions. The last function shows that the check is
// at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

constexpr size_t MiB = size_t(1) << 20;

// SIZE_MAX as the start of a search for the smallest.
size_t smallestWorkspace(cublasLtMatmulPreference_t pref, const cublasLtMatmulHeuristicResult_t *results, int n) {
  size_t smallest = SIZE_MAX;
  for (int i = 0; i < n; ++i)
    smallest = std::min(smallest, results[i].workspaceSize);
  size_t limit = 32 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return smallest;
}

// A sentinel that is replaced before it is used.
void sentinelReplaced(cublasLtMatmulPreference_t pref, size_t wanted) {
  size_t limit = wanted;
  if (limit == SIZE_MAX)
    limit = 32 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void sentinelReplacedOnAllPaths(cublasLtMatmulPreference_t pref, bool large) {
  size_t limit = SIZE_MAX;
  if (large)
    limit = 256 * MiB;
  else
    limit = 4 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void sentinelReplacedInASwitch(cublasLtMatmulPreference_t pref, int major) {
  uint64_t limit = ~0ull;
  switch (major) {
  case 9:
  case 10:
    limit = 32 * MiB;
    break;
  default:
    limit = 4 * MiB;
  }
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void sentinelCapped(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  limit = std::min(limit, 64 * MiB);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void sentinelLeadsAway(cublasLtMatmulPreference_t pref, bool known) {
  size_t limit = SIZE_MAX;
  if (known)
    limit = 32 * MiB;
  if (limit == SIZE_MAX)
    return;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// The condition is known when the program is compiled.
constexpr bool kUnlimited = false;
void deadBranch(cublasLtMatmulPreference_t pref) {
  size_t limit = kUnlimited ? SIZE_MAX : 32 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
template <bool Unlimited> void deadBranchOfATemplate(cublasLtMatmulPreference_t pref) {
  size_t limit = 32 * MiB;
  if constexpr (Unlimited)
    limit = SIZE_MAX;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
template void deadBranchOfATemplate<false>(cublasLtMatmulPreference_t);

// Other attributes take all bits.
void otherAttributes(cublasLtMatmulPreference_t pref) {
  uint64_t implementations = ~0ull;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_IMPL_MASK, &implementations, sizeof(implementations));
  uint32_t schemes = ~0u;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, &schemes, sizeof(schemes));
}
void otherObject(cublasLtMatrixLayout_t layout) {
  int64_t stride = int64_t(4) << 30;
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
}

// Same name, not the API.
namespace mock {
int cublasLtMatmulPreferenceSetAttribute(void *, int, const void *, size_t);
}
void notTheApi(void *pref) {
  size_t limit = SIZE_MAX;
  mock::cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// A list of sizes to try, all bounded.
void listOfSizes(cublasLtMatmulPreference_t pref) {
  const size_t sizes[] = {0, 4 * MiB, 32 * MiB, 256 * MiB};
  for (size_t limit : sizes)
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void boundedSweep(cublasLtMatmulPreference_t pref) {
  for (size_t limit = MiB; limit <= 512 * MiB; limit *= 2)
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// The largest limit is another variable.
void theOtherMember(cublasLtMatmulPreference_t pref) {
  struct {
    size_t limit = 32 * MiB;
    size_t largestBatch = SIZE_MAX;
  } options;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &options.limit, sizeof(options.limit));
}
void reducedBefore(cublasLtMatmulPreference_t pref, size_t limit) {
  size_t largest = SIZE_MAX;
  if (limit < largest)
    cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// 20 * 1024^3 in int is not 20 GiB, but that is another check's affair; here
// the sum is small.
void smallArithmetic(cublasLtMatmulPreference_t pref) {
  unsigned limit32 = 3u * 1024u * 1024u;
  uint64_t limit = limit32 + 1024;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// Set from a constructor's parameter; a setter; a field of another object.
class Wrapper {
public:
  explicit Wrapper(size_t bytes) : bytes(bytes) {}
  void setLimit(size_t limit) { bytes = limit; }
  void apply(cublasLtMatmulPreference_t pref) { cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &bytes, sizeof(bytes)); }

private:
  size_t bytes = SIZE_MAX;
};
void useWrapper(cublasLtMatmulPreference_t pref) {
  Wrapper wrapper(32 * MiB);
  wrapper.apply(pref);
}
static void setLimit(cublasLtMatmulPreference_t pref, size_t bytes) { cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &bytes, sizeof(bytes)); }
void helperWithASmallLimit(cublasLtMatmulPreference_t pref) { setLimit(pref, 32 * MiB); }

// Read back, not set.
size_t readBack(cublasLtMatmulPreference_t pref) {
  uint64_t limit = UINT64_MAX;
  size_t written = 0;
  cublasLtMatmulPreferenceGetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit), &written);
  return limit;
}

// Another function may have changed it.
void ask(size_t *limit);
void writtenOutOfSight(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  ask(&limit);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void atWork(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
