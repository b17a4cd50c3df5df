//===-- SweepCommand.h - cublaslt-doctor sweep ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_SWEEPCOMMAND_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_SWEEPCOMMAND_H

#include "runtime-check/hunt/Sweep.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <map>

namespace CLI {
class App;
} // namespace CLI

namespace cublaslt::doctor {

struct SweepCommand {
  std::vector<std::string> Inputs;
  std::string Output, Gpus;
  unsigned Jobs = 8; ///< workers of each device
  bool TriesAll = false;
};

const CLI::App *addSweepCommand(CLI::App &App, SweepCommand &Command);

int sweep(const SweepCommand &Command,
          const runtime::ExperimentRegistry &Registry,
          runtime::ChildLimits Limits);

/// The problems of what is asked in; each once.
struct SweepList {
  std::vector<runtime::SweepItem> Items;
  std::map<std::string, size_t> Places; ///< in Items, by problem
  std::map<std::string, uint64_t> Unusable; ///< calls of a log, by reason
  void add(runtime::SweepItem Item);
};

/// The calls of cuBLASLt's own log; empty, or why it cannot be read.
std::string readLogForSweep(const std::string &Path, SweepList &Into);

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_SWEEPCOMMAND_H
