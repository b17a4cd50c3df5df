//===-- Join.cpp - where paths meet ---------------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/State.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
/// Statuses and counts that one merged value may stand for.
constexpr unsigned MaxTracked = 16;

/// Removes from \p Mine what is not in \p Other.
template <typename T>
void keepCommon(typename State::Set<T>::Factory &Sets, State::Set<T> &Mine,
                const State::Set<T> &Other) {
  if (isSame(Mine, Other))
    return;
  const State::Set<T> Before = Mine;
  for (T Each : Before)
    if (!Other.contains(Each))
      Mine = Sets.remove(Mine, Each);
}

/// Adds to \p Mine what is in \p Other.
template <typename T>
void addAll(typename State::Set<T>::Factory &Sets, State::Set<T> &Mine,
            const State::Set<T> &Other) {
  if (isSame(Mine, Other))
    return;
  for (T Each : Other)
    Mine = Sets.add(Mine, Each);
}
} // namespace

ValueRef StateManager::joinValues(State &S, ValueRef A, ValueRef B,
                                  LocationRef L) {
  if (A == B)
    return A;
  llvm::SmallVector<ValueRef, 4> Tracked(A->Tracked.begin(), A->Tracked.end());
  Tracked.append(B->Tracked.begin(), B->Tracked.end());
  llvm::sort(Tracked, [](ValueRef X, ValueRef Y) { return X->Id < Y->Id; });
  Tracked.erase(std::unique(Tracked.begin(), Tracked.end()), Tracked.end());
  // Above this number, merged values are not followed any more.
  if (Tracked.size() > MaxTracked) {
    for (ValueRef T : Tracked)
      removeUntested(S, T);
    Tracked.clear();
  }
  // Interned by what is tracked: the list must outlive this call.
  ValueRef Carrier = nullptr;
  for (ValueRef T : Tracked)
    Carrier = Carrier ? Values.binary(Operation::Or, Carrier, T) : T;
  return Values.symbol(SymbolKind::Merged, nullptr, nullptr, L, nullptr,
                       Carrier ? Carrier->Tracked : llvm::ArrayRef<ValueRef>());
}

void StateManager::countDifferences(const State &A, const State &B) const {
  auto Count = [&](const auto &InA, const auto &InB) {
    if (isSame(InA, InB))
      return;
    countVisit(InA);
    countVisit(InB);
  };
  Count(A.Store, B.Store);
  Count(A.Untested, B.Untested);
  Count(A.Ranges, B.Ranges);
  Count(A.Relations, B.Relations);
  Count(A.Escaped, B.Escaped);
  Count(A.Readable, B.Readable);
  Count(A.Traits, B.Traits);
  Count(A.Rounds, B.Rounds);
}

State StateManager::join(const State &A, const State &B) {
  countDifferences(A, B);
  State R = A;
  llvm::SmallVector<ValueRef, 8> Renewed;
  joinStores(R, A, B, Renewed);
  R.Expressions.join(B.Expressions, [&](ValueRef InA, ValueRef InB) {
    return joinValues(R, InA, InB, nullptr);
  });
  // A symbol that only one path left untested is not certain any more.
  keepCommon(ValueSetFactory, R.Untested, B.Untested);
  joinRanges(R, A, B);
  keepCommon(ValueSetFactory, R.Relations, B.Relations);
  addAll(LocationSetFactory, R.Escaped, B.Escaped);
  addAll(LocationSetFactory, R.Readable, B.Readable);
  joinTraits(R, A, B, Renewed);
  joinRounds(R, A, B);
  // A merged value keeps its name when a loop changes it again; what the last
  // round established of it does not hold for the next.
  for (ValueRef V : Renewed)
    forgetFacts(R, V);
  R.Steps = TheTrails.join(A.Steps, B.Steps);
  return R;
}

void StateManager::joinStores(State &R, const State &A, const State &B,
                              ValueList &Renewed) {
  if (isSame(A.Store, B.Store))
    return;
  const State::Cluster Empty = ClusterFactory.getEmptyMap();
  State::Cluster Parts = Empty;
  auto JoinPlace = [&](LocationRef L, const Binding *InA, const Binding *InB) {
    if (InA && InB && *InA == *InB)
      return;
    ValueRef InAValue = InA ? InA->What : load(A, L);
    ValueRef InBValue = InB ? InB->What : load(B, L);
    const bool IsOfOneSite = InA && InB && InA->Site == InB->Site;
    ValueRef Joined = joinValues(R, InAValue, InBValue, L);
    Parts = ClusterFactory.add(Parts, L,
                               {Joined, IsOfOneSite ? InA->Site : nullptr});
    if (InAValue != InBValue)
      Renewed.push_back(Joined);
  };
  visitBoth(A.Store, B.Store,
            [&](LocationRef Root, const State::Cluster *InA,
                const State::Cluster *InB) {
              if (InA && InB && isSame(*InA, *InB))
                return;
              Parts = InA ? *InA : Empty;
              visitBoth(InA ? *InA : Empty, InB ? *InB : Empty, JoinPlace);
              R.Store = StoreFactory.add(R.Store, Root, Parts);
            });
}

void StateManager::joinRanges(State &R, const State &A, const State &B) {
  if (isSame(A.Ranges, B.Ranges))
    return;
  for (const auto &[V, Mine] : A.Ranges) {
    const Range Other = B.rangeOf(V);
    const Range Hull{std::min(Mine.Low, Other.Low),
                     std::max(Mine.High, Other.High),
                     Mine.excludesZero() && Other.excludesZero(),
                     Mine.IsNamed && Other.IsNamed};
    R.Ranges = Hull == Range::all() ? RangeFactory.remove(R.Ranges, V)
                                    : RangeFactory.add(R.Ranges, V, Hull);
  }
}

void StateManager::joinTraits(State &R, const State &A, const State &B,
                              ValueList &Renewed) {
  if (isSame(A.Traits, B.Traits))
    return;
  visitBoth(A.Traits, B.Traits,
            [&](const PathMemory *Of, const State::Memory *Mine,
                const State::Memory *) {
              if (Of->AtJoin == PathMemory::KeepAll)
                keepAllTraits(R, A, B, *Of, Renewed);
              else if (Mine)
                keepCommonTraits(R, A, B, *Of, *Mine);
            });
}

void StateManager::keepCommonTraits(State &R, const State &A, const State &B,
                                    const PathMemory &Of,
                                    const State::Memory &Mine) {
  const State::Memory *Other = B.Traits.lookup(&Of);
  if (Other && isSame(Mine, *Other) && isSame(A.Ranges, B.Ranges))
    return;
  for (const auto &[Subject, InA] : Mine) {
    const Trait *InB = Other ? Other->lookup(Subject) : nullptr;
    // Where the two paths know different things of the value that a memory
    // rests on, the joined range no longer supports it.
    if (!InB || !(*InB == InA) ||
        (InA.RestsOn && !(A.rangeOf(InA.RestsOn) == B.rangeOf(InA.RestsOn))))
      clearTrait(R, Of, Subject);
  }
}

void StateManager::keepAllTraits(State &R, const State &A, const State &B,
                                 const PathMemory &Of, ValueList &Renewed) {
  const State::Memory *Mine = A.Traits.lookup(&Of),
                      *Other = B.Traits.lookup(&Of);
  if (Mine && Other && isSame(*Mine, *Other))
    return;
  if (Mine)
    for (const auto &[Subject, InA] : *Mine) {
      const Trait *InB = Other ? Other->lookup(Subject) : nullptr;
      if (!InB || !(*InB == InA))
        Renewed.push_back(Subject);
    }
  if (Other)
    for (const auto &[Subject, InB] : *Other)
      if (!Mine || !Mine->contains(Subject)) {
        setTrait(R, Of, Subject, InB);
        Renewed.push_back(Subject);
      }
}

void StateManager::joinRounds(State &R, const State &A, const State &B) {
  if (isSame(A.Rounds, B.Rounds))
    return;
  for (const auto &[Head, Theirs] : B.Rounds) {
    const unsigned *Mine = A.Rounds.lookup(Head);
    if (!Mine || *Mine < Theirs)
      R.Rounds = RoundFactory.add(R.Rounds, Head, Theirs);
  }
}

} // namespace cublaslt::checks::flow
