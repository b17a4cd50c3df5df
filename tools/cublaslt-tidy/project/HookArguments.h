//===-- HookArguments.h - the command line of --hook -----------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A hook is given the names of a repository's files, and whoever wrote the
/// repository chose them: "--load=x/evil.cpp" is a file's name like any other.
/// So its command line is options, "--", names; what follows the first "--" is
/// never taken for anything else.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_HOOKARGUMENTS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_HOOKARGUMENTS_H

#include <string>
#include <vector>

namespace cublaslt::tidy {

struct HookArguments {
  std::vector<std::string> Options; ///< before the "--", with --hook
  std::vector<std::string> Names;   ///< behind it, as they were given
};

/// The words before the first "--" of the command line, response files
/// expanded, without the program's name. What is behind it is not looked at:
/// names, or a compiler's options.
std::vector<std::string> optionWords(int Count, const char *const *Arguments);

bool hasDashes(int Count, const char *const *Arguments);

/// True when clang-tidy's parser takes the word behind option \p Name for its
/// value.
bool takesNextWord(const std::string &Name);

/// Splits the command line of a hook. Without a "--", with a name or with an
/// option in front of it that a hook does not take, ends the program with 2
/// and one line: before the options are parsed, as --load loads at once.
HookArguments readHookArguments(int Count, const char *const *Arguments);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_HOOKARGUMENTS_H
