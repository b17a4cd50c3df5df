//===-- FindingOutput.h - findings for people and code hosts ---*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_FINDINGOUTPUT_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_FINDINGOUTPUT_H

#include "findings/Finding.h"
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
}

namespace cublaslt::tidy {

/// \p File as seen from \p Folder when it is below it, else as it is.
std::string relativeTo(const std::string &Folder, const std::string &File);

/// Prints \p F with its source line and its notes in clang's form; files below
/// \p Folder by their relative names.
void printFinding(llvm::raw_ostream &Out, const findings::Finding &F,
                  const std::string &Folder);

/// Writes \p Findings as a GitLab code quality report: the whole file or
/// nothing. An empty string on success, else one line.
std::string writeGitLabReport(const std::string &Path,
                              const std::vector<findings::Finding> &Findings,
                              const std::string &Folder);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_FINDINGOUTPUT_H
