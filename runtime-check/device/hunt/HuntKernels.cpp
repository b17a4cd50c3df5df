//===-- HuntKernels.cpp - the hunt's own kernels --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/hunt/HuntKernels.h"
#include <algorithm>
#include <cuda.h>
#include <dlfcn.h>

namespace cublaslt::runtime {

/// HuntKernels.ptx, as the build wrote it into a source file.
extern const char HuntPtx[];

static decltype(&cuLaunchKernel) Launch = nullptr;

std::string HuntKernels::load() {
  void *Driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  auto Find = [&](const char *Name) {
    return Driver ? dlsym(Driver, Name) : nullptr;
  };
  auto Load = reinterpret_cast<decltype(&cuModuleLoadData)>(
      Find("cuModuleLoadData"));
  auto Get = reinterpret_cast<decltype(&cuModuleGetFunction)>(
      Find("cuModuleGetFunction"));
  Launch =
      reinterpret_cast<decltype(&cuLaunchKernel)>(Find("cuLaunchKernel"));
  if (!Load || !Get || !Launch)
    return "libcuda.so.1 cannot be used: install NVIDIA's driver";
  // The runtime's context must be there: the module belongs to it.
  if (cudaFree(nullptr) != cudaSuccess)
    return "no context can be made on the device";
  CUmodule Module = nullptr;
  if (CUresult Error = Load(&Module, HuntPtx))
    return "the driver refuses the hunt's kernels (" + std::to_string(Error) +
           "): they need compute capability 7.5";
  static const char *const Names[] = {"huntFill", "huntReference",
                                      "huntCompare", "huntCompareMask",
                                      "huntGuard"};
  for (int I = 0; I < KernelCount; ++I) {
    CUfunction Function = nullptr;
    if (Get(&Function, Module, Names[I]))
      return std::string("the hunt's kernels have no ") + Names[I];
    Functions[I] = Function;
  }
  return "";
}

void HuntKernels::launch(Kernel Which, long long Items, void **Arguments,
                         cudaStream_t Stream) const {
  constexpr long long Threads = 256, MostBlocks = 4096;
  const auto Blocks = static_cast<unsigned>(
      std::min(MostBlocks, (Items + Threads - 1) / Threads));
  Launch(static_cast<CUfunction>(Functions[Which]), std::max(Blocks, 1u), 1, 1,
         Threads, 1, 1, 0, Stream, Arguments, nullptr);
}

void HuntKernels::fill(void *Memory, const HuntMatrix &L, const HuntData &D,
                       HuntRegion Region, cudaStream_t Stream) const {
  int Which = Region, IsCheck = 0;
  HuntCount *None = nullptr;
  void *Arguments[] = {&Memory,  const_cast<HuntMatrix *>(&L),
                       const_cast<HuntData *>(&D), &Which, &IsCheck, &None};
  launch(Fill, L.Slots, Arguments, Stream);
}

void HuntKernels::check(void *Memory, const HuntMatrix &L, const HuntData &D,
                        HuntRegion Region, HuntCount *Count,
                        cudaStream_t Stream) const {
  int Which = Region, IsCheck = 1;
  void *Arguments[] = {&Memory,  const_cast<HuntMatrix *>(&L),
                       const_cast<HuntData *>(&D), &Which, &IsCheck, &Count};
  launch(Fill, L.Slots, Arguments, Stream);
}

void HuntKernels::reference(double *Result, const HuntData &D,
                            cudaStream_t Stream) const {
  void *Arguments[] = {&Result, const_cast<HuntData *>(&D)};
  launch(Reference, static_cast<long long>(D.M) * D.N * D.Batches, Arguments,
         Stream);
}

void HuntKernels::compare(const void *Memory, const HuntMatrix &L,
                          const HuntData &D, const double *Expected,
                          HuntActivation Activation, double Absolute,
                          double Relative, HuntCount *Count,
                          cudaStream_t Stream) const {
  int Which = Activation;
  void *Arguments[] = {&Memory,
                       const_cast<HuntMatrix *>(&L),
                       const_cast<HuntData *>(&D),
                       &Expected,
                       &Which,
                       &Absolute,
                       &Relative,
                       &Count};
  launch(Compare, L.Slots, Arguments, Stream);
}

void HuntKernels::compareMask(const void *Memory, const HuntMatrix &L,
                              const HuntData &D, const double *Expected,
                              HuntCount *Count, cudaStream_t Stream) const {
  void *Arguments[] = {&Memory, const_cast<HuntMatrix *>(&L),
                       const_cast<HuntData *>(&D), &Expected, &Count};
  launch(CompareMask, static_cast<long long>(D.M) * D.N, Arguments, Stream);
}

void HuntKernels::guard(const void *Memory, int Bytes, unsigned Poison,
                        HuntCount *Count, cudaStream_t Stream) const {
  void *Arguments[] = {&Memory, &Bytes, &Poison, &Count};
  launch(Guard, 1, Arguments, Stream);
}

} // namespace cublaslt::runtime
