//===-- SourceTexts.h - places in the analysed files -----------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Turns the byte offsets of clang-tidy's diagnostics into lines, columns and
/// snippets, from the texts that were analysed.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_SOURCETEXTS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_SOURCETEXTS_H

#include "findings/Finding.h"
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <map>
#include <string>
#include <vector>

namespace cublaslt::tidy {

class SourceTexts {
public:
  explicit SourceTexts(llvm::vfs::FileSystem &Files) : Files(Files) {}

  /// The place of byte \p Offset of \p File; with \p EndOffset > Offset also
  /// the end. Line 0 when the file cannot be read or is shorter.
  findings::SourcePlace place(const std::string &File, unsigned Offset,
                              unsigned EndOffset = 0);

private:
  struct Text {
    std::string Bytes;
    std::vector<size_t> LineStarts;
  };
  const Text *text(const std::string &File);

  llvm::vfs::FileSystem &Files;
  std::map<std::string, Text> Texts;
};

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_SOURCETEXTS_H
