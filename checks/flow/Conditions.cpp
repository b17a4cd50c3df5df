//===-- Conditions.cpp - following one function: branches -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {

Operation negated(Operation Op) {
  switch (Op) {
  case Operation::Equal:
    return Operation::NotEqual;
  case Operation::NotEqual:
    return Operation::Equal;
  case Operation::Less:
    return Operation::GreaterEqual;
  case Operation::LessEqual:
    return Operation::Greater;
  case Operation::Greater:
    return Operation::LessEqual;
  default:
    return Operation::Less;
  }
}

/// L Op R is R mirrored(Op) L.
Operation mirrored(Operation Op) {
  switch (Op) {
  case Operation::Less:
    return Operation::Greater;
  case Operation::LessEqual:
    return Operation::GreaterEqual;
  case Operation::Greater:
    return Operation::Less;
  case Operation::GreaterEqual:
    return Operation::LessEqual;
  default:
    return Op;
  }
}

Range rangeFor(Operation Op, Integer N) {
  Range R = Range::all();
  switch (Op) {
  case Operation::Equal:
    R.Low = R.High = N;
    R.IsNamed = true;
    break;
  case Operation::NotEqual:
    R.NonZero = N == 0;
    break;
  case Operation::Less:
    R.High = N - 1;
    break;
  case Operation::LessEqual:
    R.High = N;
    break;
  case Operation::Greater:
    R.Low = N + 1;
    break;
  default:
    R.Low = N;
    break;
  }
  return R;
}

bool isTruthValue(ValueRef V) {
  return V->Kind == ValueKind::Binary && isComparison(V->Op);
}

} // namespace

std::optional<State> FunctionWalk::assume(State S, ValueRef Condition,
                                          bool Holds, const Expr *E) {
  if (!Condition->Tracked.empty() && E) {
    Engine.StatusConditions.insert(E->IgnoreParens());
    Engine.tell<Hook::Test>(Condition, E, In, S);
  }
  // (x == y) == 1, (x == y) != 0 and their opposites are about x and y.
  Operation Op = Operation::NotEqual;
  ValueRef L = Condition, R = Values.constant(0);
  while (isTruthValue(L)) {
    bool IsAboutTruth = R->isConstant(0) || R->isConstant(1);
    if (!IsAboutTruth || (Op != Operation::Equal && Op != Operation::NotEqual))
      break;
    bool Flips = (Op == Operation::Equal) == R->isConstant(0);
    Op = Flips ? negated(L->Op) : L->Op;
    R = L->Right;
    L = L->Left;
  }
  if (!Holds)
    Op = negated(Op);
  if (L->isConstant() && !R->isConstant()) {
    std::swap(L, R);
    Op = mirrored(Op);
  }
  bool IsOutcome =
      R->isConstant() && (Op == Operation::Equal || Op == Operation::NotEqual);
  bool IsKnown = IsOutcome && (Op == Operation::Equal || R->isConstant(0));
  bool Failed = (Op == Operation::Equal) != R->isConstant(0);
  if (!assumeComparison(S, Op, L, R))
    return std::nullopt;
  markStatusOutcome(S, L, Failed, IsKnown);
  States.markTested(S, R);
  return S;
}

bool FunctionWalk::assumeComparison(State &S, Operation Op, ValueRef L,
                                    ValueRef R) {
  if (L->isConstant() && R->isConstant())
    return Values.binary(Op, L, R)->Number != 0;
  if (L->Kind == ValueKind::Address && R->isConstant(0))
    return Op != Operation::Equal;
  auto IsElement = [](ValueRef V) {
    return V->Kind == ValueKind::Address &&
           V->Place->Kind == LocationKind::Element && V->Place->Index;
  };
  if (IsElement(L) && IsElement(R) && L->Place->Parent == R->Place->Parent)
    return assumeComparison(S, Op, L->Place->Index, R->Place->Index);
  if (L == R && !L->isSymbol(SymbolKind::Uninitialized))
    return Op == Operation::Equal || Op == Operation::LessEqual ||
           Op == Operation::GreaterEqual;
  if (L->isSymbol(SymbolKind::Uninitialized) ||
      R->isSymbol(SymbolKind::Uninitialized))
    return true;
  if (!R->isConstant()) {
    States.addRelation(S, Values.binary(Op, L, R));
    return true;
  }
  // Not equal to the only value it can have.
  Range Known = S.rangeOf(L);
  if (Op == Operation::NotEqual && Known.Low == Known.High &&
      Known.Low == R->Number)
    return false;
  return States.constrain(S, L, rangeFor(Op, R->Number));
}

void FunctionWalk::markStatusOutcome(State &S, ValueRef Condition, bool Failed,
                                     bool IsKnown) {
  for (ValueRef T : Condition->Tracked) {
    States.removeUntested(S, T);
    bool IsStatus =
        T->isSymbol(SymbolKind::Status) || T->isSymbol(SymbolKind::HostStatus);
    if (!IsStatus || !IsKnown)
      continue;
    if (!Failed) {
      // The status itself, or an or-chain of statuses, is zero.
      if (T == Condition || Condition->Op == Operation::Or)
        States.constrain(S, T, {0, 0, false});
      continue;
    }
    if (T == Condition) {
      Range NonZero = Range::all();
      NonZero.NonZero = true;
      States.constrain(S, T, NonZero);
    }
    // A path that has seen the failure need not test the count.
    llvm::SmallVector<ValueRef, 4> Counts;
    for (ValueRef U : S.Untested)
      if (U->Site == T->Site && U->Path == T->Path)
        Counts.push_back(U);
    for (ValueRef U : Counts)
      States.removeUntested(S, U);
  }
}

void FunctionWalk::noteTest(State &S, ValueRef Condition, bool Holds,
                            const Expr *E, bool IsCase) {
  if (!States.trails().AreKept || Condition->isConstant())
    return;
  TrailStep Test;
  llvm::SmallVector<TrailStep::Outcome, 2> Outcomes;
  for (ValueRef T : Condition->Tracked) {
    const Range R = S.rangeOf(T);
    const bool IsCount = T->isSymbol(SymbolKind::Count);
    const bool Succeeds = IsCount ? R.Low > 0 : R.isZero();
    const bool Fails = IsCount ? R.High <= 0 : R.excludesZero();
    if (!T->isSymbol(SymbolKind::Results) && (Succeeds || Fails))
      Outcomes.push_back({T->Site, T->Path, Succeeds});
  }
  // An object is there where its creation went well.
  ValueRef About = isTruthValue(Condition) && Condition->Right->isConstant(0)
                       ? Condition->Left
                       : Condition;
  if (const Range R = S.rangeOf(About);
      About->isSymbol(SymbolKind::Object) && (R.isZero() || R.excludesZero()))
    Outcomes.push_back({About->Site, About->Path, !R.isZero()});
  Test.Site = E;
  Test.Path = In.Path;
  Test.Holds = Holds;
  Test.What = IsCase ? Condition : nullptr;
  Test.Outcomes = Outcomes;
  S.Steps = States.trails().extend(S.Steps, Test);
}

} // namespace cublaslt::checks::flow
