/*===-- cublas_v2.h - stand-in for tests -*- C -*-===*\
|*
|* Licensed under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
\*===----------------------------------------------------------------------===*/

#ifndef CUBLASLT_STANDIN_CUBLAS_V2_H
#define CUBLASLT_STANDIN_CUBLAS_V2_H

#include <cublas_api.h>

#if defined(__cplusplus)
extern "C" {
#endif

/* The toolkit's cublas_v2.h maps the plain names to these by macros. */
#define cublasCreate cublasCreate_v2
#define cublasDestroy cublasDestroy_v2
cublasStatus_t CUBLASWINAPI cublasCreate_v2(cublasHandle_t *handle);
cublasStatus_t CUBLASWINAPI cublasDestroy_v2(cublasHandle_t handle);

#if defined(__cplusplus)
}
#endif

#endif
