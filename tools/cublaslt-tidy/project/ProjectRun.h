//===-- ProjectRun.h - one run over a whole project ------------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Named no file, cublaslt-tidy analyses every translation unit of the
/// compilation database that reaches the API. In a hook it analyses the files
/// named, by the same way.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTRUN_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTRUN_H

#include "ProjectOptions.h"

namespace cublaslt::tidy {

/// Does it all; returns the program's exit code (docs/commands/
/// cublaslt-tidy.md lists them).
int runProject(const ProjectOptions &Options);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTRUN_H
