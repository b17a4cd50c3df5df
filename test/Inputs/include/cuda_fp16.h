/*===-- cuda_fp16.h - stand-in for tests -*- C -*-===*\
|*
|* Licensed under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
\*===----------------------------------------------------------------------===*/

#ifndef CUBLASLT_STANDIN_CUDA_FP16_H
#define CUBLASLT_STANDIN_CUDA_FP16_H

struct __half {
  unsigned short x;
};
typedef struct __half __half;
typedef __half half;

#if defined(__cplusplus)
static inline __half __float2half(float f) {
  return __half{static_cast<unsigned short>(f)};
}
#endif

#endif
