//===-- HostCommands.cpp - commands of the database for clangd -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Each command of the compilation database passes here before clangd edits
/// it: nvcc's options are translated, and a CUDA file is parsed as host code.
/// A .clangd (CompileFlags) comes later and can say otherwise, within what is
/// allowed; the toolkit that it may name decides which headers are added last.
///
//===----------------------------------------------------------------------===//
#include "tools/hosts/CompileCommands.h"
#include "tools/hosts/CudaHeaders.h"

using clang::tooling::CompileCommand;

#define MANGLE                                                                 \
  "_ZNK5clang6clangd14CommandManglerclERNS_7tooling14CompileCommandEN4llvm9St" \
  "ringRefE"
void adjustForHost(const void *Mangler, CompileCommand &Command,
                   llvm::StringRef File) __asm__("__wrap_" MANGLE);
void adjustItself(const void *Mangler, CompileCommand &Command,
                  llvm::StringRef File) __asm__("__real_" MANGLE);

void adjustForHost(const void *Mangler, CompileCommand &Command,
                   llvm::StringRef File) {
  Command = cublaslt::tidy::commandForClang(std::move(Command));
  adjustItself(Mangler, Command, File);
  Command = cublaslt::tidy::withCccl(cublaslt::tidy::safeCommand(
      std::move(Command), cublaslt::tidy::UnknownOptions::Kept));
}
