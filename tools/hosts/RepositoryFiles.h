//===-- RepositoryFiles.h - files that a .clang-tidy may name --*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A .clang-tidy comes with a repository, and may come from anybody. It may
/// name a knowledge base and a file of wrappers, which are read, and of which
/// errors tell: so both must lie in the same repository.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_REPOSITORYFILES_H
#define CUBLASLT_TOOLS_HOSTS_REPOSITORYFILES_H

#include <llvm/ADT/StringRef.h>
#include <string>

namespace clang::tidy {
struct ClangTidyOptions;
}

namespace cublaslt::tidy {

/// Removes from \p Options, of a configuration that lies in \p Folder or above
/// a source in it, what names a file outside of the repository. One line on the
/// first that does, or empty. The repository is the nearest folder that has a
/// .git; where there is none, the nearest that has a .clang-tidy or a .clangd.
std::string keepInRepository(clang::tidy::ClangTidyOptions &Options,
                             llvm::StringRef Folder);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_REPOSITORYFILES_H
