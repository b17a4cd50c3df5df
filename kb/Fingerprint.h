//===-- Fingerprint.h - hash of the knowledge base's files ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_FINGERPRINT_H
#define CUBLASLT_KB_FINGERPRINT_H

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace cublaslt::kb {

/// 64-bit FNV-1a over paths and contents (the function and its two constants
/// are public domain: Fowler, Noll, Vo). It tells versions apart; it does not
/// protect against a deliberate collision.
class Fingerprint {
public:
  void add(std::string_view Text) {
    for (char C : Text)
      step(static_cast<unsigned char>(C));
    step(0); // a boundary, so that moving text between files shows
  }
  std::string hexadecimal() const {
    char Buffer[17];
    std::snprintf(Buffer, sizeof(Buffer), "%016llx",
                  static_cast<unsigned long long>(Hash));
    return Buffer;
  }

private:
  void step(unsigned char Byte) {
    Hash ^= Byte;
    Hash *= 0x100000001b3ULL;
  }
  uint64_t Hash = 0xcbf29ce484222325ULL;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_FINGERPRINT_H
