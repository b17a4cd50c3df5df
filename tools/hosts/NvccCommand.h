//===-- NvccCommand.h - nvcc's options as clang's --------------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A compilation database that CMake wrote for CUDA holds nvcc's command
/// lines, and clang ends at the first of nvcc's own options.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_NVCCCOMMAND_H
#define CUBLASLT_TOOLS_HOSTS_NVCCCOMMAND_H

#include <llvm/ADT/StringRef.h>
#include <string>
#include <vector>

namespace cublaslt::tidy {

/// True when \p Program, the first word of a command line, is nvcc.
bool isNvcc(llvm::StringRef Program);

/// The command line \p Arguments of nvcc as one of clang for the same source:
/// macros, include folders, language and host compiler options are kept in
/// clang's spelling; what is about devices, linking and output is dropped.
/// Options files are read, relative to \p Folder. Where the toolkit can be
/// told from the program's path, its headers are found there.
std::vector<std::string>
clangCommandOfNvcc(const std::vector<std::string> &Arguments,
                   const std::string &Folder);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_NVCCCOMMAND_H
