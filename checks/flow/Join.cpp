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
} // namespace

ValueRef StateManager::joinValues(State &S, ValueRef A, ValueRef B,
                                  LocationRef L) {
  if (A == B)
    return A;
  llvm::SmallVector<ValueRef, 4> Tracked(A->Tracked.begin(), A->Tracked.end());
  Tracked.append(B->Tracked.begin(), B->Tracked.end());
  llvm::sort(Tracked, [](ValueRef X, ValueRef Y) { return X->Id < Y->Id; });
  Tracked.erase(std::unique(Tracked.begin(), Tracked.end()), Tracked.end());
  // What becomes of so many is no longer followed.
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

State StateManager::join(const State &A, const State &B) {
  State R = A;
  llvm::SmallVector<ValueRef, 8> Renewed;
  if (!isSame(A.Store, B.Store)) {
    auto Combine = [&](State::Cluster &Parts, LocationRef L, const Binding *InA,
                       const Binding *InB) {
      if (InA && InB && *InA == *InB)
        return;
      ValueRef InAValue = InA ? InA->What : load(A, L);
      ValueRef InBValue = InB ? InB->What : load(B, L);
      const Stmt *Site =
          InA && InB && InA->Site == InB->Site ? InA->Site : nullptr;
      ValueRef Joined = joinValues(R, InAValue, InBValue, L);
      Parts = ClusterFactory.add(Parts, L, {Joined, Site});
      if (InAValue != InBValue)
        Renewed.push_back(Joined);
    };
    const State::Cluster Empty = ClusterFactory.getEmptyMap();
    visitBoth(A.Store, B.Store,
              [&](LocationRef Root, const State::Cluster *InA,
                  const State::Cluster *InB) {
                if (InA && InB && isSame(*InA, *InB))
                  return;
                State::Cluster Parts = InA ? *InA : Empty;
                visitBoth(InA ? *InA : Empty, InB ? *InB : Empty,
                          [&](LocationRef L, const Binding *X,
                              const Binding *Y) { Combine(Parts, L, X, Y); });
                R.Store = StoreFactory.add(R.Store, Root, Parts);
              });
  }
  R.Expressions.join(B.Expressions, [&](ValueRef InA, ValueRef InB) {
    return joinValues(R, InA, InB, nullptr);
  });
  // What only one of the paths has left untested is no longer certain.
  if (!isSame(A.Untested, B.Untested))
    for (ValueRef V : A.Untested)
      if (!B.Untested.contains(V))
        R.Untested = ValueSetFactory.remove(R.Untested, V);
  if (!isSame(A.Ranges, B.Ranges))
    for (const auto &Entry : A.Ranges) {
      Range Other = B.rangeOf(Entry.first);
      Range Hull{std::min(Entry.second.Low, Other.Low),
                 std::max(Entry.second.High, Other.High),
                 Entry.second.excludesZero() && Other.excludesZero(),
                 Entry.second.IsNamed && Other.IsNamed};
      R.Ranges = Hull == Range::all()
                     ? RangeFactory.remove(R.Ranges, Entry.first)
                     : RangeFactory.add(R.Ranges, Entry.first, Hull);
    }
  if (!isSame(A.Relations, B.Relations))
    for (ValueRef V : A.Relations)
      if (!B.Relations.contains(V))
        R.Relations = ValueSetFactory.remove(R.Relations, V);
  if (!isSame(A.Escaped, B.Escaped))
    for (LocationRef L : B.Escaped)
      R.Escaped = LocationSetFactory.add(R.Escaped, L);
  if (!isSame(A.Readable, B.Readable))
    for (LocationRef L : B.Readable)
      R.Readable = LocationSetFactory.add(R.Readable, L);
  // A try that only one path made, or made with other sizes, has an unknown
  // outcome.
  if (!isSame(A.Attempts, B.Attempts)) {
    for (const auto &Entry : A.Attempts) {
      const Attempt *Other = B.Attempts.lookup(Entry.first);
      if (!Other || !(*Other == Entry.second))
        Renewed.push_back(Entry.first);
    }
    for (const auto &Entry : B.Attempts)
      if (!A.Attempts.lookup(Entry.first)) {
        R.Attempts = AttemptFactory.add(R.Attempts, Entry.first, Entry.second);
        Renewed.push_back(Entry.first);
      }
  }
  if (!isSame(A.Growths, B.Growths))
    for (const auto &Entry : A.Growths) {
      const Growth *Other = B.Growths.lookup(Entry.first);
      if (!Other || !(*Other == Entry.second))
        R.Growths = GrowthFactory.remove(R.Growths, Entry.first);
    }
  if (!isSame(A.Traits, B.Traits))
    for (const auto &[Owner, Mine] : A.Traits) {
      const State::Memory Other = B.traits(Owner);
      if (isSame(Mine, Other) && isSame(A.Ranges, B.Ranges))
        continue;
      for (const auto &[Subject, Bound] : Mine) {
        const Binding *InB = Other.lookup(Subject);
        // A memory that rests on a value is none where the paths know different
        // things of it.
        if (!InB || !(*InB == Bound) ||
            (Bound.What && !(A.rangeOf(Bound.What) == B.rangeOf(Bound.What))))
          clearTrait(R, Owner, Subject);
      }
    }
  if (!isSame(A.Rounds, B.Rounds))
    for (const auto &Entry : B.Rounds) {
      const unsigned *Mine = A.Rounds.lookup(Entry.first);
      if (!Mine || *Mine < Entry.second)
        R.Rounds = RoundFactory.add(R.Rounds, Entry.first, Entry.second);
    }
  // A merged value keeps its name when a loop changes it again; what the last
  // round established of it does not hold for the next.
  for (ValueRef V : Renewed)
    forgetFacts(R, V);
  return R;
}

} // namespace cublaslt::checks::flow
