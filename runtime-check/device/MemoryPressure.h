//===-- MemoryPressure.h - fills the device's memory ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Takes the device's memory with plain cudaMalloc, as the rest of a program
/// would, until a named remainder is free. Never managed memory: asking for
/// more of that than is free can hang the GPU. Released by the destructor, and
/// by the driver when the run's process is killed.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_MEMORYPRESSURE_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_MEMORYPRESSURE_H

#include <cstdint>
#include <vector>

namespace cublaslt::runtime {

class MemoryPressure {
public:
  MemoryPressure() = default;
  MemoryPressure(const MemoryPressure &) = delete;
  MemoryPressure &operator=(const MemoryPressure &) = delete;
  ~MemoryPressure() { release(); }

  /// Leaves about \p Remainder bytes free, at most one allocation granule
  /// more. False when CUDA answers with an error other than out of memory.
  bool fillDownTo(uint64_t Remainder);
  void release();

  /// Bytes free on the device now; 0 when CUDA does not say.
  static uint64_t freeBytes();

private:
  std::vector<void *> Blocks;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_MEMORYPRESSURE_H
