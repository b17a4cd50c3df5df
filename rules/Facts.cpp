//===-- Facts.cpp - what is known of one call -----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/Facts.h"
#include <algorithm>
#include <charconv>

using namespace cublaslt;
using namespace cublaslt::rules;

Facts::~Facts() = default;

const kb::Quantity *Facts::quantity(const std::string &Operand) {
  // Attributes are enumerators; quantities begin with a small letter.
  const size_t Dot = Operand.find('.');
  if (Dot + 1 >= Operand.size() || Operand[Dot + 1] < 'a' ||
      Operand.compare(0, Dot, "argument") == 0)
    return nullptr;
  auto It =
      std::find_if(TheApi.Quantities.begin(), TheApi.Quantities.end(),
                   [&](const kb::Quantity &Q) { return Q.Name == Operand; });
  // The implementations of Facts compute a quantity without choices.
  return It == TheApi.Quantities.end() || It->Choices.empty() ? nullptr : &*It;
}

std::optional<Integer> Facts::numberOf(const std::string &Word) {
  int64_t Number = 0;
  auto [End, Error] =
      std::from_chars(Word.data(), Word.data() + Word.size(), Number);
  if (Error != std::errc() || End != Word.data() + Word.size())
    return std::nullopt;
  return Number;
}

bool Facts::isDefinite(const Held &V) { return number(V).has_value(); }

Bounds Facts::bounds(const Held &V) {
  std::optional<Integer> Number = number(V);
  return {Number, Number};
}

Truth Facts::is(const Held &V, const std::string &Word) {
  std::optional<Integer> Number = number(V), Asked = numberOf(Word);
  if (!Number || !Asked)
    return Truth::Unknown;
  return *Number == *Asked ? Truth::Yes : Truth::No;
}

Truth Facts::isOneOf(const Held &V, const std::vector<std::string> &Words) {
  Truth Any = Truth::No;
  for (const std::string &Word : Words)
    Any = std::max(Any, is(V, Word));
  return Any;
}

Truth Facts::isEnumerator(const Held &) { return Truth::Unknown; }

Truth Facts::isNull(const Held &V) {
  std::optional<Integer> Number = number(V);
  if (!Number)
    return Truth::Unknown;
  return *Number == 0 ? Truth::Yes : Truth::No;
}

std::optional<Integer> Facts::difference(const Held &L, const Held &R) {
  std::optional<Integer> Left = number(L), Right = number(R);
  if (!Left || !Right)
    return std::nullopt;
  return *Left - *Right;
}

Truth Facts::isSame(const Held &L, const Held &R) {
  std::optional<Integer> D = difference(L, R);
  if (!D)
    return Truth::Unknown;
  return *D == 0 ? Truth::Yes : Truth::No;
}

Truth Facts::pointsTo(const Held &, const std::string &) {
  return Truth::Unknown;
}

Truth Facts::pointsToType(const Held &, const std::vector<std::string> &) {
  return Truth::Unknown;
}
