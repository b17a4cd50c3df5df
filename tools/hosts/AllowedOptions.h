//===-- AllowedOptions.h - what a command may ask of clang -----*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Who writes a repository chooses its compile commands and its .clang-tidy,
/// and clang has options that run a program, load a plugin or write a file. The
/// analysis needs none of these: it needs to know the language, the macros, the
/// headers and the target. So options are kept by a list of what it needs, and
/// everything else is dropped, whatever a later clang brings.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_ALLOWEDOPTIONS_H
#define CUBLASLT_TOOLS_HOSTS_ALLOWEDOPTIONS_H

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringRef.h>
#include <string>
#include <vector>

namespace llvm::opt {
class Option;
}

namespace cublaslt::tidy {

/// The analysis needs \p O, an option of clang's driver or of its compiler
/// proper (-cc1).
bool isAllowed(const llvm::opt::Option &O);

/// Words that clang does not know end its run with an error; other compilers
/// have many.
enum class UnknownOptions { Kept, Dropped };

/// Of \p Words, options and inputs behind a compiler's name, those that the
/// analysis of \p File needs, in their order.
std::vector<std::string> allowedOptions(llvm::ArrayRef<std::string> Words,
                                        llvm::StringRef File,
                                        UnknownOptions Unknown);

/// Of \p Words, which a configuration file adds to commands, those that the
/// analysis needs: options alone.
std::vector<std::string> allowedAdditions(llvm::ArrayRef<std::string> Words);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_ALLOWEDOPTIONS_H
