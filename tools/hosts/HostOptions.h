//===-- HostOptions.h - options that every host has ------------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What each program with the checks in it has beside the options of the
/// program of LLVM's that it is: --kb, --wrappers and --level.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_HOSTOPTIONS_H
#define CUBLASLT_TOOLS_HOSTS_HOSTOPTIONS_H

#include <llvm/ADT/Twine.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/raw_ostream.h>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::tidy {

/// --kb, --wrappers and --level. A value that cannot be used ends the program
/// with 2 and one line while the command line is parsed.
std::vector<llvm::cl::Option *> hostOptions();

/// Shows \p Option in --help under the heading of the option \p Neighbour;
/// elsewhere it would be hidden.
void showBeside(llvm::StringRef Neighbour, llvm::cl::Option &Option);

/// Ends the program with 2: wrong use, or input that cannot be read.
[[noreturn]] void refuse(const llvm::Twine &Line);

/// The level of --level, if it was given.
std::optional<int> levelAskedFor();

/// The version of \p Program, and the knowledge base.
void printVersion(llvm::StringRef Program, llvm::raw_ostream &Out);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_HOSTOPTIONS_H
