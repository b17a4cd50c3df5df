//===-- MemoryPressure.cpp - fills the device's memory --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/MemoryPressure.h"
#include <cuda_runtime_api.h>

namespace cublaslt::runtime {

// The driver hands out device memory in pages of this size.
static constexpr uint64_t Granule = 2 << 20;

uint64_t MemoryPressure::freeBytes() {
  size_t Free = 0, Total = 0;
  if (cudaMemGetInfo(&Free, &Total) != cudaSuccess)
    return 0;
  return Free;
}

bool MemoryPressure::fillDownTo(uint64_t Remainder) {
  uint64_t Chunk = UINT64_MAX;
  for (;;) {
    uint64_t Free = freeBytes();
    if (Free <= Remainder + Granule)
      return true;
    uint64_t Excess = (Free - Remainder) / Granule * Granule;
    if (Chunk > Excess)
      Chunk = Excess;
    void *Block = nullptr;
    cudaError_t Error = cudaMalloc(&Block, Chunk);
    if (Error == cudaSuccess) {
      Blocks.push_back(Block);
      continue;
    }
    cudaGetLastError();
    if (Error != cudaErrorMemoryAllocation)
      return false;
    // No block of that size is left in one piece: take smaller ones.
    Chunk /= 2;
    if (Chunk < Granule)
      return true;
  }
}

void MemoryPressure::release() {
  for (void *Block : Blocks)
    cudaFree(Block);
  Blocks.clear();
}

} // namespace cublaslt::runtime
