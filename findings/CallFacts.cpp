//===-- CallFacts.cpp - a call specification as facts ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/CallFacts.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::findings;
using rules::Held;
using rules::Integer;
using rules::Truth;

static const SpecificationValue &valueOf(const Held &V) {
  return *static_cast<const SpecificationValue *>(V.Value);
}

/// Nothing where the value is not a word.
static std::optional<std::string> wordOf(const Held &V) {
  return asWord(valueOf(V));
}

const void *CallFacts::read(const std::string &Operand) {
  auto It = Call.Values.find(Operand);
  return It == Call.Values.end() || !It->second.isKnown() ? nullptr
                                                          : &It->second;
}

bool CallFacts::isUnknownWord(const std::string &Word) const {
  const std::string &Suffix = api().Log.UnknownSuffix;
  return !Suffix.empty() && Word.size() >= Suffix.size() &&
         Word.compare(Word.size() - Suffix.size(), Suffix.size(), Suffix) == 0;
}

bool CallFacts::isDefinite(const Held &V) {
  const auto Word = wordOf(V);
  return Word && !isUnknownWord(*Word);
}

std::optional<Integer> CallFacts::number(const Held &V) {
  if (auto Number = asSigned(valueOf(V)))
    return *Number;
  if (auto Number = asUnsigned(valueOf(V)))
    return Integer(*Number);
  return std::nullopt;
}

std::optional<Integer> CallFacts::numberOf(const std::string &Word) {
  if (std::optional<Integer> Written = Facts::numberOf(Word))
    return Written;
  // Some types are shown as their numbers.
  for (const auto *Known : {&api().Log.DataTypes, &api().Log.ComputeTypes})
    for (const auto &[Number, Name] : *Known)
      if (Name == Word)
        return Number;
  return std::nullopt;
}

/// Whether a word of a rule is a number: those of the rules begin like one.
static bool isNumber(const std::string &Word) {
  return Word[0] == '-' || (Word[0] >= '0' && Word[0] <= '9');
}

Truth CallFacts::is(const Held &V, const std::string &Word) {
  // A number cannot be compared with enumerators, nor a word with numbers.
  const auto Own = wordOf(V);
  if (!Own)
    return Facts::is(V, Word);
  if (*Own == Word)
    return Truth::Yes;
  return isNumber(Word) || isUnknownWord(*Own) ? Truth::Unknown : Truth::No;
}

Truth CallFacts::isOneOf(const Held &V, const std::vector<std::string> &Words) {
  const auto Own = wordOf(V);
  if (!Own)
    return Facts::isOneOf(V, Words);
  if (std::find(Words.begin(), Words.end(), *Own) != Words.end())
    return Truth::Yes;
  return isUnknownWord(*Own) ||
                 std::any_of(Words.begin(), Words.end(), isNumber)
             ? Truth::Unknown
             : Truth::No;
}

Truth CallFacts::isNull(const Held &V) {
  if (const auto *Pointer = std::get_if<PointerKind>(&valueOf(V).Known))
    return *Pointer == PointerKind::Null      ? Truth::Yes
           : *Pointer == PointerKind::ByValue ? Truth::No
                                              : Truth::Unknown;
  if (std::holds_alternative<DeviceAddress>(valueOf(V).Known))
    return Truth::No;
  return wordOf(V) ? Truth::Unknown : Facts::isNull(V);
}

Truth CallFacts::isSame(const Held &L, const Held &R) {
  const auto Left = wordOf(L), Right = wordOf(R);
  if (!Left || !Right)
    return Facts::isSame(L, R);
  if (*Left != *Right)
    return Truth::No;
  return isUnknownWord(*Left) ? Truth::Unknown : Truth::Yes;
}

std::string CallFacts::text(const Held &V) {
  if (auto Word = wordOf(V))
    return *Word;
  if (auto Number = asSigned(valueOf(V)))
    return std::to_string(*Number);
  if (auto Number = asUnsigned(valueOf(V)))
    return std::to_string(*Number);
  return "?";
}
