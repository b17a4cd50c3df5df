// RUN: not %clang_tidy --load=%plugin -checks=-*,cublaslt-unchecked-status %s -- -std=c++17 -I%stand_in 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='Stack dump'
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Code with errors: how this class's member is destroyed is not known. What is
// beside it is looked at all the same.
#include "Inputs/Gemm.h"

struct Unknown;
struct Runtime {
  cublasLtHandle_t handle;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: field has incomplete type 'Unknown'
  Unknown workspace;
  ~Runtime() { cublasLtDestroy(handle); }
};

void makesOne() {
  Runtime one;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: status of 'cublasLtCreate' is dropped;
  cublasLtCreate(&one.handle);
}
