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

/// How rare a character is in what people and programs write: its place here.
static size_t rarity(char C) {
  static const std::string Frequent = " etaoinsrhldcumwfgypbvkjxqz";
  size_t Place = Frequent.find(C);
  return Place == std::string::npos ? 8 : Place; // digits and signs
}

AnchorScanner::Anchor::Anchor(std::string Word) : Lower(std::move(Word)) {
  auto Rarest = [&](auto IsAllowed) {
    size_t Best = 0;
    bool HasOne = false;
    for (size_t I = 0; I < Lower.size(); ++I)
      if (IsAllowed(I) && (!HasOne || rarity(Lower[I]) > rarity(Lower[Best]))) {
        Best = I;
        HasOne = true;
      }
    return Best;
  };
  One = Rarest([](size_t) { return true; });
  // Neighbours often come together in other words too.
  Other = Rarest([&](size_t I) {
    size_t Distance = I > One ? I - One : One - I;
    return Lower.size() > 3 ? Distance > 1 : Distance > 0;
  });
}

/// Compares two characters of the word at sixteen places at once, and the rest
/// only where both fit.
const char *AnchorScanner::Anchor::findIn(const char *Begin,
                                          const char *End) const {
  const size_t Last = Lower.size() - 1;
  if (static_cast<size_t>(End - Begin) <= Last)
    return End;
  // 0x20 makes letters lower case; what it makes of others is compared anew.
  const SixteenBytes Case = SixteenBytes{} + 0x20;
  const SixteenBytes First =
      (SixteenBytes{} + static_cast<unsigned char>(Lower[One])) | Case;
  const SixteenBytes Second =
      (SixteenBytes{} + static_cast<unsigned char>(Lower[Other])) | Case;
  auto Compare = [&](const char *P) {
    return ((loadSixteen(P + One) | Case) == First) &
           ((loadSixteen(P + Other) | Case) == Second);
  };
  const char *Behind = End - Last;
  for (const char *From = Begin;;) {
    // One test for four times sixteen places: most have none. In a log of the
    // library the next one is near.
    if (Behind - From >= 64 && From != Begin &&
        !isAnySet(Compare(From) | Compare(From + 16) | Compare(From + 32) |
                  Compare(From + 48))) {
      From += 64;
      continue;
    }
    const char *To = Behind - From >= 64 ? From + 64 : Behind;
    // Sixteen, with some that were looked at, are faster than a few.
    if (To - From < 16 && To - Begin >= 16)
      From = To - 16;
    const char *Found = findPlace(
        From, To, [&](const char *P) { return isAnySet(Compare(P)); },
        [&](const char *P) { return standsAt(P, Lower); });
    if (Found != To)
      return Found;
    if (To == Behind)
      return End;
    From = To;
  }
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
      Anchors.emplace_back(std::move(Word));
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
      const char *Found = A.findIn(A.Next, Limit);
      A.IsThere = Found != Limit;
      A.Next = A.IsThere ? Found : First;
    }
    if (A.IsThere)
      First = A.Next;
  }
  return First;
}
