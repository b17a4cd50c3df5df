//===-- LineReader.h - the lines that may concern us -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads a stream in large blocks and hands out the lines that contain an
/// anchor, with their numbers; the others are only counted. Memory is one
/// block, whatever the file and its lines are.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_LINEREADER_H
#define CUBLASLT_LOGS_LINEREADER_H

#include "logs/AnchorScanner.h"
#include "logs/ByteSource.h"
#include <cstdint>
#include <functional>
#include <string_view>

namespace cublaslt::logs {

class LineReader {
public:
  /// A longer line is handed out in pieces of this length.
  static constexpr size_t LongestLine = 1 << 16;
  /// They overlap, so that what stands across an end is whole in one of them.
  static constexpr size_t Overlap = 1 << 12;

  /// \p Take gets each such line without its end, and its number from 1. What
  /// begins at \p Own or behind it comes again, with the next piece.
  using Taker =
      std::function<void(std::string_view Line, uint64_t Number, size_t Own)>;
  LineReader(const std::vector<std::string> &Anchors, Taker Take);

  /// Reads \p Source to its end. A last line without an end is kept until more
  /// of it comes, or finish() is called.
  void read(ByteSource &Source);
  void finish();
  /// For the next file: lines count from 1 again.
  void restart();

  uint64_t lines() const { return Lines; } ///< of the current file
  uint64_t bytes() const { return Bytes; } ///< of all files

private:
  void scan(const char *End);
  void scanLine(const char *Begin, const char *End, bool IsPiece = false);

  AnchorScanner Scanner;
  Taker Take;
  std::vector<char> Buffer;
  size_t Kept = 0; ///< bytes of an unfinished line at Buffer's beginning
  uint64_t Lines = 0, Bytes = 0;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_LINEREADER_H
