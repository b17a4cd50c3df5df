//===-- DeviceQuestion.h - asks CUDA and cuBLASLt ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICEQUESTION_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICEQUESTION_H

#include "runtime-check/DeviceFacts.h"

namespace cublaslt::runtime {

/// Asks NVML, the CUDA runtime and cuBLASLt about the first device.
DeviceFacts readDeviceFacts();

/// False after an error that a context does not recover from.
bool isContextAlive();

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICEQUESTION_H
