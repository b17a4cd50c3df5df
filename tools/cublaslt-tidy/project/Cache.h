//===-- Cache.h - results of earlier runs ----------------------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A folder of texts by key. Safe for several runs at once: a text is written
/// under a temporary name first, and carries its own checksum, so that what a
/// full disk or a crash left is as good as absent.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_CACHE_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_CACHE_H

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <optional>
#include <string>

namespace cublaslt::tidy {

/// A name for \p Parts, hexadecimal: equal only when each part is.
std::string hashOf(llvm::ArrayRef<std::string> Parts);

/// Hashes of files' contents, each file read once.
class FileHashes {
public:
  /// Empty when \p File cannot be read.
  const std::string &of(llvm::StringRef File);

private:
  llvm::StringMap<std::string> Known;
};

class Cache {
public:
  /// An empty \p Folder: nothing is kept.
  explicit Cache(std::string Folder);

  std::optional<std::string> read(const std::string &Key) const;
  void write(const std::string &Key, llvm::StringRef Text);

  /// Removes what has not been used for weeks.
  void prune() const;

  /// One line on why nothing can be kept, or empty.
  const std::string &problem() const { return Problem; }

private:
  std::string path(const std::string &Key) const;

  std::string Folder, Problem;
};

/// The user's folder for caches, or empty where there is none.
std::string defaultCacheFolder();

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_CACHE_H
