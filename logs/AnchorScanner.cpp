//===-- AnchorScanner.cpp - where a line may concern us -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/AnchorScanner.h"
#include "logs/SixteenBytes.h"
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
  // 0x20 makes letters lower case; what it makes of others is compared anew.
  const SixteenBytes Case = SixteenBytes{} + 0x20;
  const SixteenBytes Head =
      (SixteenBytes{} + static_cast<unsigned char>(Word[0])) | Case;
  const SixteenBytes Tail =
      (SixteenBytes{} + static_cast<unsigned char>(Word[Last])) | Case;
  const char *Behind = End - Last;
  const char *Found = findPlace(
      Begin, Behind,
      [&](const char *P) {
        return isAnySet(((loadSixteen(P) | Case) == Head) &
                        ((loadSixteen(P + Last) | Case) == Tail));
      },
      [&](const char *P) { return standsAt(P, Word); });
  return Found == Behind ? End : Found;
}

AnchorScanner::AnchorScanner(const std::vector<std::string> &Words) {
  std::vector<std::string> Lower(Words);
  for (std::string &Word : Lower)
    std::transform(Word.begin(), Word.end(), Word.begin(), lower);
  // Where "cublaslt" is, "blas" is too: the shorter ones go first.
  std::sort(Lower.begin(), Lower.end(), [](const auto &A, const auto &B) {
    return A.size() < B.size() || (A.size() == B.size() && A < B);
  });
  for (std::string &Word : Lower) {
    bool IsImplied =
        std::any_of(Anchors.begin(), Anchors.end(), [&](const Anchor &A) {
          return Word.find(A.Lower) != std::string::npos;
        });
    if (!IsImplied && Word.size() >= 2)
      Anchors.push_back({std::move(Word)});
  }
}

void AnchorScanner::reset() {
  for (Anchor &A : Anchors)
    A.Next = nullptr;
}

const char *AnchorScanner::find(const char *Begin, const char *End) {
  const char *First = End;
  for (Anchor &A : Anchors) {
    if (!A.Next || A.Next < Begin) {
      A.Next = Begin;
      A.IsThere = false;
    }
    if (A.Next >= First)
      continue;
    if (!A.IsThere) {
      // What begins behind First need not be known yet.
      const size_t Behind = A.Lower.size() - 1;
      const char *Limit =
          static_cast<size_t>(End - First) < Behind ? End : First + Behind;
      const char *Found = findWord(A.Next, Limit, A.Lower);
      A.IsThere = Found != Limit;
      A.Next = A.IsThere ? Found : First;
    }
    if (A.IsThere)
      First = A.Next;
  }
  return First;
}
