//===-- NamedDatabase.h - the database of single files ---------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where -p names a folder without a database, clang-tidy goes on without
/// flags; of an empty one it skips each file. Either ends with 0: nothing was
/// found. Here such a run ends with 2 and one line.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_NAMEDDATABASE_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_NAMEDDATABASE_H

#include <clang/Tooling/CompilationDatabase.h>
#include <llvm/ADT/ArrayRef.h>
#include <string>

namespace cublaslt::tidy {

/// Ends the program when -p of a run over single files names a folder that has
/// no database and none above it. Call before clangTidyMain.
void requireNamedDatabase(int Count, const char *const *Arguments);

/// Ends the program when the database that -p names could not be read, or has
/// no command for one of \p Files. \p Database is what clang-tidy goes on with.
void requireCommands(const clang::tooling::CompilationDatabase &Database,
                     llvm::ArrayRef<std::string> Files);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_NAMEDDATABASE_H
