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
/// the others several at a time, since most of their time is the start of a
/// process and of a context.
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

/// Calls \p Run with each job and the device that it got, from several
/// threads, and returns when all are done. A job for which \p GoesOn answers
/// false is left out.
void schedule(const std::vector<Job> &Jobs,
              const std::vector<std::string> &Devices, unsigned PerDevice,
              const std::function<void(const Job &, const std::string &)> &Run,
              const std::function<bool()> &GoesOn);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_SCHEDULE_H
