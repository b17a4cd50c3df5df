//===-- CommandLine.h - what cublaslt-tidy adds to the options -*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The options that cublaslt-tidy has beside clang-tidy's own: --sarif and
/// those of every host; project/ProjectOptions.h has those for whole projects.
/// They are parsed with clang-tidy's, so that response files, --help and
/// refusals of unknown options are the same for all.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_COMMANDLINE_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_COMMANDLINE_H

#include "tools/hosts/HostOptions.h"
#include <llvm/Support/CommandLine.h>
#include <string>

namespace cublaslt::tidy {

/// Makes our options known to LLVM's command line parser, under the heading
/// of clang-tidy's. Call before clangTidyMain. A value that cannot be used (a
/// malformed knowledge base, a path that cannot be written) ends the program
/// with 2 and one line while the command line is parsed: before any analysis.
void addOptions();

/// Puts \p Option under clang-tidy's heading: others are hidden from --help.
void addOurOption(llvm::cl::Option &Option);
bool isOurOption(llvm::StringRef Name);

/// Ends the program unless a file can be put at \p Path, the value of
/// \p Option.
void requireWritable(llvm::StringRef Option, const std::string &Path);

/// The file of --sarif, or empty.
const std::string &sarifPath();
/// The function of --trace-analysis, or empty.
const std::string &tracedFunction();

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_COMMANDLINE_H
