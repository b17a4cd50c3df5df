//===-- CallRecorder.cpp - call specifications of diagnostics -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/CallRecorder.h"

namespace cublaslt::checks {

CallRecorder &CallRecorder::instance() {
  static CallRecorder Recorder;
  return Recorder;
}

void CallRecorder::record(const std::string &Check, const std::string &File,
                          unsigned Offset, Record R) {
  if (!IsStarted)
    return;
  std::lock_guard<std::mutex> Hold(Lock);
  Records.insert_or_assign({Check, File, Offset}, std::move(R));
}

const CallRecorder::Record *CallRecorder::find(const std::string &Check,
                                               const std::string &File,
                                               unsigned Offset) const {
  std::lock_guard<std::mutex> Hold(Lock);
  auto Found = Records.find({Check, File, Offset});
  return Found == Records.end() ? nullptr : &Found->second;
}

} // namespace cublaslt::checks
