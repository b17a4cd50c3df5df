/*===-- cuda_runtime.h - stand-in for tests -*- C -*-===*\
|*
|* Licensed under the Apache License v2.0 with LLVM Exceptions.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
\*===----------------------------------------------------------------------===*/

#ifndef CUBLASLT_STANDIN_CUDA_RUNTIME_H
#define CUBLASLT_STANDIN_CUDA_RUNTIME_H

#include <cuda_runtime_api.h>
#include <library_types.h>

#if defined(__CUDA__)
#define __host__ __attribute__((host))
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))

struct dim3 {
  unsigned x, y, z;
  __host__ __device__ constexpr dim3(unsigned vx = 1, unsigned vy = 1,
                                     unsigned vz = 1)
      : x(vx), y(vy), z(vz) {}
};
/* What clang calls for kernel<<<...>>>: which one depends on the toolkit's
   version. */
extern "C" unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block,
                                                size_t shared = 0,
                                                void *stream = nullptr);
extern "C" cudaError_t cudaConfigureCall(dim3 grid, dim3 block,
                                         size_t shared = 0,
                                         cudaStream_t stream = nullptr);
#endif

#if defined(__cplusplus)
/* Like the toolkit's header: typed overloads that forward to the C function. */
template <class T> static inline cudaError_t cudaMalloc(T **p, size_t size) {
  return ::cudaMalloc((void **)(void *)p, size);
}
template <class T>
static inline cudaError_t cudaMallocAsync(T **p, size_t size, cudaStream_t s) {
  return ::cudaMallocAsync((void **)(void *)p, size, s);
}
template <class T>
static inline cudaError_t cudaMallocHost(T **p, size_t size) {
  return ::cudaMallocHost((void **)(void *)p, size);
}
#endif

#endif
