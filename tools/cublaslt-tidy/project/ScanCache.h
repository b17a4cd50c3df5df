//===-- ScanCache.h - what the last scan found -----------------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The files that each unit of a project includes, from the last run: true for
/// a unit as long as its command and the contents of these files are the same,
/// and nothing has appeared where a file was looked for and was not.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_SCANCACHE_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_SCANCACHE_H

#include "Cache.h"
#include "DependencyScan.h"

namespace cublaslt::tidy {

/// A kept scan. Its files and their hashes have the same indices.
struct KeptScan {
  std::vector<std::string> Absent, Files, Hashes;
  llvm::StringMap<std::vector<size_t>> Units; ///< by unitKey: indices of files

  /// Nothing where \p Text does not have that form: anybody may have written
  /// it, a checksum is not a signature.
  static std::optional<KeptScan> parse(llvm::StringRef Text);
};

class ScanCache {
public:
  /// \p Project names the database, \p Tool this program.
  ScanCache(Cache &Storage, FileHashes &Hashes, const std::string &Project,
            const std::string &Tool);

  /// Fills in \p Units for which the last scan still holds.
  void restore(std::vector<TranslationUnit> &Units);

  /// Keeps what is known of \p Units, and the paths \p Absent in addition to
  /// those of before.
  void store(const std::vector<TranslationUnit> &Units,
             std::set<std::string> Absent);

  /// Of the command of \p Unit: the same for the same.
  static std::string unitKey(const TranslationUnit &Unit);

private:
  Cache &Storage;
  FileHashes &Hashes;
  std::string Key;
  std::set<std::string> KnownAbsent;
};

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_SCANCACHE_H
