//===-- Schedule.h - many findings, many devices ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Spreads jobs over devices. Jobs that need a device alone (they fill its
/// memory, or they are timed) run one at a time on it, when nothing else does;
/// the others several at a time.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_SCHEDULE_H
#define CUBLASLT_RUNTIME_CHECK_SCHEDULE_H

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

struct Job {
  size_t Number = 0;
  bool NeedsDeviceAlone = false;
};

/// Executes one job after the other on one device.
using Runner = std::function<void(const Job &)>;

/// Has each job executed once, by runners that \p Start makes: \p PerDevice
/// for each device, each in a thread of its own. Jobs that need a device alone
/// come last, in their order. Returns when all are done; a job for which
/// \p GoesOn answers false is left out.
void schedule(const std::vector<Job> &Jobs,
              const std::vector<std::string> &Devices, unsigned PerDevice,
              const std::function<Runner(const std::string &Device)> &Start,
              const std::function<bool()> &GoesOn);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_SCHEDULE_H
