//===-- Deciding.cpp - what a verdict rests on ----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Deciding.h"
#include "runtime-check/FittingCase.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::DecidingValues;
using findings::VerdictKind;

static bool has(const std::vector<std::string> &List, const std::string &Key) {
  return std::find(List.begin(), List.end(), Key) != List.end();
}

namespace {
class Derivation {
public:
  Derivation(const Planner &P, const kb::Api *Api) : P(P), Api(Api) {}

  void term(const kb::Term &T);
  void word(const std::string &Text);
  DecidingValues Result;

private:
  void key(const std::string &Key);
  void operand(const std::string &Operand);
  void problem();
  void path();
  std::string named(const std::string &Text) const;
  const kb::Attribute *attribute(const std::string &Key) const;
  bool isOfProblem(const std::string &Key) const;
  bool isDefault(const std::string &Key) const;
  bool isRun(const std::string &Key) const;
  void add(const std::string &Key, bool IsProgram) {
    auto &List = IsProgram ? Result.FromProgram : Result.FromWitness;
    if (!has(Result.FromProgram, Key) && !has(Result.FromWitness, Key))
      List.push_back(Key);
  }

  const Planner &P;
  const kb::Api *Api;
};
} // namespace

/// That of "A.CUBLASLT_MATRIX_LAYOUT_LD"; null for any other key.
const kb::Attribute *Derivation::attribute(const std::string &Key) const {
  const findings::Key Of = findings::Key::written(Key);
  return Api && Of.kind() == findings::Key::Kind::Attribute
             ? Api->attribute(Of.name())
             : nullptr;
}

/// Never set, on an object that the finding has from its making on: what making
/// it demands is named, and the attribute is not.
bool Derivation::isDefault(const std::string &Key) const {
  const kb::Attribute *A = attribute(Key);
  if (!A || !A->Default || P.isNamed(Key))
    return false;
  const findings::Key Own = findings::Key::written(Key);
  for (const auto &[Each, Value] : P.Call.Values) {
    const kb::Attribute *Other =
        Each.object() == Own.object() ? attribute(Each) : nullptr;
    if (Other && !Other->Default && !Other->IsPointer && Other->IsSettable)
      return true;
  }
  return false;
}

/// Whether the run has the call's own value; one that the plan does not hold is
/// not a value of the run.
bool Derivation::isRun(const std::string &Key) const {
  if (has(P.ThePlan.FilledByWitness, Key))
    return false;
  auto Own = P.Call.Values.find(Key);
  auto Run = P.ThePlan.TheSettings.Values.find(Key);
  if (Own == P.Call.Values.end() || Run == P.ThePlan.TheSettings.Values.end())
    return true;
  const auto Word = findings::asWord(Own->second),
             RunWord = findings::asWord(Run->second);
  auto Number = findings::asSigned(Own->second),
       RunNumber = findings::asSigned(Run->second);
  // A number may be run as its enumerator.
  if (Word && RunWord)
    return *Word == *RunWord;
  return !Number || !RunNumber || *Number == *RunNumber;
}

void Derivation::key(const std::string &Key) {
  add(Key, (P.isKnown(Key) || isDefault(Key)) && isRun(Key));
}

/// A quantity is what its first choice that holds says; without one, what the
/// choice hangs on is not known.
void Derivation::operand(const std::string &Operand) {
  if (Api)
    for (const kb::Quantity &Q : Api->Quantities) {
      if (Q.Name != Operand)
        continue;
      for (const kb::Quantity::Choice &C : Q.Choices) {
        bool Holds = true;
        for (const kb::Term &T : C.When) {
          key(T.Operand);
          std::string Word = wordOf(P.Call, T.Operand.c_str());
          const kb::Attribute *A = attribute(T.Operand);
          if (Word.empty() && A && isDefault(T.Operand))
            Word = A->DefaultText;
          Holds &= has(T.Values, Word);
        }
        if (Holds)
          return operand(C.Operand);
      }
      return;
    }
  key(Operand);
}

void Derivation::term(const kb::Term &T) {
  // The condition itself is about what it points to, or that two are the same;
  // no value adds to that.
  const bool IsSaid =
      T.TheTest == kb::Test::PointsTo || T.TheTest == kb::Test::SameAs;
  const bool IsShown = has(P.E.Conditions, wordOf(P.Call, "problem.condition"));
  for (const std::string &Operand : {T.Operand, T.Other})
    if (IsSaid && IsShown && !Operand.empty())
      add(Operand, true);
    else if (!Operand.empty())
      operand(Operand);
}

/// An attribute of an object that a matmul is given.
bool Derivation::isOfProblem(const std::string &Key) const {
  const kb::Attribute *A = attribute(Key);
  if (!A)
    return false;
  for (const kb::Function &F : Api->Functions)
    if (F.TheAction == kb::Action::Matmul)
      for (const kb::Parameter &Each : F.Parameters)
        if (Api->kindOf(Each.TheRole) == A->Object &&
            findings::Key::written(Key).object() == Api->keyOf(Each))
          return true;
  return false;
}

void Derivation::problem() {
  const size_t Before = Result.FromProgram.size() + Result.FromWitness.size();
  for (const auto &Entry : P.Call.Values)
    if (isOfProblem(Entry.first))
      key(Entry.first);
  for (const std::string &Key : P.ThePlan.FilledByWitness)
    if (isOfProblem(Key))
      key(Key);
  if (Result.FromProgram.size() + Result.FromWitness.size() == Before)
    add("problem", false);
}

/// The path that is run, and how its tests come out: what no call on it decides
/// is taken for granted.
void Derivation::path() {
  add("path", P.ThePlan.RunsPath);
  for (size_t I = 0; P.ThePlan.RunsPath && I < P.Call.Path.size(); ++I)
    if (P.Call.Path[I].IsAssumed)
      add("path." + std::to_string(I) + ".condition", false);
}

/// \p Text with the value of "{key}" in its place; empty where it has none.
std::string Derivation::named(const std::string &Text) const {
  const size_t Open = Text.find('{'), Close = Text.find('}');
  if (Open == std::string::npos || Close == std::string::npos)
    return Text;
  const std::string Value =
      wordOf(P.Call, Text.substr(Open + 1, Close - Open - 1).c_str());
  return Value.empty() ? ""
                       : Text.substr(0, Open) + Value + Text.substr(Close + 1);
}

/// One of the words that an experiment file may name.
void Derivation::word(const std::string &Text) {
  // A path that is run stands for the problem that its calls make.
  if (Text == "problem")
    return P.ThePlan.RunsPath ? void() : problem();
  if (Text == "path")
    return path();
  if (Text.find('{') != std::string::npos) {
    const std::string Named = named(Text);
    return Named.empty() ? add(Text, false) : key(Named);
  }
  // "memory/x" is x in the part "memory", and nothing in another.
  const size_t Slash = Text.find('/');
  if (Slash == std::string::npos)
    key(Text);
  else if (Text.substr(0, Slash) == P.Part)
    key(Text.substr(Slash + 1));
}

DecidingValues runtime::decidingValues(const Planner &P, const kb::Rule *R,
                                       const kb::Api *Api) {
  Derivation D(P, Api);
  const std::string Name = wordOf(P.Call, "problem.condition");
  bool HasCondition = false;
  if (R && !Name.empty())
    for (const kb::Condition &C : R->Conditions)
      if (C.Id == Name) {
        HasCondition = true;
        for (const kb::Term &T : C.When)
          D.term(T);
      }
  for (const std::string &Text : P.E.DecidedBy)
    D.word(Text);
  if (P.ThePlan.RunsPath)
    D.word("path");
  // Which of the rule's mistakes it is, the finding does not say.
  if (!HasCondition && P.E.DecidedBy.empty())
    D.Result.FromWitness.push_back("problem.condition");
  return D.Result;
}

void runtime::settle(findings::Verdict &V) {
  if (V.Kind != VerdictKind::Confirmed)
    return;
  if (!V.Deciding.FromWitness.empty())
    V.Kind = VerdictKind::Holds;
  else if (has(V.Deciding.FromProgram, "path"))
    V.Kind = VerdictKind::PathConfirmed;
}
