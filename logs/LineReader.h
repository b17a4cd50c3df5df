//===-- LineReader.h - the lines that may concern us -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads a stream in large blocks and hands out the lines that contain an
/// anchor, with their numbers; the others are only counted. Memory is two
/// blocks, whatever the file and its lines are: the previous block is kept so
/// that callers can look back.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_LINEREADER_H
#define CUBLASLT_LOGS_LINEREADER_H

#include "logs/AnchorScanner.h"
#include "logs/ByteSource.h"
#include <algorithm>
#include <array>
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

  /// While a line is taken: the next \p Count lines are taken too, whatever
  /// they contain.
  void attend(unsigned Count) { Attended = std::max(Attended, Count); }
  /// While a line is taken: what stands before it, the nearest first, without
  /// gaps. At least LeastHistory bytes, if there are so many in lines that are
  /// not too long.
  std::array<std::string_view, 2> before() const;
  static constexpr size_t LeastHistory = 1 << 16;

  uint64_t lines() const { return Lines; } ///< of the current file
  uint64_t bytes() const { return Bytes; } ///< of all files

private:
  void scan(const char *Begin, const char *End);
  void scanLine(const char *Begin, const char *End, bool IsPiece = false);
  void turnOver();

  AnchorScanner Scanner;
  Taker Take;
  std::vector<char> Buffer, Former; ///< Former: the block before
  size_t Begin = 0;                 ///< of the unfinished line in Buffer
  size_t Used = 0;                  ///< bytes in Buffer
  size_t FormerEnd = 0;
  const char *Taken = nullptr; ///< the line that is taken, in Buffer
  unsigned Attended = 0;
  uint64_t Lines = 0, Bytes = 0;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_LINEREADER_H
