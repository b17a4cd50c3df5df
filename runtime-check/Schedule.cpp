//===-- Schedule.cpp - many findings, many devices ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Schedule.h"
#include <algorithm>
#include <atomic>
#include <thread>

namespace cublaslt::runtime {

using Runner = std::function<void(const Job &, const std::string &)>;

/// Takes the jobs one after the other, in \p PerDevice threads a device.
static void drain(const std::vector<Job> &Jobs,
                  const std::vector<std::string> &Devices, unsigned PerDevice,
                  const Runner &Run, const std::function<bool()> &GoesOn) {
  std::atomic<size_t> Next{0};
  auto Work = [&](const std::string &Device) {
    for (size_t I; GoesOn() && (I = Next++) < Jobs.size();)
      Run(Jobs[I], Device);
  };
  std::vector<std::thread> Threads;
  size_t Count = std::min(Jobs.size(), Devices.size() * PerDevice);
  for (size_t I = 0; I < Count; ++I)
    Threads.emplace_back(Work, Devices[I % Devices.size()]);
  for (std::thread &T : Threads)
    T.join();
}

void schedule(const std::vector<Job> &Jobs,
              const std::vector<std::string> &Devices, unsigned PerDevice,
              const Runner &Run, const std::function<bool()> &GoesOn) {
  std::vector<Job> Shared, Alone;
  for (const Job &J : Jobs)
    (J.NeedsDeviceAlone ? Alone : Shared).push_back(J);
  drain(Shared, Devices, PerDevice, Run, GoesOn);
  drain(Alone, Devices, 1, Run, GoesOn);
}

} // namespace cublaslt::runtime
