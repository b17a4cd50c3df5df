//===-- HuntKernels.h - the hunt's own kernels ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Loads HuntKernels.ptx through the driver, which is opened at run time as
/// the library is (device/CublasLt.h), and starts its kernels on a stream.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTKERNELS_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTKERNELS_H

#include "runtime-check/hunt/HuntData.h"
#include <cuda_runtime_api.h>
#include <string>

namespace cublaslt::runtime {

class HuntKernels {
public:
  /// Empty, or why they cannot be used; in the runtime's own context.
  std::string load();

  void fill(void *Memory, const HuntMatrix &L, const HuntData &D,
            HuntRegion Region, cudaStream_t Stream) const;
  /// Counts what a fill() wrote and that is no longer so.
  void check(void *Memory, const HuntMatrix &L, const HuntData &D,
             HuntRegion Region, HuntCount *Count, cudaStream_t Stream) const;
  void reference(double *Reference, const HuntData &D,
                 cudaStream_t Stream) const;
  void compare(const void *Memory, const HuntMatrix &L, const HuntData &D,
               const double *Reference, HuntActivation Activation,
               double Absolute, double Relative, HuntCount *Count,
               cudaStream_t Stream) const;
  void compareMask(const void *Memory, const HuntMatrix &L, const HuntData &D,
                   const double *Reference, HuntCount *Count,
                   cudaStream_t Stream) const;
  void guard(const void *Memory, int Bytes, unsigned Poison, HuntCount *Count,
             cudaStream_t Stream) const;

private:
  enum Kernel { Fill, Reference, Compare, CompareMask, Guard, KernelCount };
  void launch(Kernel Which, long long Items, void **Arguments,
              cudaStream_t Stream) const;
  void *Functions[KernelCount] = {};
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_HUNT_HUNTKERNELS_H
