//===-- RuleConditions.cpp - rules' conditions on a known call ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/RuleConditions.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::findings;

/// As the rule files write it: an enumerator or a number.
static std::string text(const SpecificationValue &Value) {
  if (const auto *Word = std::get_if<std::string>(&Value.Known))
    return *Word;
  if (auto Number = asSigned(Value))
    return std::to_string(*Number);
  if (auto Number = asUnsigned(Value))
    return std::to_string(*Number);
  return "";
}

const SpecificationValue *
ConditionTester::value(const std::string &Operand) const {
  auto It = Call.Values.find(Operand);
  if (It != Call.Values.end())
    return It->second.isKnown() ? &It->second : nullptr;
  for (const kb::Quantity &Q : Api.Quantities) {
    if (Q.Name != Operand)
      continue;
    for (const kb::Quantity::Choice &Choice : Q.Choices)
      if (Choice.Operand != Operand && holds(Choice.When))
        return value(Choice.Operand);
  }
  return nullptr;
}

bool ConditionTester::holds(const kb::Term &T) const {
  const SpecificationValue *V = value(T.Operand);
  if (!V)
    return false;
  auto Number = asSigned(*V);
  bool IsListed =
      std::find(T.Values.begin(), T.Values.end(), text(*V)) != T.Values.end();
  // A number cannot be told from enumerators, nor a word from numbers.
  bool IsComparable =
      std::all_of(T.Values.begin(), T.Values.end(), [&](const auto &Listed) {
        bool IsNumber =
            !Listed.empty() &&
            Listed.find_first_not_of("-0123456789") == std::string::npos;
        return IsNumber == Number.has_value();
      });
  const SpecificationValue *Other = T.Other.empty() ? nullptr : value(T.Other);
  auto OtherNumber = Other ? asSigned(*Other) : std::nullopt;
  switch (T.TheTest) {
  case kb::Test::Is:
    return IsListed;
  case kb::Test::IsNot:
    return IsComparable && !IsListed;
  case kb::Test::Null:
    return asUnsigned(*V) == uint64_t(0);
  case kb::Test::NotNull:
    return asUnsigned(*V).value_or(0) != 0;
  case kb::Test::Above:
    return Number && *Number > T.Number;
  case kb::Test::AtLeast:
    return asUnsigned(*V).value_or(0) >= T.Bound;
  case kb::Test::LessThan:
    return asUnsigned(*V).value_or(UINT64_MAX) < T.Bound;
  case kb::Test::Below:
    // A negative one goes backwards through a matrix.
    return Number && OtherNumber && *Number >= 0 && *Number < *OtherNumber;
  case kb::Test::DiffersFrom:
    return Other && text(*V) != text(*Other) &&
           Number.has_value() == OtherNumber.has_value();
  case kb::Test::SameAs:
    return Other && text(*V) == text(*Other);
  case kb::Test::NotMultipleOf:
    return Number && T.Number != 0 && *Number % T.Number != 0;
  case kb::Test::NotMultipleOfOther:
    return Number && OtherNumber && *OtherNumber > 0 &&
           *Number % *OtherNumber != 0;
  case kb::Test::PartMultipleOf:
    return Number && OtherNumber && *OtherNumber > 0 && T.Number > 0 &&
           *Number >= *OtherNumber && *Number / *OtherNumber % T.Number == 0;
  case kb::Test::HasBits:
  case kb::Test::PointsTo:
  case kb::Test::PointsToType:
    return false; // a specification does not show it
  }
  return false;
}

bool ConditionTester::holds(const std::vector<kb::Term> &Terms) const {
  return std::all_of(Terms.begin(), Terms.end(),
                     [&](const kb::Term &T) { return holds(T); });
}

std::string ConditionTester::filled(const std::string &Message) const {
  std::string Result;
  for (size_t Begin = 0; Begin < Message.size();) {
    size_t Open = Message.find('{', Begin), Close = Message.find('}', Open);
    if (Open == std::string::npos || Close == std::string::npos)
      return Result + Message.substr(Begin);
    Result += Message.substr(Begin, Open - Begin);
    const SpecificationValue *V =
        value(Message.substr(Open + 1, Close - Open - 1));
    Result += V ? text(*V) : "?";
    Begin = Close + 1;
  }
  return Result;
}
