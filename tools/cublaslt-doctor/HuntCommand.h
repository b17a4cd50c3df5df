//===-- HuntCommand.h - cublaslt-doctor hunt --------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_HUNTCOMMAND_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_HUNTCOMMAND_H

#include "runtime-check/hunt/Hunt.h"
#include "tools/cublaslt-doctor/Doctor.h"

namespace CLI {
class App;
} // namespace CLI

namespace cublaslt::doctor {

struct HuntCommand {
  runtime::HuntOptions Options;
  std::string Output, Gpus, Shard, Problem, Algorithm;
  unsigned Jobs = 4; ///< workers of each device
};

const CLI::App *addHuntCommand(CLI::App &App, HuntCommand &Command);

int hunt(HuntCommand Command, const runtime::ExperimentRegistry &Registry,
         runtime::ChildLimits Limits);

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_HUNTCOMMAND_H
