//===-- DeviceBuffer.h - memory on the device -------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A plain device allocation, freed when it goes, and bytes to fill it with.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICEBUFFER_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICEBUFFER_H

#include <cstdint>
#include <cuda_runtime_api.h>
#include <string>

namespace cublaslt::runtime {

class DeviceBuffer {
public:
  DeviceBuffer() = default;
  DeviceBuffer(const DeviceBuffer &) = delete;
  DeviceBuffer &operator=(const DeviceBuffer &) = delete;
  ~DeviceBuffer() {
    // Of a null pointer it would make a context.
    if (Pointer)
      cudaFree(Pointer);
  }
  cudaError_t allocate(uint64_t Bytes) { return cudaMalloc(&Pointer, Bytes); }
  void *get() const { return Pointer; }

private:
  void *Pointer = nullptr;
};

/// Fills \p Bytes at \p Buffer with small finite numbers of \p Type, fresh at
/// each call: a block of random ones, repeated.
cudaError_t fillRandomly(void *Buffer, uint64_t Bytes, const std::string &Type);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICEBUFFER_H
