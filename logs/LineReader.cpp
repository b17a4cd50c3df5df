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
    : Scanner(Anchors), Take(std::move(Take)), Buffer(BlockSize + LongestLine),
      Former(Buffer.size()) {}

void LineReader::scanLine(const char *From, const char *End, bool IsPiece) {
  if (!IsPiece && End > From && End[-1] == '\r')
    --End;
  size_t Length = static_cast<size_t>(End - From);
  Taken = From;
  Take({From, Length}, Lines + 1, IsPiece ? Length - Overlap : Length);
}

/// All complete lines from \p Line to \p End.
void LineReader::scan(const char *Line, const char *End) {
  Scanner.reset();
  while (Line < End) {
    const char *Hit = Line;
    if (Attended)
      --Attended;
    else
      Hit = Scanner.find(Line, End);
    if (Hit == End)
      break;
    const void *Before = memrchr(Line, '\n', Hit - Line);
    const char *From = Before ? static_cast<const char *>(Before) + 1 : Line;
    const char *LineEnd =
        static_cast<const char *>(std::memchr(Hit, '\n', End - Hit));
    Lines += std::count(Line, From, '\n');
    scanLine(From, LineEnd);
    Line = LineEnd + 1;
    ++Lines;
  }
  Lines += std::count(Line, End, '\n');
}

/// Goes on in the other buffer, with the unfinished line.
void LineReader::turnOver() {
  FormerEnd = Begin;
  Used -= Begin;
  std::memcpy(Former.data(), Buffer.data() + Begin, Used);
  Begin = 0;
  std::swap(Buffer, Former);
}

void LineReader::read(ByteSource &Source) {
  for (;;) {
    if (Buffer.size() - Used < LongestLine)
      turnOver();
    const char *New = Buffer.data() + Used;
    size_t Got = Source.read(Buffer.data() + Used, Buffer.size() - Used);
    if (Got == 0)
      return;
    Bytes += Got;
    Used += Got;
    if (const void *LastBreak = memrchr(New, '\n', Got)) {
      const char *Rest = static_cast<const char *>(LastBreak) + 1;
      scan(Buffer.data() + Begin, Rest);
      Begin = static_cast<size_t>(Rest - Buffer.data());
    }
    // A line that is too long goes on in pieces with the same number.
    while (Used - Begin > LongestLine) {
      const char *Piece = Buffer.data() + Begin;
      Scanner.reset();
      if (Scanner.find(Piece, Piece + LongestLine) != Piece + LongestLine)
        scanLine(Piece, Piece + LongestLine, /*IsPiece=*/true);
      Begin += LongestLine - Overlap;
    }
  }
}

void LineReader::finish() {
  if (Used == Begin)
    return;
  const char *Line = Buffer.data() + Begin, *End = Buffer.data() + Used;
  Scanner.reset();
  if (Attended || Scanner.find(Line, End) != End)
    scanLine(Line, End);
  ++Lines;
  Begin = Used;
}

void LineReader::restart() {
  Begin = Used = FormerEnd = 0;
  Attended = 0;
  Lines = 0;
}

std::array<std::string_view, 2> LineReader::before() const {
  return {std::string_view(Buffer.data(),
                           static_cast<size_t>(Taken - Buffer.data())),
          std::string_view(Former.data(), FormerEnd)};
}
