//===-- LineReader.cpp - the lines that may concern us --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/LineReader.h"
#include <algorithm>
#include <cstring>

using namespace cublaslt::logs;

/// Small enough to stay in the processor's cache between the passes over it.
static constexpr size_t BlockSize = 1 << 18;

LineReader::LineReader(const std::vector<std::string> &Anchors, Taker Take)
    : Scanner(Anchors), Take(std::move(Take)), Buffer(BlockSize + LongestLine) {
}

void LineReader::scanLine(const char *Begin, const char *End, bool IsPiece) {
  if (!IsPiece && End > Begin && End[-1] == '\r')
    --End;
  size_t Length = static_cast<size_t>(End - Begin);
  Take({Begin, Length}, Lines + 1, IsPiece ? Length - Overlap : Length);
}

/// All complete lines of Buffer up to \p End.
void LineReader::scan(const char *End) {
  Scanner.reset();
  const char *Line = Buffer.data();
  while (Line < End) {
    const char *Hit = Scanner.find(Line, End);
    if (Hit == End)
      break;
    const void *Before = memrchr(Line, '\n', Hit - Line);
    const char *Begin = Before ? static_cast<const char *>(Before) + 1 : Line;
    const char *LineEnd =
        static_cast<const char *>(std::memchr(Hit, '\n', End - Hit));
    Lines += std::count(Line, Begin, '\n');
    scanLine(Begin, LineEnd);
    Line = LineEnd + 1;
    ++Lines;
  }
  Lines += std::count(Line, End, '\n');
}

void LineReader::read(ByteSource &Source) {
  while (size_t Got = Source.read(Buffer.data() + Kept, Buffer.size() - Kept)) {
    Bytes += Got;
    const char *End = Buffer.data() + Kept + Got;
    const void *LastBreak = memrchr(Buffer.data() + Kept, '\n', Got);
    if (LastBreak) {
      const char *Rest = static_cast<const char *>(LastBreak) + 1;
      scan(Rest);
      Kept = static_cast<size_t>(End - Rest);
      std::memmove(Buffer.data(), Rest, Kept);
    } else {
      Kept += Got;
    }
    // A line that is too long goes on in pieces with the same number.
    while (Kept > LongestLine) {
      const char *Piece = Buffer.data();
      Scanner.reset();
      if (Scanner.find(Piece, Piece + LongestLine) != Piece + LongestLine)
        scanLine(Piece, Piece + LongestLine, /*IsPiece=*/true);
      Kept -= LongestLine - Overlap;
      std::memmove(Buffer.data(), Piece + LongestLine - Overlap, Kept);
    }
  }
}

void LineReader::finish() {
  if (Kept == 0)
    return;
  const char *Begin = Buffer.data(), *End = Begin + Kept;
  Scanner.reset();
  if (Scanner.find(Begin, End) != End)
    scanLine(Begin, End);
  ++Lines;
  Kept = 0;
}

void LineReader::restart() {
  Kept = 0;
  Lines = 0;
}
