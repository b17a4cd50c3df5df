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

namespace {
/// Jobs that several threads take from.
class Queue {
public:
  Queue(const std::vector<Job> &Jobs, bool IsAlone,
        const std::function<bool()> &GoesOn)
      : GoesOn(GoesOn) {
    for (const Job &J : Jobs)
      if (J.NeedsDeviceAlone == IsAlone)
        Own.push_back(J);
  }
  void drain(const Runner &Run) {
    for (size_t I; GoesOn() && (I = Next++) < Own.size();)
      Run(Own[I]);
  }
  size_t size() const { return Own.size(); }

private:
  std::vector<Job> Own;
  const std::function<bool()> &GoesOn;
  std::atomic<size_t> Next{0};
};
} // namespace

void schedule(const std::vector<Job> &Jobs,
              const std::vector<std::string> &Devices, unsigned PerDevice,
              const std::function<Runner(const std::string &Device)> &Start,
              const std::function<bool()> &GoesOn) {
  Queue Shared(Jobs, false, GoesOn), Alone(Jobs, true, GoesOn);
  const size_t Sharers =
      std::min<size_t>(PerDevice, (Shared.size() + Devices.size() - 1) /
                                      std::max<size_t>(1, Devices.size()));
  // A device goes on to what it must have alone as soon as its own threads are
  // through, whatever the other devices still do.
  auto Serve = [&](const std::string &Device) {
    std::vector<std::thread> Others;
    for (size_t I = 1; I < Sharers; ++I)
      Others.emplace_back([&] { Shared.drain(Start(Device)); });
    const Runner Run = Start(Device);
    Shared.drain(Run);
    for (std::thread &T : Others)
      T.join();
    Alone.drain(Run);
  };
  std::vector<std::thread> Threads;
  for (const std::string &Device : Devices)
    Threads.emplace_back(Serve, Device);
  for (std::thread &T : Threads)
    T.join();
}

} // namespace cublaslt::runtime
