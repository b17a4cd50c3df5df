//===-- DependencyScan.h - what translation units include ------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Finds the files that translation units include, by clang's dependency
/// scanning: it reads the preprocessor's lines only, and each header once for
/// all units.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_DEPENDENCYSCAN_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_DEPENDENCYSCAN_H

#include <clang/Tooling/CompilationDatabase.h>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace cublaslt::tidy {

/// One command of the project, and what is known of it.
struct TranslationUnit {
  clang::tooling::CompileCommand Command;
  std::string File;               ///< absolute
  std::vector<std::string> Files; ///< all that is read, the source included
  bool IsScanned = false;
  /// One line on why the scan failed; empty when it did not.
  std::string Problem;
};

/// Scans \p Units with \p Jobs threads. Calls \p Done after each, from any
/// thread. Returns the paths that were looked for and do not exist: were one to
/// appear, an include could find another file.
std::set<std::string> scanDependencies(std::vector<TranslationUnit *> Units,
                                       unsigned Jobs,
                                       const std::function<void()> &Done);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_DEPENDENCYSCAN_H
