//===-- DeviceRun.h - what every run begins with ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICERUN_H
#define CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICERUN_H

#include "runtime-check/device/RunRecorder.h"
#include <optional>

namespace cublaslt::runtime {

/// The library, and what is seen of its calls: `DeviceRun Run; if (!Run) return
/// Run.nothing();`.
class DeviceRun {
public:
  DeviceRun() {
    if (const CublasLt *Lt = CublasLt::load(Nothing.Summary))
      Recorder.emplace(*Lt);
  }

  explicit operator bool() const { return Recorder.has_value(); }
  /// The outcome where the library cannot be loaded.
  findings::RunOutcome nothing() const { return Nothing; }
  RunRecorder &recorder() { return *Recorder; }

private:
  findings::RunOutcome Nothing;
  std::optional<RunRecorder> Recorder;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_DEVICE_DEVICERUN_H
