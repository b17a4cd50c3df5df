//===-- DeviceQuestion.cpp - asks CUDA and cuBLASLt -----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/DeviceQuestion.h"
#include "runtime-check/device/CublasLt.h"
#include <cuda_runtime_api.h>
#include <dlfcn.h>

namespace cublaslt::runtime {

/// CUDA packs versions as 1000 * major + 10 * minor.
static std::string cudaVersion(int Packed) {
  return std::to_string(Packed / 1000) + "." +
         std::to_string(Packed % 1000 / 10);
}

/// The driver's own number, which only NVML knows ("580.159.04"). NVML comes
/// with the driver, not with the toolkit, so neither header nor library can be
/// counted on.
static std::string driverVersionFromNvml() {
  void *Nvml = dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!Nvml)
    return "";
  auto Init = reinterpret_cast<int (*)()>(dlsym(Nvml, "nvmlInit_v2"));
  auto Shutdown = reinterpret_cast<int (*)()>(dlsym(Nvml, "nvmlShutdown"));
  auto Version = reinterpret_cast<int (*)(char *, unsigned)>(
      dlsym(Nvml, "nvmlSystemGetDriverVersion"));
  std::string Text;
  if (Init && Shutdown && Version && Init() == 0) {
    char Buffer[96] = "";
    if (Version(Buffer, sizeof Buffer) == 0)
      Text = Buffer;
    Shutdown();
  }
  return Text;
}

static std::string driverVersion() {
  std::string Text = driverVersionFromNvml();
  if (!Text.empty())
    return Text;
  int Packed = 0;
  // 0: no driver is installed.
  if (cudaDriverGetVersion(&Packed) != cudaSuccess || Packed == 0)
    return "none";
  return "for CUDA " + cudaVersion(Packed);
}

DeviceFacts readDeviceFacts() {
  DeviceFacts Facts;
  Facts.BuiltWithCuda = true;
  int Packed = 0;
  if (cudaRuntimeGetVersion(&Packed) == cudaSuccess)
    Facts.Runtime = cudaVersion(Packed);
  Facts.Driver = driverVersion();

  if (const CublasLt *Lt = CublasLt::load(Facts.Lacks)) {
    Facts.HasLibrary = true;
    int Major = 0, Minor = 0, Patch = 0;
    Lt->GetProperty(MAJOR_VERSION, &Major);
    Lt->GetProperty(MINOR_VERSION, &Minor);
    Lt->GetProperty(PATCH_LEVEL, &Patch);
    Facts.Library = "cuBLASLt " + std::to_string(Major) + "." +
                    std::to_string(Minor) + "." + std::to_string(Patch) + " (" +
                    std::to_string(Lt->GetVersion()) + ")";
  }

  int Count = 0;
  cudaError_t Error = cudaGetDeviceCount(&Count);
  if (Error != cudaSuccess || Count == 0) {
    if (Facts.Lacks.empty())
      Facts.Lacks = Error == cudaSuccess || Error == cudaErrorNoDevice ||
                            Error == cudaErrorInsufficientDriver
                        ? "no usable NVIDIA GPU and driver here: run this on a "
                          "machine with one"
                        : std::string("the GPU cannot be used: ") +
                              cudaGetErrorString(Error) + " (" +
                              cudaGetErrorName(Error) + ")";
    Facts.Device = "none (host only)";
    return Facts;
  }
  cudaDeviceProp Properties;
  size_t Free = 0, Total = 0;
  Error = cudaGetDeviceProperties(&Properties, 0);
  if (Error == cudaSuccess)
    Error = cudaMemGetInfo(&Free, &Total);
  if (Error != cudaSuccess) {
    if (Facts.Lacks.empty())
      Facts.Lacks = std::string("the GPU cannot be used: ") +
                    cudaGetErrorString(Error) + " (" + cudaGetErrorName(Error) +
                    ")";
    return Facts;
  }
  Facts.HasDevice = true;
  Facts.DeviceCount = static_cast<unsigned>(Count);
  Facts.SharesHostMemory = Properties.integrated != 0;
  Facts.Device = Properties.name;
  Facts.ComputeCapability =
      std::to_string(Properties.major) + "." + std::to_string(Properties.minor);
  Facts.TotalBytes = Total;
  Facts.FreeBytes = Free;
  return Facts;
}

bool isContextAlive() {
  // An error that was reported and is over must not be reported by the next
  // run's calls.
  cudaGetLastError();
  return cudaDeviceSynchronize() == cudaSuccess;
}

} // namespace cublaslt::runtime
