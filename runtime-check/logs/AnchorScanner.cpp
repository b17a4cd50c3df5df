//===-- AnchorScanner.cpp - where a line may concern us -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/logs/AnchorScanner.h"
#include "runtime-check/logs/SixteenBytes.h"
#include <algorithm>

using namespace cublaslt::logs;

static char lower(char C) { return C >= 'A' && C <= 'Z' ? char(C | 0x20) : C; }

static bool standsAt(const char *Place, const std::string &Word) {
  for (size_t I = 0; I < Word.size(); ++I)
    if (lower(Place[I]) != Word[I])
      return false;
  return true;
}

/// Compares the first and the last character of \p Word at sixteen places at
/// once, and the rest only where both fit.
static const char *findWord(const char *Begin, const char *End,
                            const std::string &Word) {
  const size_t Last = Word.size() - 1;
  if (static_cast<size_t>(End - Begin) <= Last)
    return End;
  const char *LastPlace = End - Last; // one behind it
  const char *P = Begin;
  // 0x20 makes letters lower case; what it makes of others is compared anew.
  const SixteenBytes Case = SixteenBytes{} + 0x20;
  const SixteenBytes Head =
      (SixteenBytes{} + static_cast<unsigned char>(Word[0])) | Case;
  const SixteenBytes Tail =
      (SixteenBytes{} + static_cast<unsigned char>(Word[Last])) | Case;
  for (; LastPlace - P >= 16; P += 16) {
    auto Fits = ((loadSixteen(P) | Case) == Head) &
                ((loadSixteen(P + Last) | Case) == Tail);
    if (!isAnySet(Fits))
      continue;
    for (const char *Q = P; Q < P + 16; ++Q)
      if (standsAt(Q, Word))
        return Q;
  }
  for (; P < LastPlace; ++P)
    if (standsAt(P, Word))
      return P;
  return End;
}

AnchorScanner::AnchorScanner(const std::vector<std::string> &Words) {
  for (const std::string &Word : Words) {
    Anchor New;
    std::transform(Word.begin(), Word.end(), std::back_inserter(New.Lower),
                   lower);
    bool IsKnown =
        std::any_of(Anchors.begin(), Anchors.end(),
                    [&](const Anchor &A) { return A.Lower == New.Lower; });
    if (!IsKnown && New.Lower.size() >= 2)
      Anchors.push_back(std::move(New));
  }
}

void AnchorScanner::reset() {
  for (Anchor &A : Anchors)
    A.Next = nullptr;
}

const char *AnchorScanner::find(const char *Begin, const char *End) {
  const char *First = End;
  for (Anchor &A : Anchors) {
    if (!A.Next || A.Next < Begin)
      A.Next = findWord(Begin, End, A.Lower);
    First = std::min(First, A.Next);
  }
  return First;
}
