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
#include "checks/flow/Trail.h"
#include "checks/flow/Value.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/ImmutableMap.h"
#include "llvm/ADT/ImmutableSet.h"
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace cublaslt::checks::flow {

/// What a place holds, and the statement that put it there.
struct Binding {
  ValueRef What = nullptr;
  const clang::Stmt *Site = nullptr;
  bool operator==(const Binding &O) const {
    return What == O.What && Site == O.Site;
  }
  bool operator<(const Binding &O) const {
    return std::tie(What, Site) < std::tie(O.What, O.Site);
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
  /// True if the single remaining value comes from an `==` comparison in the
  /// source; false if the bounds of a loop merely narrowed the range to it.
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

/// What a check remembers of something on a path; see PerPath.h.
struct Trait {
  const void *What = nullptr; ///< equal memories have the same address
  /// The value that the memory rests on, if there is one: paths that know
  /// different things of it do not share the memory.
  ValueRef RestsOn = nullptr;
  bool operator==(const Trait &O) const {
    return What == O.What && RestsOn == O.RestsOn;
  }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddPointer(What);
    ID.AddPointer(RestsOn);
  }
};

/// One kind of memory of one check: its address is its identity.
class PathMemory {
public:
  enum JoinRule {
    /// What two paths do not agree on is forgotten.
    KeepCommon,
    /// What only one path remembers stays, and so does the first path's where
    /// they disagree. Of the subject, a status, nothing is known then.
    KeepAll
  };
  /// \p Name is for people. \p IsWeighed: paths that differ in this memory are
  /// kept apart longer (a listener with a scale of its own says false).
  explicit PathMemory(const char *Name, JoinRule AtJoin = KeepCommon,
                      bool IsWeighed = true)
      : Name(Name), AtJoin(AtJoin), IsWeighed(IsWeighed) {}
  PathMemory(const PathMemory &) = delete;
  PathMemory &operator=(const PathMemory &) = delete;

  const char *const Name;
  const JoinRule AtJoin;
  const bool IsWeighed;
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

class StateManager;
struct Turn;

struct State {
  template <typename K, typename V> using Map = llvm::ImmutableMap<K, V>;
  template <typename T> using Set = llvm::ImmutableSet<T>;

  /// What is stored at and inside each root place (see Location::cluster).
  using Cluster = Map<LocationRef, Binding>;
  Map<LocationRef, Cluster> Store;
  ExpressionValues Expressions;
  /// Status and count symbols that the path has not tested yet. Also the symbol
  /// of a count variable that had no value before a heuristic call, which need
  /// not write it.
  Set<ValueRef> Untested;
  Map<ValueRef, Range> Ranges;
  /// Comparisons that hold, as Binary values, when one side is not a constant.
  Set<ValueRef> Relations;
  /// Local places that code outside the unit may write and read, because it got
  /// their address.
  Set<LocationRef> Escaped, Readable;
  /// What a check remembers on a path, by the value that it is about (null:
  /// about the path itself).
  using Memory = Map<ValueRef, Trait>;
  /// What the checks remember, by kind; see PerPath.h.
  Map<const PathMemory *, Memory> Traits;
  /// How often the path has gone round each loop, up to 8.
  Map<const clang::CFGBlock *, unsigned> Rounds;
  /// What made this state, and owns its maps.
  StateManager *Maker = nullptr;
  /// The decisions on the way here, where the function is traced (Trace.h). Two
  /// states that differ in it alone are equal.
  const Turn *Trail = nullptr;
  /// What the path has called and tested, where somebody asks (Trail.h); of no
  /// account where states are compared, as well.
  const TrailStep *Steps = nullptr;

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
  /// Writes all that the state holds, for people. \p Context gives line numbers
  /// and source text; it may be null.
  void dump(llvm::raw_ostream &OS,
            const clang::ASTContext *Context = nullptr) const;
};

/// Makes and combines states; owns their memory.
class StateManager {
public:
  /// The value of an attribute of the object in a member, if it is the same in
  /// every function.
  using MemberAttribute = std::function<std::optional<int64_t>(
      const clang::FieldDecl *, const kb::Attribute *)>;
  StateManager(Interner &Values, MemberAttribute AskMember);

  State empty();
  Interner &values() { return Values; }
  Trails &trails() { return TheTrails; }

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
  /// Code outside the unit may have changed the attributes of \p Object, if it
  /// is an object.
  void forgetObject(State &S, ValueRef Object);
  /// Forgets the places that code outside the unit can write without getting
  /// their address.
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
  // What PerPath is made of.
  void setTrait(State &S, const PathMemory &Of, ValueRef Subject, Trait T);
  void clearTrait(State &S, const PathMemory &Of, ValueRef Subject);
  void clearTraits(State &S, const PathMemory &Of);
  /// The one copy of \p What that all paths of the unit share.
  template <typename T> const T *keep(const PathMemory &Of, T What) {
    std::shared_ptr<void> &All = Kept[&Of];
    if (!All)
      All = std::make_shared<std::set<T>>();
    return &*static_cast<std::set<T> *>(All.get())
                 ->insert(std::move(What))
                 .first;
  }
  unsigned countRound(State &S, const clang::CFGBlock *Head);
  void resetRounds(State &S,
                   llvm::function_ref<bool(const clang::CFGBlock *)> IsInner);

  /// What is known when the two paths meet.
  State join(const State &A, const State &B);

  /// How many entries of states were looked at, where a whole state or a whole
  /// part of it is searched.
  uint64_t visited() const { return Visited; }
  /// All of \p Map is about to be looked at.
  template <typename M> void countVisit(const M &Map) const {
    countVisits(uint64_t(1) << Map.getHeight()); // about its size
  }
  void countVisits(uint64_t Entries) const { Visited += Entries; }

private:
  /// Counts what join() is about to look at.
  void countDifferences(const State &A, const State &B) const;

  // Join.cpp: what becomes of each part of \p R, which is \p A, when it is
  // joined with \p B. Of the values in \p Renewed nothing is known afterwards.
  using ValueList = llvm::SmallVectorImpl<ValueRef>;
  void joinStores(State &R, const State &A, const State &B, ValueList &Renewed);
  void joinRanges(State &R, const State &A, const State &B);
  void joinTraits(State &R, const State &A, const State &B, ValueList &Renewed);
  void keepCommonTraits(State &R, const State &A, const State &B,
                        const PathMemory &Of, const State::Memory &Mine);
  void keepAllTraits(State &R, const State &A, const State &B,
                     const PathMemory &Of, ValueList &Renewed);
  void joinRounds(State &R, const State &A, const State &B);

  /// Objects of the stack form inside \p From are copied with it.
  void copyAttributes(State &S, LocationRef From, LocationRef To);
  /// What a place holds that held \p A on one path and \p B on the other.
  ValueRef joinValues(State &S, ValueRef A, ValueRef B, LocationRef L);
  /// The value of a place that nothing was stored to.
  ValueRef initial(LocationRef L);

  void put(State &S, LocationRef L, Binding B);
  void remove(State &S, LocationRef L);

  Interner &Values;
  Trails TheTrails;
  const MemberAttribute AskMember;
  mutable uint64_t Visited = 0;
  State::Map<LocationRef, State::Cluster>::Factory StoreFactory;
  State::Cluster::Factory ClusterFactory;
  State::Set<ValueRef>::Factory ValueSetFactory;
  State::Map<ValueRef, Range>::Factory RangeFactory;
  State::Set<LocationRef>::Factory LocationSetFactory;
  /// One for each kind: factories compare what is equal, and two kinds of
  /// memory often are.
  std::map<const PathMemory *, State::Memory::Factory> MemoryFactories;
  State::Map<const PathMemory *, State::Memory>::Factory TraitFactory;
  State::Map<const clang::CFGBlock *, unsigned>::Factory RoundFactory;
  /// By kind, a set of what it remembers.
  std::map<const PathMemory *, std::shared_ptr<void>> Kept;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_STATE_H
