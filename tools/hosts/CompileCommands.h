//===-- CompileCommands.h - a project's translation units ------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads compile_commands.json, and makes each of its commands one that clang
/// understands.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_COMPILECOMMANDS_H
#define CUBLASLT_TOOLS_HOSTS_COMPILECOMMANDS_H

#include "AllowedOptions.h"
#include <clang/Tooling/CompilationDatabase.h>
#include <memory>
#include <string>

namespace cublaslt::tidy {

/// The database in \p Folder, with response files expanded. On failure returns
/// null and sets \p Error to one line.
std::unique_ptr<clang::tooling::CompilationDatabase>
readCompilationDatabase(const std::string &Folder, std::string &Error);

/// \p Command has no compiler.
bool isEmpty(const clang::tooling::CompileCommand &Command);

/// \p Command with its options files read, nvcc's options translated, and only
/// what the analysis needs: see AllowedOptions.h. Every command passes here.
clang::tooling::CompileCommand
safeCommand(clang::tooling::CompileCommand Command, UnknownOptions Unknown);

/// \p Command as clang can run it on the host side of its source, from
/// safeCommand, without warnings or output.
clang::tooling::CompileCommand
commandForClang(clang::tooling::CompileCommand Command);

/// The file that \p Command compiles, as an absolute path.
std::string absoluteFile(const clang::tooling::CompileCommand &Command);

/// True when \p File is C, C++, Objective-C or CUDA by its name: a database
/// may hold assembly, Fortran and resources too.
bool isSource(llvm::StringRef File);
bool isHeader(llvm::StringRef File);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_COMPILECOMMANDS_H
