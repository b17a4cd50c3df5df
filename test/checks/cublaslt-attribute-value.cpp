// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-attribute-value %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Something else than the attribute's value, in several styles; and right ones.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

#define CHECK_LT(call) do { if ((call) != CUBLAS_STATUS_SUCCESS) abort(); } while (0)
struct half { unsigned short bits; };

void noBuffer(cublasLtMatmulDesc_t op) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: the buffer for 'CUBLASLT_MATMUL_DESC_BIAS_POINTER' is null; {{.+}} [cublaslt-attribute-value]
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, nullptr, sizeof(void *));
}

void pointerByValue(cublasLtMatmulDesc_t op, const float *bias, half *halfBias) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_BIAS_POINTER' takes a pointer's address, not 'bias'; its data become the pointer [cublaslt-attribute-value]
  // CHECK: :[[@LINE-2]]:59: note: 'bias' is declared here, as 'const float *'
  CHECK_LT(cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias, sizeof(bias)));
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_BIAS_POINTER' takes a pointer's address, not 'halfBias'; {{.+}} [cublaslt-attribute-value]
  // CHECK: :[[@LINE-5]]:71: note: 'halfBias' is declared here, as 'half *'
  CHECK_LT(cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, (void *)halfBias, sizeof(halfBias)));
}

// Through a helper: the mistake is at its call.
static void set(cublasLtMatmulDesc_t op, cublasLtMatmulDescAttributes_t what, const void *value, size_t bytes) {
  CHECK_LT(cublasLtMatmulDescSetAttribute(op, what, value, bytes));
}
void byHelper(cublasLtMatmulDesc_t op, const float *bias) {
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_BIAS_POINTER' takes a pointer's address, not 'bias'; {{.+}} [cublaslt-attribute-value]
  // CHECK: :[[@LINE-2]]:53: note: 'bias' is declared here, as 'const float *'
  // CHECK: :[[@LINE-5]]:12: note: 'cublasLtMatmulDescSetAttribute' is called here
  set(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias, sizeof(bias));
  set(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof(bias));
}

// A template: the mistake is where the attribute is chosen.
template <typename T> void setAny(cublasLtMatmulDesc_t op, cublasLtMatmulDescAttributes_t what, const T &value) {
  CHECK_LT(cublasLtMatmulDescSetAttribute(op, what, &value, sizeof(value)));
}
void byTemplate(cublasLtMatmulDesc_t op, cublasLtOrder_t order, cublasOperation_t transposed) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_TRANSA' takes a cublasOperation_t, not a cublasLtOrder_t; {{.+}} [cublaslt-attribute-value]
  // CHECK: :[[@LINE-4]]:12: note: 'cublasLtMatmulDescSetAttribute' is called here
  setAny(op, CUBLASLT_MATMUL_DESC_TRANSA, order);
  setAny(op, CUBLASLT_MATMUL_DESC_TRANSA, transposed);
}

struct Operation {
  cublasLtMatmulDesc_t op;
  cudaDataType_t type;
  cublasComputeType_t compute;
  float scale = 1.0f;
  int epilogue = 4096;
  void prepare() {
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_SCALE_TYPE' takes a cudaDataType_t, not a cublasComputeType_t; {{.+}} [cublaslt-attribute-value]
    // CHECK: :[[@LINE-5]]:23: note: 'compute' is declared here, as 'cublasComputeType_t'
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_SCALE_TYPE, &compute, sizeof(compute));
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_SCALE_TYPE, &type, sizeof(type));
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_EPILOGUE' has type uint32_t, not 'float'; {{.+}} [cublaslt-attribute-value]
    // CHECK: :[[@LINE-8]]:9: note: 'scale' is declared here, as 'float'
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_EPILOGUE, &scale, sizeof(scale));
  }
};

void floatAttribute(cublasLtMatmulPreference_t pref, uint32_t waves) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_PREF_MAX_WAVES_COUNT' has type float, not 'unsigned int'; {{.+}} [cublaslt-attribute-value]
  // CHECK: :[[@LINE-2]]:63: note: 'waves' is declared here, as 'uint32_t'
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WAVES_COUNT, &waves, sizeof(waves));
  int none = 0; // 0 and 0.0f are the same bytes
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WAVES_COUNT, &none, sizeof(none));
  float some = 1.5f;
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WAVES_COUNT, &some, sizeof(some));
}

void tooShort(cublasLtMatmulPreference_t pref) {
  int limit = 1 << 20;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'limit' has 4 bytes, but 'CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES' has 8; the library reads beyond the object [cublaslt-attribute-value]
  // CHECK: :[[@LINE-2]]:7: note: 'limit' is declared here, as 'int'
  cublasLtMatmulPreferenceSetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit, sizeof(uint64_t));
}

void addressOfAPointer(cublasLtMatrixLayout_t layout, const int64_t *stride) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET' is not a pointer, but 'stride' is; {{.+}} [cublaslt-attribute-value]
  // CHECK: :[[@LINE-2]]:70: note: 'stride' is declared here, as 'const int64_t *'
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof(stride));
  cublasLtMatrixLayoutSetAttribute(layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, stride, sizeof(*stride));
}

void noEnumerator(cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t layouts[2]) {
  int transposed = 'T';
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATMUL_DESC_TRANSA' takes a cublasOperation_t, not 84; {{.+}} [cublaslt-attribute-value]
  // CHECK: :[[@LINE-2]]:7: note: 'transposed' is declared here, as 'int'
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof(transposed));
  for (int i = 0; i < 2; ++i) {
    const int32_t order = 101; // of the C interface of a BLAS
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: warning: 'CUBLASLT_MATRIX_LAYOUT_ORDER' takes a cublasLtOrder_t, not 101; {{.+}} [cublaslt-attribute-value]
    // CHECK: :[[@LINE-2]]:19: note: 'order' is declared here, as 'const int32_t'
    cublasLtMatrixLayoutSetAttribute(layouts[i], CUBLASLT_MATRIX_LAYOUT_ORDER, &order, sizeof(order));
  }
}

void readOnly(cublasLtMatmulAlgo_t *algo, int id) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: 'CUBLASLT_ALGO_CONFIG_ID' can only be read; {{.+}} [cublaslt-attribute-value]
  cublasLtMatmulAlgoConfigSetAttribute(algo, CUBLASLT_ALGO_CONFIG_ID, &id, sizeof(id));
}

void removed(cublasLtMatmulPreference_t pref) {
  uint32_t mask = 1;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: this header has no attribute with number 11; {{.+}} [cublaslt-attribute-value]
  cublasLtMatmulPreferenceSetAttribute(pref, static_cast<cublasLtMatmulPreferenceAttributes_t>(11), &mask, sizeof(mask));
}

// ---- Right, although they look otherwise ----

void flags(cublasLtMatmulDesc_t op, bool bias) {
  uint32_t epilogue = CUBLASLT_EPILOGUE_RELU | CUBLASLT_EPILOGUE_BIAS;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue, sizeof(epilogue));
  int none = 0; // works, measured
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_EPILOGUE, &none, sizeof(none));
}
void otherNames(cublasLtMatmulDesc_t op, cublasLtMatrixLayout_t layout) {
  cublasPointerMode_t mode = CUBLAS_POINTER_MODE_HOST;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_POINTER_MODE, &mode, sizeof(mode));
  uint64_t address = 0x7f0000000000; // as CUdeviceptr
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &address, sizeof(address));
  cudaDataType type = CUDA_R_16F;
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_SCALE_TYPE, &type, sizeof(type));
}
enum MyTransposition { Plain = CUBLAS_OP_N, Transposed = CUBLAS_OP_T };
void ownEnumeration(cublasLtMatmulDesc_t op, MyTransposition transposition) {
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transposition, sizeof(transposition));
}
struct DevicePointer { void *raw; };
void wrapped(cublasLtMatmulDesc_t op, DevicePointer bias, const float *const *table, const void *bytes, const char *buffer) {
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof(bias));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, table, sizeof(*table));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, bytes, sizeof(void *));
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, buffer, sizeof(void *));
}
void unknownBuffer(cublasLtMatmulDesc_t op, const void *value) {
  if (value)
    cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, value, sizeof(cublasOperation_t));
}
void unknownNumber(cublasLtMatmulDesc_t op, int transposed) {
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof(transposed));
}
void lengthAsked(cublasLtMatmulPreference_t pref) {
  size_t written;
  cublasLtMatmulPreferenceGetAttribute(pref, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, nullptr, 0, &written);
}
void silenced(cublasLtMatmulDesc_t op) {
  cublasLtMatmulDescSetAttribute(op, CUBLASLT_MATMUL_DESC_BIAS_POINTER, nullptr, sizeof(void *)); // NOLINT(cublaslt-attribute-value)
}
