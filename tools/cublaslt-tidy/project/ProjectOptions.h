//===-- ProjectOptions.h - the options of a project's run ------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTOPTIONS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTOPTIONS_H

#include <clang-tidy/ClangTidyOptions.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::tidy {

struct ProjectOptions {
  std::optional<std::string> BuildFolder;
  std::vector<std::string> Files; ///< of --hook
  bool IsHook = false, IsStrict = false, IsQuiet = false;
  /// --config or --config-file, which stand in for each .clang-tidy.
  bool HasOneConfiguration = false;
  std::optional<bool> UseColor;
  std::string CacheFolder; ///< empty: nothing is kept
  std::string ChangedSince, Baseline, GitLab;
  unsigned Jobs = 1;
  std::vector<std::string> ExtraArguments, ExtraArgumentsBefore;
};

/// Puts our options under clang-tidy's heading in --help.
void addProjectOptions();

enum class RunKind {
  Files,    ///< clang-tidy's own, for files that are named
  Question, ///< clang-tidy's own: --list-checks, --version, ...
  Project,  ///< neither
  Hook
};
RunKind kindOfRun(int Count, const char *const *Arguments);

/// Reads the command line of a project's run or a hook's. Wrong use ends the
/// program with 2 and one line.
ProjectOptions readProjectOptions(RunKind Kind, int Count,
                                  const char *const *Arguments);

/// The configuration as clang-tidy would have it: .clang-tidy files, --config
/// and --config-file, --checks, ...
std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> projectConfiguration();

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTOPTIONS_H
