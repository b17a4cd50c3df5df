//===-- Harmless.h - what a fuzz target expects -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TEST_FUZZ_HARMLESS_H
#define CUBLASLT_TEST_FUZZ_HARMLESS_H

#include <cstdlib>
#include <string>

namespace cublaslt::fuzz {

inline void expect(bool Holds) {
  if (!Holds)
    std::abort();
}

/// A terminal does what a control character says: of C0 only line ends, of C1,
/// U+0080 to U+009F in UTF-8, none.
inline void expectHarmless(const std::string &Text) {
  for (size_t I = 0; I < Text.size(); ++I) {
    const unsigned char C = static_cast<unsigned char>(Text[I]);
    expect((C >= 0x20 || C == '\n') && C != 0x7f);
    if (C == 0xc2 && I + 1 < Text.size())
      expect(static_cast<unsigned char>(Text[I + 1]) >= 0xa0);
  }
}

/// A message for people: one line of at most a few thousand bytes.
inline void expectOneLine(const std::string &Text) {
  expectHarmless(Text);
  expect(!Text.empty() && Text.find('\n') == std::string::npos);
}

} // namespace cublaslt::fuzz

#endif // CUBLASLT_TEST_FUZZ_HARMLESS_H
