//===-- Messages.h - what doctor and child say to each other ----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Requests and answers as JSON text. An answer comes from a process that may
/// have gone wrong in any way: whatever is not exactly of the expected form is
/// not understood, and never thrown over.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_SANDBOX_MESSAGES_H
#define CUBLASLT_RUNTIME_CHECK_SANDBOX_MESSAGES_H

#include "runtime-check/DeviceFacts.h"
#include "runtime-check/Experiment.h"
#include <optional>
#include <string>

namespace cublaslt::runtime {

struct Request {
  enum class Kind { Facts, Run, Hunt } TheKind = Kind::Facts;
  std::string Experiment;
  Form TheForm = Form::Flagged;
  Settings TheSettings;
  std::string Hunt; ///< the text of a HuntRequest
  /// The child is to serve another request afterwards, if it can.
  bool Stays = false;
};

std::string toText(const Request &R);
std::optional<Request> requestFrom(const std::string &Text);

std::string toText(const findings::RunOutcome &O);
std::optional<findings::RunOutcome> outcomeFrom(const std::string &Text);

std::string toText(const DeviceFacts &F);
std::optional<DeviceFacts> factsFrom(const std::string &Text);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_SANDBOX_MESSAGES_H
