//===-- Evaluate.cpp - which conditions hold of a call --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/Evaluate.h"
#include "rules/Types.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::rules;

Held rules::resolve(const std::string &Operand, Facts &F) {
  const kb::Quantity *Q = F.quantity(Operand);
  if (!Q)
    return {&Operand, F.read(Operand)};
  // The choices are made of attributes and arguments alone; the loader asks
  // for that.
  for (const kb::Quantity::Choice &Choice : Q->Choices)
    switch (holds(Choice.When, F)) {
    case Truth::Yes:
      return {&Choice.Operand, F.read(Choice.Operand)};
    case Truth::Unknown:
      return {};
    case Truth::No:
      break;
    }
  return {};
}

/// Whether the number has all bits of \p Words.
static Truth hasBits(const Held &V, const std::vector<std::string> &Words,
                     Facts &F) {
  std::optional<Integer> Number = F.number(V);
  if (!Number)
    return Truth::Unknown;
  for (const std::string &Word : Words) {
    std::optional<Integer> Bits = F.numberOf(Word);
    if (!Bits)
      return Truth::Unknown;
    if ((*Number & *Bits) != *Bits)
      return Truth::No;
  }
  return Truth::Yes;
}

/// Whether the value lies below \p Bound.
static Truth isLess(const Held &V, Integer Bound, Facts &F) {
  const Bounds B = F.bounds(V);
  return B.High && *B.High < Bound  ? Truth::Yes
         : B.Low && *B.Low >= Bound ? Truth::No
                                    : Truth::Unknown;
}

static Truth isMultiple(const Held &V, Integer Of, Facts &F) {
  std::optional<Integer> Number = F.number(V);
  if (!Number || Of == 0)
    return Truth::Unknown;
  return *Number % Of == 0 ? Truth::Yes : Truth::No;
}

static Truth isMultipleOf(const Held &V, const Held &Other, Facts &F) {
  const std::optional<Integer> Divisor = F.number(Other);
  return Divisor && *Divisor > 0 ? isMultiple(V, *Divisor, F) : Truth::Unknown;
}

/// Whether the whole part of the number through \p Other is a multiple of \p Of,
/// and not 0.
static Truth isPartMultiple(const Held &V, const Held &Other, Integer Of,
                            Facts &F) {
  const std::optional<Integer> Number = F.number(V), Divisor = F.number(Other);
  if (!Number || !Divisor || *Divisor <= 0 || Of <= 0)
    return Truth::Unknown;
  return *Number >= *Divisor && *Number / *Divisor % Of == 0 ? Truth::Yes
                                                             : Truth::No;
}

Truth rules::holds(const kb::Term &T, Facts &F) {
  const Held V = resolve(T.Operand, F);
  const Held Other = T.Other.empty() ? Held() : resolve(T.Other, F);
  if (!V || (!T.Other.empty() && !Other))
    return Truth::Unknown;
  switch (T.TheTest) {
  case kb::Test::Is:
    return F.isOneOf(V, T.Values);
  case kb::Test::IsNot:
    return negation(F.isOneOf(V, T.Values));
  case kb::Test::HasBits:
    return hasBits(V, T.Values, F);
  case kb::Test::Null:
    return F.isNull(V);
  case kb::Test::NotNull:
    return negation(F.isNull(V));
  case kb::Test::Enumerator:
    return F.isEnumerator(V);
  case kb::Test::NotEnumerator:
    return negation(F.isEnumerator(V));
  case kb::Test::Above:
    return negation(isLess(V, Integer(T.Number) + 1, F));
  case kb::Test::AtLeast:
    return negation(isLess(V, Integer(T.Bound), F));
  case kb::Test::LessThan:
    return isLess(V, Integer(T.Bound), F);
  case kb::Test::NotMultipleOf:
    return negation(isMultiple(V, T.Number, F));
  case kb::Test::NotMultipleOfOther:
    return negation(isMultipleOf(V, Other, F));
  case kb::Test::PartMultipleOf:
    return isPartMultiple(V, Other, T.Number, F);
  case kb::Test::Below:
    if (std::optional<Integer> D = F.difference(V, Other))
      return *D < 0 ? Truth::Yes : Truth::No;
    return Truth::Unknown;
  case kb::Test::DiffersFrom:
    return negation(F.isSame(V, Other));
  case kb::Test::SameAs:
    return F.isSame(V, Other);
  case kb::Test::PointsTo:
    return F.pointsTo(V, T.Values.front());
  case kb::Test::PointsToType:
    return F.pointsToType(V, T.Values);
  }
  return Truth::Unknown;
}

Truth rules::holds(const std::vector<kb::Term> &Terms, Facts &F) {
  Truth All = Truth::Yes;
  for (const kb::Term &T : Terms)
    All = std::min(All, holds(T, F));
  return All;
}

Truth rules::holds(const kb::Condition &C, Facts &F) {
  if (C.Types == kb::TypeTest::None)
    return holds(C.When, F);
  const TypeTable Table(F.api());
  return Table.judge(C.Types, Table.typesOf(F), F).Holds;
}

std::string rules::fillWith(
    const std::string &Message,
    const std::function<std::string(const std::string &)> &ValueOf) {
  std::string Result;
  for (size_t Begin = 0; Begin < Message.size();) {
    const size_t Open = Message.find('{', Begin),
                 Close = Message.find('}', Open);
    if (Open == std::string::npos || Close == std::string::npos)
      return Result + Message.substr(Begin);
    Result += Message.substr(Begin, Open - Begin);
    Result += ValueOf(Message.substr(Open + 1, Close - Open - 1));
    Begin = Close + 1;
  }
  return Result;
}

std::string rules::fill(const std::string &Message, Facts &F) {
  return fillWith(Message, [&](const std::string &Name) -> std::string {
    const Held V = resolve(Name, F);
    return V ? F.text(V) : "?";
  });
}

std::vector<Match> rules::evaluate(const kb::Rule &R, CallKind Kind, Facts &F) {
  std::vector<Match> Found;
  for (const kb::Condition &C : R.Conditions) {
    if (!isAsked(C, Kind))
      continue;
    Match M;
    if (C.Types != kb::TypeTest::None) {
      const TypeTable Table(F.api());
      const TypeVerdict Verdict = Table.judge(C.Types, Table.typesOf(F), F);
      if (Verdict.Holds != Truth::Yes)
        continue;
      M.Message = Table.fill(C.Message, Verdict, F);
    } else {
      // The values that were read are not needed here, so the first term that
      // fails decides.
      if (!std::all_of(C.When.begin(), C.When.end(), [&](const kb::Term &T) {
            return holds(T, F) == Truth::Yes;
          }))
        continue;
      M.Message = fill(C.Message, F);
    }
    M.Rule = &R;
    M.Condition = &C;
    M.Effect = &R.effect(C.Effect);
    M.Advice = C.Advice.empty() ? &R.Advice : &C.Advice;
    Found.push_back(std::move(M));
  }
  return Found;
}
