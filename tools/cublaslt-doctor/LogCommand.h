//===-- LogCommand.h - cublaslt-doctor log ---------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The subcommand that reads logs: its options, and what it does.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_LOGCOMMAND_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_LOGCOMMAND_H

#include "runtime-check/Experiment.h"
#include "runtime-check/sandbox/ChildProcess.h"
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace cublaslt::doctor {

struct LogCommand {
  std::vector<std::string> Inputs;
  std::string Format = "text", Output, KnowledgeBase;
  bool Follows = false, Verifies = false, IsVerbose = false;
  int Level = 1;
  unsigned TimeoutSeconds = 20;
};

/// Adds the subcommand to \p App.
CLI::App *addLogCommand(CLI::App &App, LogCommand &Command);

int readLogs(const LogCommand &Command,
             const runtime::ExperimentRegistry &Registry,
             runtime::ChildLimits Limits);

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_LOGCOMMAND_H
