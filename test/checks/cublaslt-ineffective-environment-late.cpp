// RUN: %clang_tidy --load=%plugin -checks=-*,cublaslt-ineffective-environment %s -- -std=c++17 -I%S -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not=':{{[0-9]+}}: warning:' --implicit-check-not='error:'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Variables that are set after the library has read them; and before.
#include "Inputs/Gemm.h"
#include "Inputs/Std.h"

cublasLtHandle_t late() {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+4]]:3: warning: 'CUBLASLT_LOG_LEVEL' is set after the first call; the library reads it only at its first call [cublaslt-ineffective-environment]
  // CHECK: :[[@LINE+1]]:7: note: the library has read it here
  if (cublasLtCreate(&handle) != CUBLAS_STATUS_SUCCESS)
    return nullptr;
  setenv("CUBLASLT_LOG_LEVEL", "5", 1);
  return handle;
}
static size_t version() { return cublasLtGetVersion(); }
void throughAHelper() {
  if (version() < 110000)
    return;
  // CHECK: :[[@LINE+2]]:3: warning: 'CUBLASLT_LOG_FILE' is set after the first call; {{.+}} [cublaslt-ineffective-environment]
  // CHECK: :[[@LINE-5]]:34: note: the library has read it here
  setenv("CUBLASLT_LOG_FILE", "log.txt", 1);
}
cublasLtHandle_t before() {
  setenv("CUBLASLT_LOG_LEVEL", "5", 1);
  cublasLtHandle_t handle;
  return cublasLtCreate(&handle) ? nullptr : handle;
}
// What is read later may be set later.
cublasLtHandle_t readLater() {
  cublasLtHandle_t handle;
  if (cublasLtCreate(&handle))
    return nullptr;
  setenv("CUBLASLT_HEURISTICS_CACHE_CAPACITY", "100", 1);
  return handle;
}
void onAnotherPath(bool verbose) {
  cublasLtHandle_t handle;
  if (verbose)
    setenv("CUBLASLT_LOG_LEVEL", "5", 1);
  else if (cublasLtCreate(&handle))
    abort();
}
