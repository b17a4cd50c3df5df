//===-- DeviceBuffer.cpp - memory on the device ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/DeviceBuffer.h"
#include <algorithm>
#include <random>
#include <vector>

namespace cublaslt::runtime {

/// Bytes that are small finite numbers in \p Type, whatever their order.
static std::vector<unsigned char> randomBytes(const std::string &Type,
                                              size_t Bytes) {
  std::mt19937 Random(std::random_device{}());
  std::vector<unsigned char> Data(Bytes);
  // The most significant byte holds sign and exponent of every float type.
  // 0x3a..0x3d are values between about 1e-3 and 2 in half, bfloat16, single
  // and double, and 0x28..0x38 in FP8.
  unsigned Step = Type == "CUDA_R_16F" || Type == "CUDA_R_16BF" ||
                          Type == "CUDA_C_16F" || Type == "CUDA_C_16BF"
                      ? 2
                  : Type == "CUDA_R_32F" || Type == "CUDA_C_32F" ? 4
                  : Type == "CUDA_R_64F" || Type == "CUDA_C_64F" ? 8
                                                                 : 1;
  bool IsByte = Step == 1;
  for (size_t I = 0; I < Bytes; ++I) {
    unsigned Draw = Random();
    if (IsByte)
      Data[I] = Draw % 0x30;
    else if (I % Step == Step - 1)
      Data[I] = 0x3a + Draw % 4 + (Draw & 0x80);
    else
      Data[I] = static_cast<unsigned char>(Draw);
  }
  return Data;
}

/// Copies \p Block to the start of \p Buffer and doubles it on the device.
static cudaError_t spread(void *Buffer, uint64_t Bytes,
                          const std::vector<unsigned char> &Block) {
  uint64_t Done = std::min<uint64_t>(Bytes, Block.size());
  cudaError_t Error =
      cudaMemcpy(Buffer, Block.data(), Done, cudaMemcpyHostToDevice);
  while (Error == cudaSuccess && Done < Bytes) {
    uint64_t Count = std::min(Done, Bytes - Done);
    Error = cudaMemcpy(static_cast<char *>(Buffer) + Done, Buffer, Count,
                       cudaMemcpyDeviceToDevice);
    Done += Count;
  }
  return Error;
}

cudaError_t fillRandomly(void *Buffer, uint64_t Bytes,
                         const std::string &Type) {
  constexpr uint64_t BlockBytes = 4 << 20;
  return spread(Buffer, Bytes, randomBytes(Type, std::min(Bytes, BlockBytes)));
}

} // namespace cublaslt::runtime
