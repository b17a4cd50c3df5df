// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-size %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sizes that are not the attribute's, in several styles; and right ones.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)

void direct(cublasLtMatmulPreference_t pref) {
  int limit = 1 << 20;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES' has 8 bytes (uint64_t), not 4; the call fails and sets nothing [cublaslt-attribute-size]
  // CHECK: :[[@LINE-2]]:7: note: 'limit' is declared here, as 'int'
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}

void inAMacro(cublasLtMatrixLayout_t layout, int64_t count) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT' has 4 bytes (int32_t), not 8; {{.+}} [cublaslt-attribute-size]
  // CHECK: :[[@LINE-2]]:54: note: 'count' is declared here, as 'int64_t'
  CHECK_LT(cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof(count)));
}

// A template: the size is that of the instance, and the mistake is at its use.
struct Layout {
  cublasLtMatrixLayout_t handle;
  template <typename T> void set(cublasLtMatrixLayoutAttribute_t attribute, const T &value) {
    CHECK_LT(cublasLtMatrixLayoutSetAttribute(handle, attribute, &value, sizeof(T)));
  }
};
void byTemplate(Layout &layout, int rows, int stride) {
  layout.set(CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, rows);
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' has 8 bytes (int64_t), not 4; {{.+}} [cublaslt-attribute-size]
  // CHECK: :[[@LINE-7]]:86: note: 'value' is declared here, as 'const int &'
  // CHECK: :[[@LINE-7]]:14: note: 'cublasLtMatrixLayoutSetAttribute' is called here
  layout.set(CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, stride);
  layout.set(CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, int64_t(stride));
}

// A helper that hands on: the mistake is at the call of the helper.
static cublasStatus_t setPreference(cublasLtMatmulPreference_t pref, cublasLtMatmulPreferenceAttributes_t what, const void *value, size_t bytes) {
  return cublasLtMatmulPreferenceSetAttribute(pref, what, value, bytes);
}
cublasStatus_t byHelper(cublasLtMatmulPreference_t pref) {
  size_t alignment = 16;
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES' has 4 bytes (uint32_t), not 8; {{.+}} [cublaslt-attribute-size]
  // CHECK: :[[@LINE-2]]:10: note: 'alignment' is declared here, as 'size_t'
  // CHECK: :[[@LINE-6]]:10: note: 'cublasLtMatmulPreferenceSetAttribute' is called here
  return setPreference(pref, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, &alignment, sizeof(alignment));
}

struct Descriptor {
  cublasLtMatmulDesc_t handle = nullptr;
  cublasOperation_t transa;
  explicit Descriptor(bool fast) {
    cublasLtMatmulDescCreate(&handle, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    int mode = fast;
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_FAST_ACCUM' has 1 bytes (int8_t), not 4; {{.+}} [cublaslt-attribute-size]
    // CHECK: :[[@LINE-2]]:9: note: 'mode' is declared here, as 'int'
    cublasLtMatmulDescSetAttribute(handle, CUBLASLT_MATMUL_DESC_FAST_ACCUM, &mode, sizeof(mode));
    bool right = fast;
    cublasLtMatmulDescSetAttribute(handle, CUBLASLT_MATMUL_DESC_FAST_ACCUM, &right, sizeof(right));
    cublasLtMatmulDescSetAttribute(handle, CUBLASLT_MATMUL_DESC_TRANSA, &transa, sizeof(transa));
  }
  ~Descriptor() { cublasLtMatmulDescDestroy(handle); }
};
void raii() { Descriptor d(true); }

void inALoop(cublasLtMatrixLayout_t layouts[4], int stride) {
  for (int i = 0; i < 4; ++i)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' has 8 bytes (int64_t), not 4; {{.+}} [cublaslt-attribute-size]
    // CHECK: :[[@LINE-3]]:53: note: 'stride' is declared here, as 'int'
    CHECK_LT(cublasLtMatrixLayoutSetAttribute(layouts[i], CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(int)));
}

void asks(cublasLtMatmulPreference_t pref) {
  uint32_t limit = 0;
  size_t written = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES' has 8 bytes (uint64_t), not 4; the call fails and writes nothing [cublaslt-attribute-size]
  // CHECK: :[[@LINE-3]]:12: note: 'limit' is declared here, as 'uint32_t'
  cublasLtMatmulPreferenceGetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit), &written);
}

// The groups of an algorithm have numbers of their own.
void algorithm(cublasLtMatmulAlgo_t *algo) {
  uint32_t tile = 1;
  cublasLtMatmulAlgoConfigSetAttribute(algo, CUBLASLT_ALGO_CONFIG_TILE_ID, &tile, sizeof(tile));
  uint16_t splits = 2;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_ALGO_CONFIG_SPLITK_NUM' has 4 bytes (int32_t), not 2; {{.+}} [cublaslt-attribute-size]
  // CHECK: :[[@LINE-2]]:12: note: 'splits' is declared here, as 'uint16_t'
  cublasLtMatmulAlgoConfigSetAttribute(algo, CUBLASLT_ALGO_CONFIG_SPLITK_NUM, &splits, sizeof(splits));
}

// ---- Right, although they look otherwise ----

void elementsOfArrays(cublasLtMatrixLayout_t layout, const int32_t *counts, int i) {
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &counts[i], sizeof(counts[i]));
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, counts, sizeof(*counts));
}
void otherNamesForTheType(cublasLtMatmulPreference_t pref, cublasLtMatrixLayout_t layout, cublasLtMatmulDesc_t op) {
  size_t limit = 1 << 20;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(size_t));
  long long stride = 1;
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, 8);
  cublasPointerMode_t mode = CUBLAS_POINTER_MODE_HOST;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode));
  const float *bias = nullptr;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof(bias));
}
void asksForTheSize(cublasLtMatmulPreference_t pref) {
  size_t written = 0;
  cublasLtMatmulPreferenceGetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, nullptr, 0, &written);
}
void unknownSize(cublasLtMatmulPreference_t pref, const void *value, size_t bytes) {
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, value, bytes);
}
void unknownAttribute(cublasLtMatmulPreference_t pref, cublasLtMatmulPreferenceAttributes_t what, int value) {
  cublasLtMatmulPreferenceSetAttribute(pref, what, &value, sizeof(value));
}
void sizeByAttribute(cublasLtMatmulPreference_t pref, cublasLtMatmulPreferenceAttributes_t what, uint64_t value) {
  size_t bytes = what == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES ? 8 : 4;
  cublasLtMatmulPreferenceSetAttribute(pref, what, &value, bytes);
}
// Members and namespaces of the user's own are not the API.
struct Mock { int cublasLtMatmulPreferenceSetAttribute(void *, cublasLtMatmulPreferenceAttributes_t, const void *, size_t) { return 0; } };
void mocked(Mock &m, int limit) {
  m.cublasLtMatmulPreferenceSetAttribute(nullptr, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
void silenced(cublasLtMatmulPreference_t pref) {
  int limit = 1 << 20;
  // NOLINTNEXTLINE(cublaslt-attribute-size)
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(limit));
}
