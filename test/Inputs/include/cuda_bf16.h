/*===-- cuda_bf16.h - stand-in for tests -*- C -*-===*\
|*
|* Licensed under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
\*===----------------------------------------------------------------------===*/

#ifndef CUBLASLT_STANDIN_CUDA_BF16_H
#define CUBLASLT_STANDIN_CUDA_BF16_H

typedef struct {
  unsigned short x;
} __nv_bfloat16;

#endif
