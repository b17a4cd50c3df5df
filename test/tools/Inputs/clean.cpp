// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cublasLt.h>

cublasStatus_t create(cublasLtHandle_t *handle) {
  return cublasLtCreate(handle);
}
