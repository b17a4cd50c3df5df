//===-- Doctor.h - the program cublaslt-doctor ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The program without its main(), so that the tests can run it with
/// experiments of their own.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_DOCTOR_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_DOCTOR_H

#include "runtime-check/Experiment.h"
#include "runtime-check/sandbox/ChildProcess.h"
#include <string>

namespace cublaslt::doctor {

/// What the program ends with.
enum ExitCode {
  AllRefuted = 0,      ///< every finding decided, none confirmed
  Standing = 1,        ///< one is confirmed, or a run was inconclusive
  WrongUse = 2,        ///< wrong use, or input that cannot be read
  LacksEnvironment = 3 ///< no GPU or no CUDA: some are undecided
};

struct VerifyCommand {
  std::string Input, Output, KnowledgeBase, Only;
  unsigned TimeoutSeconds = 20;
};

int verify(const VerifyCommand &Command,
           const runtime::ExperimentRegistry &Registry,
           runtime::ChildLimits Limits);

/// The whole program, the sandbox's child included.
int run(int argc, char **argv, const runtime::ExperimentRegistry &Registry,
        const runtime::ChildLimits &Limits);

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_DOCTOR_H
