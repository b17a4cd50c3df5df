//===-- SourceText.h - columns and offsets in source files ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clang counts columns in bytes of UTF-8, SARIF in UTF-16 code units or in
/// code points. They differ in a line with anything but ASCII before the
/// column, so the line must be looked at.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_SOURCETEXT_H
#define CUBLASLT_FINDINGS_SOURCETEXT_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::findings {

enum class ColumnKind { Utf8, Utf16, CodePoints };

/// The \p Column (from 1) of \p Line, counted in \p From, counted in \p To.
unsigned convertColumn(std::string_view Line, unsigned Column, ColumnKind From,
                       ColumnKind To);

/// Source files, each read once, where a column must be converted. A file that
/// cannot be read has no lines, and its columns are taken as they are.
class SourceText {
public:
  /// Relative files are looked for in \p BaseDirectory, or here when empty.
  explicit SourceText(std::string BaseDirectory = {})
      : BaseDirectory(std::move(BaseDirectory)) {}

  unsigned convertColumn(const std::string &File, unsigned Line,
                         unsigned Column, ColumnKind From, ColumnKind To);

  struct Position {
    unsigned Line = 0, Column = 0; ///< from 1, in bytes
  };
  std::optional<Position> position(const std::string &File, uint64_t Offset);
  std::optional<uint64_t> offset(const std::string &File, Position At);
  /// The text of line \p Line, without its end; empty when there is none.
  std::string lineText(const std::string &File, unsigned Line);

private:
  struct Content {
    std::string Text;
    std::vector<size_t> Starts; ///< of the lines
    bool IsReadable = false;
  };
  const Content &content(const std::string &File);
  static std::string_view line(const Content &C, unsigned Line);

  std::string BaseDirectory;
  std::map<std::string, Content> Files;
  uint64_t BytesRead = 0; ///< of all of them
};

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_SOURCETEXT_H
