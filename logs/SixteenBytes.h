//===-- SixteenBytes.h - sixteen characters at a time -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// GCC's and clang's vectors, SSE, NEON or whatever the machine has: the
/// characters of a log are compared sixteen at a time.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_SIXTEENBYTES_H
#define CUBLASLT_LOGS_SIXTEENBYTES_H

#include <cstdint>
#include <cstring>

namespace cublaslt::logs {

using SixteenBytes = unsigned char __attribute__((vector_size(16)));

/// The sixteen characters from \p From on.
inline SixteenBytes loadSixteen(const char *From) {
  SixteenBytes Result;
  std::memcpy(&Result, From, sizeof(Result));
  return Result;
}

/// Some place of \p Compared, the outcome of a comparison, holds.
template <typename Mask> bool isAnySet(const Mask &Compared) {
  static_assert(sizeof(Mask) == sizeof(SixteenBytes));
  uint64_t Halves[2];
  std::memcpy(Halves, &Compared, sizeof(Halves));
  return (Halves[0] | Halves[1]) != 0;
}

/// The first of the places from \p Begin to \p End that \p Fits, or \p End;
/// \p MayFit tells of sixteen places on from one whether any of them may.
template <typename Sixteen, typename One>
const char *findPlace(const char *Begin, const char *End, Sixteen MayFit,
                      One Fits) {
  const char *P = Begin;
  for (; End - P >= 16; P += 16) {
    if (!MayFit(P))
      continue;
    for (const char *Each = P; Each < P + 16; ++Each)
      if (Fits(Each))
        return Each;
  }
  // The rest, with some that were looked at, is sixteen too.
  if (End - Begin >= 16 && !MayFit(End - 16))
    return End;
  for (; P != End; ++P)
    if (Fits(P))
      return P;
  return End;
}

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_SIXTEENBYTES_H
