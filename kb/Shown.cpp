//===-- Shown.cpp - text from outside, for people -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Shown.h"
#include <algorithm>
#include <cstdint>

namespace {
/// The length of the valid UTF-8 character at the front of \p Text and its
/// code point; length 0 when there is none.
struct Character {
  size_t Length = 0;
  uint32_t Point = 0;
};

Character characterOf(std::string_view Text) {
  auto Byte = [&](size_t I) { return static_cast<unsigned char>(Text[I]); };
  unsigned char First = Byte(0);
  size_t Length = First < 0x80   ? 1
                  : First < 0xc2 ? 0
                  : First < 0xe0 ? 2
                  : First < 0xf0 ? 3
                  : First < 0xf5 ? 4
                                 : 0;
  if (Length == 0 || Length > Text.size())
    return {};
  static constexpr unsigned char Masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  uint32_t Point = First & Masks[Length];
  for (size_t I = 1; I < Length; ++I) {
    if ((Byte(I) & 0xc0) != 0x80)
      return {};
    Point = Point << 6 | (Byte(I) & 0x3f);
  }
  static constexpr uint32_t Least[] = {0, 0, 0x80, 0x800, 0x10000};
  bool IsSurrogate = Point >= 0xd800 && Point < 0xe000;
  if (Point < Least[Length] || Point > 0x10ffff || IsSurrogate)
    return {};
  return {Length, Point};
}

/// Characters that move the cursor, colour, ring, hide or turn text around.
bool isHarmful(uint32_t Point) {
  return Point < 0x20 || (Point >= 0x7f && Point < 0xa0) ||
         (Point >= 0x200b && Point <= 0x200f) ||
         (Point >= 0x2028 && Point <= 0x202e) ||
         (Point >= 0x2060 && Point <= 0x206f) || Point == 0xfeff ||
         (Point >= 0xfff0 && Point <= 0xffff) || Point >= 0xe0000;
}
} // namespace

std::string cublaslt::kb::shown(std::string_view Text, size_t Most) {
  std::string Out;
  while (!Text.empty()) {
    if (Out.size() >= Most) {
      Out += "...";
      break;
    }
    Character C = characterOf(Text);
    size_t Length = std::max<size_t>(C.Length, 1);
    if (C.Point == '\t')
      Out += ' ';
    else if (C.Length == 0 || isHarmful(C.Point))
      Out += '?';
    else
      Out.append(Text.substr(0, Length));
    Text.remove_prefix(Length);
  }
  return Out;
}
