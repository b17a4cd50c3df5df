//===-- Types.cpp - which types go together -------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/Types.h"
#include "rules/Evaluate.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::rules;

const std::string &rules::cell(const kb::TypeCombination &Row,
                               unsigned Column) {
  const std::string *Cells[] = {&Row.ComputeType, &Row.ScaleType, &Row.A,
                                &Row.B,           &Row.C,         &Row.D};
  return *Cells[Column];
}

static bool contains(const std::vector<unsigned> &Columns, unsigned Column) {
  return std::find(Columns.begin(), Columns.end(), Column) != Columns.end();
}

CallTypes TypeTable::typesOf(Facts &F) const {
  CallTypes Types;
  for (unsigned C = 0; C < TypeColumns; ++C) {
    if (operand(C).empty())
      continue;
    Held V{&operand(C), F.read(operand(C))};
    Types.Values[C] = V;
    Types.IsKnown[C] = V && F.isDefinite(V);
  }
  return Types;
}

bool TypeTable::matches(const kb::TypeCombination &Row, const CallTypes &Types,
                        const Columns &Ignored, Facts &F) const {
  for (unsigned C = 0; C < TypeColumns; ++C) {
    const std::string &Cell = cell(Row, C);
    if (!Types.IsKnown[C] || Cell == "*" || contains(Ignored, C))
      continue;
    // D as C is, whatever that is.
    if (Cell == "c") {
      if (Types.IsKnown[CColumn] && !contains(Ignored, CColumn) &&
          F.isSame(Types.Values[C], Types.Values[CColumn]) != Truth::Yes)
        return false;
      continue;
    }
    if (F.is(Types.Values[C], Cell) != Truth::Yes)
      return false;
  }
  return true;
}

bool TypeTable::allows(const CallTypes &Types, const Columns &Ignored,
                       Facts &F) const {
  for (const kb::TypeCombination &Row : Api.Types)
    if (Row.IsAllowed && matches(Row, Types, Ignored, F))
      return true;
  for (const kb::TypeCombination &Row : Api.MeasuredTypes)
    if (matches(Row, Types, Ignored, F))
      return true;
  return false;
}

std::optional<CallTypes> TypeTable::refusedPair(const CallTypes &Types,
                                                Facts &F) const {
  if (!Types.IsKnown[ComputeColumn] || !Types.IsKnown[ScaleColumn])
    return std::nullopt;
  CallTypes Alone = Types;
  for (unsigned C = AColumn; C < TypeColumns; ++C) {
    Alone.Values[C].Value = nullptr;
    Alone.IsKnown[C] = false;
  }
  if (allows(Alone, {}, F))
    return std::nullopt;
  return Alone;
}

bool TypeTable::isRefused(const CallTypes &Types, Facts &F) const {
  return std::any_of(Api.Types.begin(), Api.Types.end(),
                     [&](const kb::TypeCombination &Row) {
                       bool IsCertain = !Row.IsAllowed;
                       for (unsigned C = AColumn; C < TypeColumns; ++C)
                         IsCertain &= cell(Row, C) == "*" || Types.IsKnown[C];
                       return IsCertain && matches(Row, Types, {}, F);
                     });
}

bool TypeTable::isSettled(const CallTypes &Types, Facts &F) const {
  const Held &Compute = Types.Values[ComputeColumn];
  bool HasCompute =
      !Types.IsKnown[ComputeColumn] ||
      std::any_of(Api.Types.begin(), Api.Types.end(), [&](const auto &Row) {
        return F.is(Compute, Row.ComputeType) == Truth::Yes;
      });
  if (!HasCompute)
    return false;
  for (unsigned C = AColumn; C < TypeColumns; ++C)
    if (Types.IsKnown[C] &&
        F.isOneOf(Types.Values[C], Api.TriedTypes) != Truth::Yes)
      return false;
  return true;
}

TypeTable::Columns TypeTable::culprits(const CallTypes &Types,
                                       const Columns &Ignored,
                                       std::optional<unsigned> Kept,
                                       Facts &F) const {
  Columns Without = Ignored, Result;
  // The matrices first: the compute type is what people know.
  for (unsigned C : {DColumn, CColumn, BColumn, AColumn, ComputeColumn}) {
    if (C == Kept)
      continue;
    Without.push_back(C);
    if (allows(Types, Without, F))
      Without.pop_back();
  }
  for (unsigned C = 0; C < TypeColumns; ++C)
    if (Types.IsKnown[C] && !contains(Without, C))
      Result.push_back(C);
  return Result;
}

std::vector<std::string> TypeTable::choices(const CallTypes &Types,
                                            unsigned Column, Facts &F) const {
  std::vector<std::string> Result;
  for (const auto *Rows : {&Api.Types, &Api.MeasuredTypes})
    for (const kb::TypeCombination &Row : *Rows) {
      const std::string &Cell = cell(Row, Column);
      if (Row.IsAllowed && matches(Row, Types, {Column}, F) &&
          std::find(Result.begin(), Result.end(), Cell) == Result.end())
        Result.push_back(Cell);
    }
  return Result;
}

TypeVerdict TypeTable::judgeScale(const CallTypes &Types, Facts &F) const {
  TypeVerdict V;
  V.Types = Types;
  if (!Types.IsKnown[ComputeColumn] || !Types.IsKnown[ScaleColumn] ||
      !isSettled(Types, F))
    return V;
  V.Holds = Truth::No;
  if (allows(Types, {}, F) || !allows(Types, {ScaleColumn}, F) ||
      isRefused(Types, F))
    return V;
  V.Holds = Truth::Yes;
  V.Culprits = culprits(Types, {}, ScaleColumn, F);
  V.Choices = choices(Types, ScaleColumn, F);
  return V;
}

TypeVerdict TypeTable::judgeCombination(const CallTypes &Types,
                                        Facts &F) const {
  TypeVerdict V;
  V.Types = Types;
  unsigned Known = 0;
  for (unsigned C = 0; C < TypeColumns; ++C)
    Known += C != ScaleColumn && Types.IsKnown[C];
  if (Known < 2 || !isSettled(Types, F))
    return V;
  V.Holds = Truth::No;
  if (allows(Types, {ScaleColumn}, F) || isRefused(Types, F))
    return V;
  V.Holds = Truth::Yes;
  V.Culprits = culprits(Types, {ScaleColumn}, std::nullopt, F);
  return V;
}

TypeVerdict TypeTable::judge(kb::TypeTest Question, const CallTypes &Types,
                             Facts &F) const {
  TypeVerdict Right;
  Right.Holds = Truth::No;
  Right.Types = Types;
  // What is right as a whole is so in each part, and mostly it is.
  if (allows(Types, {}, F))
    return Right;
  if (Question == kb::TypeTest::Combination)
    return judgeCombination(Types, F);
  // The two alone, if they are enough.
  std::optional<CallTypes> Alone = refusedPair(Types, F);
  if (Alone.has_value() != (Question == kb::TypeTest::Pair))
    return Right;
  return judgeScale(Alone ? *Alone : Types, F);
}

/// "a", "a or b", "a, b or c".
static std::string listOf(const std::vector<std::string> &Names) {
  std::string Text;
  for (size_t I = 0; I < Names.size(); ++I)
    Text += (I == 0 ? "" : I + 1 == Names.size() ? " or " : ", ") + Names[I];
  return Text;
}

std::string TypeTable::fill(const std::string &Message,
                            const TypeVerdict &Verdict, Facts &F) const {
  const CallTypes &Types = Verdict.Types;
  auto OfType = [&](unsigned C) {
    return std::string(matrix(C)) + " " + F.text(Types.Values[C]);
  };
  return fillWith(Message, [&](const std::string &Name) {
    std::string Text;
    if (Name == "compute")
      return F.text(Types.Values[ComputeColumn]);
    if (Name == "scale")
      return F.text(Types.Values[ScaleColumn]);
    if (Name == "choices")
      return listOf(Verdict.Choices);
    for (unsigned C : Verdict.Culprits)
      if (Name == "matrices")
        Text +=
            C >= AColumn ? (Text.empty() ? " with " : " and ") + OfType(C) : "";
      else
        Text += (Text.empty() ? "" : ", ") +
                (C == ComputeColumn ? F.text(Types.Values[C]) : OfType(C));
    return Text;
  });
}
