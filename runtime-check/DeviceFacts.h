//===-- DeviceFacts.h - the machine a verdict holds for ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A verdict is always "on this device, this driver, this library". The facts
/// are read in a child process, so that a driver that hangs or a library that
/// is missing cannot harm the doctor.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICEFACTS_H
#define CUBLASLT_RUNTIME_CHECK_DEVICEFACTS_H

#include <cstdint>
#include <string>

namespace cublaslt::runtime {

struct DeviceFacts {
  /// The program was built with the CUDA toolkit.
  bool BuiltWithCuda = false;
  /// libcublasLt could be loaded.
  bool HasLibrary = false;
  bool HasDevice = false;
  unsigned DeviceCount = 0; ///< visible ones; the rest speaks of the first
  /// An integrated GPU: its memory is the host's.
  bool SharesHostMemory = false;
  /// What is missing and what to do, one line; empty when nothing is.
  std::string Lacks;

  std::string Device;            ///< "NVIDIA H200"
  std::string ComputeCapability; ///< "9.0"
  std::string Driver;            ///< "580.159.04"
  std::string Runtime;           ///< CUDA runtime, "13.0"
  std::string Library;           ///< "cuBLASLt 13.1.0 (130100)"
  uint64_t TotalBytes = 0, FreeBytes = 0;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICEFACTS_H
