//===-- ChildMain.h - the child's side of the sandbox -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a program does that was started as a child (ChildArgument).
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_SANDBOX_CHILDMAIN_H
#define CUBLASLT_RUNTIME_CHECK_SANDBOX_CHILDMAIN_H

#include "runtime-check/Experiment.h"

namespace cublaslt::runtime {

/// True when this process was started by runChild().
bool isChild(int argc, char **argv);

/// Reads the request, executes it, writes the answer, ends the process.
[[noreturn]] void childMain(const ExperimentRegistry &Registry);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_SANDBOX_CHILDMAIN_H
