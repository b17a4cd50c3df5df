//===-- HuntSession.h - workers on the devices ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What hunt and sweep have in common: the machine, the defects that it can
/// have, and a process for each worker.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_HUNTSESSION_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_HUNTSESSION_H

#include "runtime-check/hunt/Hunt.h"
#include "runtime-check/DeviceFacts.h"
#include "tools/cublaslt-doctor/Doctor.h"

namespace cublaslt::doctor {

struct HuntSession {
  runtime::DeviceFacts Facts;
  runtime::ChildLimits Limits;

  /// 0, or the exit code when the machine lacks something, which is said.
  int start(const char *Command, const runtime::ExperimentRegistry &Registry,
            runtime::ChildLimits Own);
  runtime::KnownDefects known() const;
  /// \p Jobs for each device of \p Gpus ("0,2"; empty: all). None when that is
  /// something else.
  std::vector<std::unique_ptr<runtime::HuntWorker>>
  workers(const std::string &Gpus, unsigned Jobs) const;
};

/// As YAML files have it: "2026-11-30".
std::string todaysDate();

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_HUNTSESSION_H
