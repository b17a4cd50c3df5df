//===-- RepositoryFiles.cpp - files that a .clang-tidy may name -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RepositoryFiles.h"
#include <clang-tidy/ClangTidyOptions.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// \p File as it is when all links are followed; what is not there, as written.
std::string realPath(llvm::StringRef File) {
  llvm::SmallString<256> Real;
  if (fs::real_path(File, Real)) {
    Real = File;
    fs::make_absolute(Real);
    path::remove_dots(Real, /*remove_dot_dot=*/true);
  }
  return Real.str().str();
}

/// The nearest folder, from \p Folder on upwards, that has one of \p Names.
std::string nearestWith(llvm::StringRef Folder,
                        std::initializer_list<const char *> Names) {
  for (; !Folder.empty(); Folder = path::parent_path(Folder))
    for (const char *Name : Names) {
      llvm::SmallString<256> File(Folder);
      path::append(File, Name);
      if (fs::exists(File))
        return Folder.str();
    }
  return {};
}

} // namespace

std::string keepInRepository(clang::tidy::ClangTidyOptions &Options,
                             llvm::StringRef Folder) {
  std::string Problem, Repository;
  for (auto Option = Options.CheckOptions.begin();
       Option != Options.CheckOptions.end();) {
    const auto Each = Option++;
    const std::string &File = Each->getValue().Value;
    if (File.empty() || (!Each->getKey().ends_with("CublasltWrappers") &&
                         !Each->getKey().ends_with("CublasltKnowledgeBase")))
      continue;
    if (Repository.empty()) {
      const std::string From = realPath(Folder);
      Repository = nearestWith(From, {".git"});
      if (Repository.empty())
        Repository = nearestWith(From, {".clang-tidy", ".clangd"});
    }
    const std::string Real = realPath(File);
    llvm::StringRef Below = Real;
    if (!Repository.empty() && Below.consume_front(Repository) &&
        (Below.empty() || Below.front() == '/' || Repository == "/"))
      continue;
    if (Problem.empty())
      Problem = (Each->getKey() + ": '" + File +
                 "' is not in the repository of the configuration that names "
                 "it; name it on the command line (--wrappers, --kb)")
                    .str();
    Options.CheckOptions.erase(Each);
  }
  return Problem;
}

} // namespace cublaslt::tidy
