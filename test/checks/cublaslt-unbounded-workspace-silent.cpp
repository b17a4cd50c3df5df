// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-unbounded-workspace %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Looks suspicious, is right: bounded constants, caps of every kind, limits
// that a buffer backs. The last function shows that the check is at work.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

constexpr size_t MiB = size_t(1) << 20, GiB = size_t(1) << 30;

void usualConstant(cublasLtMatmulPreference_t pref) {
  size_t limit = 32 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void halfAGiB(cublasLtMatmulPreference_t pref) {
  const uint64_t limit = 512 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void justBelow(cublasLtMatmulPreference_t pref) {
  uint64_t limit = GiB - 1;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void zero(cublasLtMatmulPreference_t pref) {
  size_t limit = 0;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// What the caller says is the caller's business.
void parameter(cublasLtMatmulPreference_t pref, size_t limit) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
size_t configuredLimit();
void unknownFunction(cublasLtMatmulPreference_t pref) {
  const size_t limit = configuredLimit();
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
extern size_t g_workspaceLimit;
void globalOfAnotherFile(cublasLtMatmulPreference_t pref) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &g_workspaceLimit, sizeof(g_workspaceLimit));
}
void ofTheProblem(cublasLtMatmulPreference_t pref, size_t m, size_t n, int splits) {
  size_t limit = m * n * sizeof(float) * splits;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void memberOfAParameter(const Gemm &g) {
  cublasLtMatmulPreferenceSetAttribute(g.pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &g.size, sizeof(g.size));
}

// A buffer backs the limit.
void *sameVariableBefore(cublasLtMatmulPreference_t pref) {
  size_t limit = 2 * GiB;
  void *workspace = nullptr;
  if (cudaMalloc(&workspace, limit) != cudaSuccess)
    return nullptr;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
void *sameVariableAfter(cublasLtMatmulPreference_t pref) {
  const size_t limit = 2 * GiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  void *workspace = nullptr;
  return cudaMalloc(&workspace, limit) == cudaSuccess ? workspace : nullptr;
}
void *sameConstant(cublasLtMatmulPreference_t pref) {
  void *workspace = nullptr;
  if (cudaMalloc(&workspace, 4 * GiB) != cudaSuccess)
    return nullptr;
  uint64_t limit = size_t(4) << 30;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
void *largerBuffer(cublasLtMatmulPreference_t pref) {
  void *workspace = nullptr;
  if (cudaMalloc(&workspace, 4 * GiB) != cudaSuccess)
    return nullptr;
  uint64_t limit = 2 * GiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
void *streamOrdered(cublasLtMatmulPreference_t pref, cudaStream_t stream) {
  size_t limit = GiB;
  void *workspace = nullptr;
  if (cudaMallocAsync(&workspace, limit, stream) != cudaSuccess)
    return nullptr;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
void *typedOverload(cublasLtMatmulPreference_t pref) {
  size_t limit = 2 * GiB;
  char *workspace = nullptr;
  if (cudaMalloc(&workspace, limit) != cudaSuccess)
    return nullptr;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
static void *allocate(size_t bytes) {
  void *p = nullptr;
  if (cudaMalloc(&p, bytes) != cudaSuccess)
    throw std::bad_alloc();
  return p;
}
void *throughAHelper(cublasLtMatmulPreference_t pref) {
  size_t limit = 2 * GiB;
  void *workspace = allocate(limit);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}
class DeviceBuffer {
public:
  explicit DeviceBuffer(size_t bytes) : bytes(bytes) {
    if (cudaMalloc(&p, bytes) != cudaSuccess)
      throw std::bad_alloc();
  }
  ~DeviceBuffer() { cudaFree(p); }
  size_t size() const { return bytes; }

private:
  void *p = nullptr;
  size_t bytes;
};
void throughAClass(cublasLtMatmulPreference_t pref) {
  const size_t limit = 2 * GiB;
  DeviceBuffer workspace(limit);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void sizeOfTheBuffer(cublasLtMatmulPreference_t pref) {
  DeviceBuffer workspace(2 * GiB);
  size_t limit = workspace.size();
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void *allocateElsewhere(size_t bytes);
void *outOfSight(cublasLtMatmulPreference_t pref) {
  size_t limit = 2 * GiB;
  void *workspace = allocateElsewhere(limit);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}

// Device memory with a cap.
void cappedByMin(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  const size_t limit = std::min<size_t>(free, 32 * MiB);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void cappedByIf(cublasLtMatmulPreference_t pref) {
  size_t limit = 0, total = 0;
  cudaMemGetInfo(&limit, &total);
  if (limit > 64 * MiB)
    limit = 64 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void cappedByTernary(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = free < 64 * MiB ? free : 64 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void cappedByClamp(cublasLtMatmulPreference_t pref) {
  cudaDeviceProp prop;
  cudaGetDeviceProperties(&prop, 0);
  size_t limit = std::clamp<size_t>(prop.totalGlobalMem / 100, 4 * MiB, 256 * MiB);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
static size_t atMost(size_t value, size_t cap) { return value > cap ? cap : value; }
void cappedByAHelper(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = atMost(free, 32 * MiB);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void cappedByTheCaller(cublasLtMatmulPreference_t pref, size_t cap) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = free;
  if (limit > cap)
    limit = cap;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void memoryOnlyDecides(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  printf("%zu of %zu bytes free\n", free, total);
  size_t limit = free > 8 * GiB ? 64 * MiB : 4 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void lessWhenShort(cublasLtMatmulPreference_t pref) {
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  size_t limit = 256 * MiB;
  if (free < limit)
    limit = free;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

// From outside, with a cap.
void environmentCapped(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_WORKSPACE_BYTES");
  size_t limit = text ? strtoull(text, nullptr, 10) : 32 * MiB;
  limit = std::min<size_t>(limit, 256 * MiB);
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void environmentRefused(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_WORKSPACE_BYTES");
  size_t limit = text ? strtoull(text, nullptr, 10) : 32 * MiB;
  if (limit > 256 * MiB)
    throw std::runtime_error("GEMM_WORKSPACE_BYTES is too large");
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void environmentIsASwitch(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_SMALL_WORKSPACE");
  size_t limit = text && text[0] == '1' ? 4 * MiB : 32 * MiB;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void environmentInRange(cublasLtMatmulPreference_t pref) {
  size_t limit = 32 * MiB;
  if (const char *text = getenv("GEMM_WORKSPACE_BYTES")) {
    size_t wanted = strtoull(text, nullptr, 10);
    if (wanted <= 512 * MiB)
      limit = wanted;
  }
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void *environmentBacked(cublasLtMatmulPreference_t pref) {
  const char *text = getenv("GEMM_WORKSPACE_BYTES");
  size_t limit = text ? strtoull(text, nullptr, 10) : 32 * MiB;
  void *workspace = nullptr;
  if (cudaMalloc(&workspace, limit) != cudaSuccess)
    return nullptr;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
  return workspace;
}

void atWork(cublasLtMatmulPreference_t pref) {
  size_t limit = SIZE_MAX;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: workspace limit 18446744073709551615 is not 'no limit'; {{.+}} [cublaslt-unbounded-workspace]
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
