//===-- State.h - what is known at one program point ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The state of one path (or of several that met) at one program point. A
/// state is a handful of persistent maps: copying is cheap, and equal states
/// compare equal by pointer.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_STATE_H
#define CUBLASLT_CHECKS_FLOW_STATE_H

#include "checks/flow/ExpressionValues.h"
#include "checks/flow/Value.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/ImmutableMap.h"
#include "llvm/ADT/ImmutableSet.h"
#include <functional>
#include <map>
#include <set>

namespace cublaslt::checks::flow {

/// What a place holds, and the statement that put it there.
struct Binding {
  ValueRef What = nullptr;
  const clang::Stmt *Site = nullptr;
  bool operator==(const Binding &O) const {
    return What == O.What && Site == O.Site;
  }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddPointer(What);
    ID.AddPointer(Site);
  }
};

/// What a path has established of a value: an interval, and not zero.
struct Range {
  Integer Low, High;
  bool NonZero = false;
  /// Somebody compared the value with the only one that is left. A bound that
  /// a loop's rounds pin down is one of many.
  bool IsNamed = false;
  static Range all() {
    return {-(Integer(1) << 100), Integer(1) << 100, false};
  }
  bool operator==(const Range &O) const {
    return Low == O.Low && High == O.High && NonZero == O.NonZero &&
           IsNamed == O.IsNamed;
  }
  bool excludesZero() const { return NonZero || Low > 0 || High < 0; }
  bool isZero() const { return Low == 0 && High == 0; }
  bool isEmpty() const { return Low > High || (NonZero && isZero()); }
  void Profile(llvm::FoldingSetNodeID &ID) const;
};

/// One execution of a call that can fail for lack of memory: which sizes it
/// was given, by index into the attempt's sizes.
struct Attempt {
  const llvm::SmallVector<ValueRef, 12> *Sizes = nullptr;
  bool operator==(const Attempt &O) const { return Sizes == O.Sizes; }
  void Profile(llvm::FoldingSetNodeID &ID) const { ID.AddPointer(Sizes); }
};

/// The last time that a place's number was replaced by a larger one.
struct Growth {
  const clang::Stmt *Site = nullptr;
  const clang::FunctionDecl *Function = nullptr; ///< that the site is in
  ValueRef Before = nullptr, After = nullptr;
  bool operator==(const Growth &O) const {
    return Site == O.Site && Before == O.Before && After == O.After;
  }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddPointer(Site);
    ID.AddPointer(Before);
    ID.AddPointer(After);
  }
};

/// Persistent maps are canonical: equal ones have the same root.
template <typename M> bool isSame(const M &A, const M &B) {
  return A.getRootWithoutRetain() == B.getRootWithoutRetain();
}

/// Calls \p Visit with each key of two maps, and with what \p A and \p B have
/// there (null: nothing).
template <typename M, typename Visitor>
void visitBoth(const M &A, const M &B, Visitor &&Visit) {
  auto InA = A.begin(), EndA = A.end(), InB = B.begin(), EndB = B.end();
  // Both are sorted by the key.
  while (InA != EndA || InB != EndB) {
    const bool IsInA =
        InB == EndB || (InA != EndA && !(InB->first < InA->first));
    const bool IsInB =
        InA == EndA || (InB != EndB && !(InA->first < InB->first));
    Visit(IsInA ? InA->first : InB->first, IsInA ? &InA->second : nullptr,
          IsInB ? &InB->second : nullptr);
    if (IsInA)
      ++InA;
    if (IsInB)
      ++InB;
  }
}

struct State {
  template <typename K, typename V> using Map = llvm::ImmutableMap<K, V>;
  template <typename T> using Set = llvm::ImmutableSet<T>;

  /// What is stored at and inside each root place (see Location::cluster).
  using Cluster = Map<LocationRef, Binding>;
  Map<LocationRef, Cluster> Store;
  ExpressionValues Expressions;
  /// Status and count symbols that no code has tested yet; also the count of
  /// a heuristic call whose variable held nothing before, as its address.
  Set<ValueRef> Untested;
  Map<ValueRef, Range> Ranges;
  /// Comparisons that hold, as Binary values, when one side is no constant.
  Set<ValueRef> Relations;
  /// Local places that code out of sight may write, and may read, because it
  /// was given their address.
  Set<LocationRef> Escaped, Readable;
  Map<ValueRef, Attempt> Attempts;
  Map<LocationRef, Growth> Growths;
  /// What a check remembers on a path, by the value that it is about (null:
  /// about the path itself).
  using Memory = Map<ValueRef, Binding>;
  /// What the checks remember, by owner; see StateManager::setTrait.
  Map<const void *, Memory> Traits;
  /// How often the path has gone round each loop, up to 8.
  Map<const clang::CFGBlock *, unsigned> Rounds;

  bool operator==(const State &O) const;
  bool isUntested(ValueRef Symbol) const { return Untested.contains(Symbol); }
  Range rangeOf(ValueRef V) const;
  /// What was stored at exactly \p L, or null.
  const Binding *stored(LocationRef L) const {
    const Cluster *C = Store.lookup(L->cluster());
    return C ? C->lookup(L) : nullptr;
  }
  /// Calls \p Visit with each place that holds something, and what.
  template <typename Visitor> void forEachStored(Visitor &&Visit) const {
    for (const auto &Each : Store)
      for (const auto &Entry : Each.second)
        Visit(Entry.first, Entry.second);
  }
  /// All that \p Owner remembers. What is changed meanwhile does not touch it.
  Memory traits(const void *Owner) const {
    const Memory *M = Traits.lookup(Owner);
    return M ? *M : Memory(nullptr);
  }
  /// What \p Owner remembers of \p Subject, or null.
  const Binding *trait(const void *Owner, ValueRef Subject) const {
    const Memory *M = Traits.lookup(Owner);
    return M ? M->lookup(Subject) : nullptr;
  }
};

/// Makes and combines states; owns their memory.
class StateManager {
public:
  /// What an attribute of the object in a member is, whoever put it there.
  using MemberAttribute = std::function<std::optional<int64_t>(
      const clang::FieldDecl *, const kb::Attribute *)>;
  StateManager(Interner &Values, MemberAttribute AskMember);

  State empty();
  Interner &values() { return Values; }

  /// The value at \p L. A place that nothing was stored to holds what it
  /// held at entry: its initialiser if it is constant, nothing if it is a
  /// local variable.
  ValueRef load(const State &S, LocationRef L);
  /// The statement that stored what \p L holds, if one did.
  const clang::Stmt *storedBy(const State &S, LocationRef L);
  /// Replaces everything at and inside \p L.
  void store(State &S, LocationRef L, ValueRef V, const clang::Stmt *Site);
  /// Forgets what is at and inside \p L; \p Site is the reason.
  void forget(State &S, LocationRef L, const clang::Stmt *Site,
              const CallPath *Path);
  /// All places at or inside \p L that hold something.
  llvm::SmallVector<std::pair<LocationRef, Binding>, 8>
  contents(const State &S, LocationRef L) const;
  /// Drops the root places \p Dead, which no longer exist.
  void drop(State &S, llvm::ArrayRef<LocationRef> Dead);

  /// In how many places \p Object is stored.
  unsigned countHolders(const State &S, ValueRef Object) const;
  /// \p Object was just made: its attributes have their defaults.
  void renewObject(State &S, ValueRef Object);
  void setAttribute(State &S, ValueRef Object, const kb::Attribute *A,
                    ValueRef V, const clang::Stmt *Site);
  /// The attribute's value; its default when nothing set it since the object
  /// was made in sight.
  ValueRef attribute(const State &S, ValueRef Object, const kb::Attribute *A);
  /// \p Object was made in sight, and nothing has set \p A since.
  bool isUnset(const State &S, ValueRef Object, const kb::Attribute *A);
  /// Code out of sight may have changed \p Object's attributes, if it is one.
  void forgetObject(State &S, ValueRef Object);
  /// Forgets what code out of sight can write without being given it.
  void forgetVisible(State &S, const clang::Stmt *Site, const CallPath *Path);

  void setExpression(State &S, const clang::Expr *E, ValueRef V);
  void clearExpressions(State &S);

  void addUntested(State &S, ValueRef Symbol);
  /// Every tracked symbol in \p V counts as tested from here.
  void markTested(State &S, ValueRef V);
  void removeUntested(State &S, ValueRef Symbol);

  /// Intersects the range of \p V; false when nothing is left.
  bool constrain(State &S, ValueRef V, Range R);
  /// Drops all that was established of \p V, which now stands for something
  /// else.
  void forgetFacts(State &S, ValueRef V);
  void addRelation(State &S, ValueRef Comparison);
  void addEscaped(State &S, LocationRef L, bool IsWritable);
  void addAttempt(State &S, ValueRef Status, llvm::ArrayRef<ValueRef> Sizes);
  void addGrowth(State &S, LocationRef L, Growth G);
  /// A check's own memory of \p Subject on this path. \p Owner is an address
  /// that is the check's own. Where paths are joined, what they do not agree
  /// on is forgotten. Inside a loop a call's result keeps one name: who
  /// remembers it sets or clears the trait each time.
  void setTrait(State &S, const void *Owner, ValueRef Subject, Binding B);
  void clearTrait(State &S, const void *Owner, ValueRef Subject);
  void clearTraits(State &S, const void *Owner);
  unsigned countRound(State &S, const clang::CFGBlock *Head);
  void resetRounds(State &S,
                   llvm::function_ref<bool(const clang::CFGBlock *)> IsInner);

  /// What is known when the two paths meet.
  State join(const State &A, const State &B);

private:
  /// Objects of the stack form inside \p From are copied with it.
  void copyAttributes(State &S, LocationRef From, LocationRef To);
  /// What a place holds that held \p A on one path and \p B on the other.
  ValueRef joinValues(State &S, ValueRef A, ValueRef B, LocationRef L);
  /// The value of a place that nothing was stored to.
  ValueRef initial(LocationRef L);

  void put(State &S, LocationRef L, Binding B);
  void remove(State &S, LocationRef L);

  Interner &Values;
  const MemberAttribute AskMember;
  State::Map<LocationRef, State::Cluster>::Factory StoreFactory;
  State::Cluster::Factory ClusterFactory;
  State::Set<ValueRef>::Factory ValueSetFactory;
  State::Map<ValueRef, Range>::Factory RangeFactory;
  State::Set<LocationRef>::Factory LocationSetFactory;
  State::Map<ValueRef, Attempt>::Factory AttemptFactory;
  State::Map<LocationRef, Growth>::Factory GrowthFactory;
  /// One for each owner: factories compare what is equal, and two owners'
  /// memories often are.
  std::map<const void *, State::Memory::Factory> MemoryFactories;
  State::Map<const void *, State::Memory>::Factory TraitFactory;
  State::Map<const clang::CFGBlock *, unsigned>::Factory RoundFactory;
  /// Every list of sizes that an attempt had, once.
  std::set<llvm::SmallVector<ValueRef, 12>> SizeLists;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_STATE_H
