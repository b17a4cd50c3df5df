//===-- State.cpp - what is known at one program point --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/State.h"

using namespace clang;

namespace cublaslt::checks::flow {

void Range::Profile(llvm::FoldingSetNodeID &ID) const {
  for (Integer N : {Low, High}) {
    ID.AddInteger(uint64_t(N));
    ID.AddInteger(uint64_t(static_cast<unsigned __int128>(N) >> 64));
  }
  ID.AddBoolean(NonZero);
  ID.AddBoolean(IsNamed);
}

bool State::operator==(const State &O) const {
  return isSame(Store, O.Store) && Expressions == O.Expressions &&
         isSame(Untested, O.Untested) && isSame(Ranges, O.Ranges) &&
         isSame(Relations, O.Relations) && isSame(Escaped, O.Escaped) &&
         isSame(Readable, O.Readable) && isSame(Traits, O.Traits);
}

Range State::rangeOf(ValueRef V) const {
  if (V->isConstant())
    return {V->Number, V->Number, false};
  const Range *R = Ranges.lookup(V);
  return R ? *R : Range::all();
}

StateManager::StateManager(Interner &Values, MemberAttribute AskMember)
    : Values(Values), AskMember(std::move(AskMember)) {}

State StateManager::empty() {
  return {StoreFactory.getEmptyMap(),       ExpressionValues(),
          ValueSetFactory.getEmptySet(),    RangeFactory.getEmptyMap(),
          ValueSetFactory.getEmptySet(),    LocationSetFactory.getEmptySet(),
          LocationSetFactory.getEmptySet(), TraitFactory.getEmptyMap(),
          RoundFactory.getEmptyMap(),       this};
}

ValueRef StateManager::load(const State &S, LocationRef L) {
  // The nearest enclosing place that was stored as a whole, and the way from
  // it down to L.
  llvm::SmallVector<LocationRef, 4> Steps;
  const State::Cluster *Parts = S.Store.lookup(L->cluster());
  for (LocationRef At = Parts ? L : nullptr; At; At = At->Parent) {
    if (const Binding *B = Parts->lookup(At)) {
      ValueRef V = B->What;
      while (!Steps.empty() && V) {
        LocationRef Step = Steps.pop_back_val();
        if (V->isSymbol(SymbolKind::Uninitialized))
          return V;
        // Zero-initialised aggregate: every part is zero.
        if (V->isConstant())
          continue;
        if (Step->Kind == LocationKind::Field)
          V = Values.field(V, Step->TheField);
        else if (Step->Kind == LocationKind::Element)
          V = Step->Index ? Values.element(V, Step->Index) : nullptr;
        else
          V = nullptr;
      }
      return V ? V : initial(L);
    }
    Steps.push_back(At);
  }
  return initial(L);
}

void StateManager::copyAttributes(State &S, LocationRef From, LocationRef To) {
  llvm::SmallVector<std::pair<LocationRef, Binding>, 8> Found;
  countVisit(S.Store);
  for (const auto &[Root, Parts] : S.Store)
    if (Root->Kind == LocationKind::Attribute &&
        Root->Pointer->Kind == ValueKind::Address &&
        Root->Pointer->Place->isInside(From))
      for (const auto &Entry : Parts)
        Found.emplace_back(Entry.first, Entry.second);
  for (const auto &[L, Bound] : Found) {
    ValueRef Object =
        Values.address(Values.rebase(L->Pointer->Place, From, To));
    put(S, Values.attribute(Object, L->TheAttribute), Bound);
  }
}

const Stmt *StateManager::storedBy(const State &S, LocationRef L) {
  for (LocationRef At = L; At; At = At->Parent)
    if (const Binding *B = S.stored(At))
      return B->Site;
  return nullptr;
}

llvm::SmallVector<std::pair<LocationRef, Binding>, 8>
StateManager::contents(const State &S, LocationRef L) const {
  llvm::SmallVector<std::pair<LocationRef, Binding>, 8> Found;
  const State::Cluster *C = S.Store.lookup(L->cluster());
  if (!C)
    return Found;
  if (!L->HasParts) {
    if (const Binding *B = C->lookup(L))
      Found.emplace_back(L, *B);
    return Found;
  }
  countVisit(*C);
  for (const auto &Entry : *C)
    if (Entry.first->isInside(L))
      Found.emplace_back(Entry.first, Entry.second);
  return Found;
}

void StateManager::put(State &S, LocationRef L, Binding B) {
  LocationRef Key = L->cluster();
  const State::Cluster *Old = S.Store.lookup(Key);
  if (const Binding *There = Old ? Old->lookup(L) : nullptr;
      There && *There == B)
    return;
  S.Store = StoreFactory.add(
      S.Store, Key,
      ClusterFactory.add(Old ? *Old : ClusterFactory.getEmptyMap(), L, B));
}

void StateManager::remove(State &S, LocationRef L) {
  LocationRef Key = L->cluster();
  const State::Cluster *Old = S.Store.lookup(Key);
  if (!Old)
    return;
  State::Cluster Rest = ClusterFactory.remove(*Old, L);
  S.Store = Rest.isEmpty() ? StoreFactory.remove(S.Store, Key)
                           : StoreFactory.add(S.Store, Key, Rest);
}

void StateManager::store(State &S, LocationRef L, ValueRef V,
                         const Stmt *Site) {
  if (V->Kind == ValueKind::Copy) {
    // A record: everything that is known inside the source.
    LocationRef From = V->Place;
    if (From == L)
      return;
    auto Parts = contents(S, From);
    ValueRef Whole = load(S, From);
    forget(S, L, nullptr, nullptr);
    bool WholeIsKnown = !Whole->isSymbol(SymbolKind::Initial) &&
                        !Whole->isSymbol(SymbolKind::Uninitialized);
    if (WholeIsKnown || Parts.empty())
      put(S, L, {Whole, Site});
    for (const auto &[Part, Bound] : Parts)
      if (Part != From)
        put(S, Values.rebase(Part, From, L), {Bound.What, Site});
    copyAttributes(S, From, L);
    return;
  }
  // The members of a union share their place.
  for (LocationRef At = L; At; At = At->Parent)
    if (At->Kind == LocationKind::Field && At->TheField->getParent()->isUnion())
      for (const auto &[Part, Bound] : contents(S, At->Parent))
        remove(S, Part);
  if (L->Kind == LocationKind::Element && L->Index && !L->Index->isConstant() &&
      L->Parent->HasParts)
    // Some element changes: what is known of the others is in doubt.
    for (const auto &[Part, Bound] : contents(S, L->Parent))
      if (Part != L->Parent)
        remove(S, Part);
  if (L->HasParts)
    for (const auto &[Part, Bound] : contents(S, L))
      if (Part != L)
        remove(S, Part);
  put(S, L, {V, Site});
}

void StateManager::forget(State &S, LocationRef L, const Stmt *Site,
                          const CallPath *Path) {
  for (const auto &[Part, Bound] : contents(S, L))
    remove(S, Part);
  if (Site)
    put(S, L, {Values.symbol(SymbolKind::CallResult, Site, Path, L), Site});
}

void StateManager::drop(State &S, llvm::ArrayRef<LocationRef> Dead) {
  for (LocationRef L : Dead)
    if (S.Store.lookup(L))
      S.Store = StoreFactory.remove(S.Store, L);
}

unsigned StateManager::countHolders(const State &S, ValueRef Object) const {
  unsigned Count = 0;
  countVisit(S.Store);
  for (const auto &[Root, Parts] : S.Store)
    for (const auto &Entry : Parts)
      Count += Entry.second.What == Object;
  return Count;
}

void StateManager::renewObject(State &S, ValueRef Object) {
  forgetObject(S, Object);
  put(S, Values.attribute(Object, nullptr), {Values.constant(1), nullptr});
}

void StateManager::setAttribute(State &S, ValueRef Object,
                                const kb::Attribute *A, ValueRef V,
                                const Stmt *Site) {
  LocationRef Marker = Values.attribute(Object, nullptr);
  if (!S.stored(Marker))
    put(S, Marker, {Values.constant(0), nullptr});
  put(S, Values.attribute(Object, A), {V, Site});
}

bool StateManager::isUnset(const State &S, ValueRef Object,
                           const kb::Attribute *A) {
  const Binding *Marker = S.stored(Values.attribute(Object, nullptr));
  return Marker && Marker->What->isConstant(1) &&
         !S.stored(Values.attribute(Object, A));
}

ValueRef StateManager::attribute(const State &S, ValueRef Object,
                                 const kb::Attribute *A) {
  LocationRef L = Values.attribute(Object, A);
  if (const Binding *B = S.stored(L))
    return B->What;
  if (A && A->Default && isUnset(S, Object, A))
    return Values.constant(*A->Default);
  if (Object->isSymbol(SymbolKind::Initial) && Object->Place &&
      Object->Place->Kind == LocationKind::Field)
    if (std::optional<int64_t> N = AskMember(Object->Place->TheField, A))
      return Values.constant(*N);
  return Values.initial(L);
}

void StateManager::forgetObject(State &S, ValueRef Object) {
  LocationRef Marker = Values.attribute(Object, nullptr);
  if (S.Store.lookup(Marker))
    S.Store = StoreFactory.remove(S.Store, Marker);
}

void StateManager::forgetVisible(State &S, const Stmt *Site,
                                 const CallPath *Path) {
  llvm::SmallVector<LocationRef, 8> Visible;
  countVisit(S.Store);
  for (const auto &[Root, Parts] : S.Store) {
    if (Root->Kind == LocationKind::Attribute)
      continue;
    bool IsExternal = Root->isExternal();
    for (const auto &Entry : Parts) {
      LocationRef L = Entry.first;
      bool IsEscaped = false, IsReadable = IsExternal;
      for (LocationRef At = L; At && !IsEscaped; At = At->Parent) {
        IsEscaped = S.Escaped.contains(At);
        IsReadable |= S.Readable.contains(At);
      }
      if (IsReadable)
        markTested(S, Entry.second.What);
      if (IsEscaped || IsExternal)
        Visible.push_back(L);
    }
  }
  for (LocationRef L : Visible)
    put(S, L, {Values.symbol(SymbolKind::CallResult, Site, Path, L), Site});
}

void StateManager::setExpression(State &S, const Expr *E, ValueRef V) {
  S.Expressions.set(E, V);
}

void StateManager::clearExpressions(State &S) { S.Expressions.clear(); }

void StateManager::addUntested(State &S, ValueRef Symbol) {
  S.Untested = ValueSetFactory.add(S.Untested, Symbol);
}

void StateManager::removeUntested(State &S, ValueRef Symbol) {
  S.Untested = ValueSetFactory.remove(S.Untested, Symbol);
}

void StateManager::markTested(State &S, ValueRef V) {
  for (ValueRef T : V->Tracked)
    S.Untested = ValueSetFactory.remove(S.Untested, T);
}

namespace {
/// What mentions() finds in \p V has facts from now on.
void noteFacts(ValueRef V) {
  if (!V || V->HasFacts)
    return;
  V->HasFacts = true;
  if (V->Kind != ValueKind::Symbol) {
    noteFacts(V->Left);
    noteFacts(V->Right);
  }
}
} // namespace

bool StateManager::constrain(State &S, ValueRef V, Range R) {
  Range Old = S.rangeOf(V);
  Range New{std::max(Old.Low, R.Low), std::min(Old.High, R.High),
            Old.NonZero || R.NonZero, Old.IsNamed || R.IsNamed};
  if (New.NonZero && New.Low == 0)
    New.Low = 1;
  if (New.NonZero && New.High == 0)
    New.High = -1;
  if (New.isEmpty())
    return false;
  if (!V->isConstant() && !(New == Old)) {
    noteFacts(V);
    S.Ranges = RangeFactory.add(S.Ranges, V, New);
  }
  return true;
}

void StateManager::forgetFacts(State &S, ValueRef V) {
  if (!V->HasFacts)
    return;
  llvm::SmallVector<ValueRef, 4> Stale;
  countVisit(S.Ranges);
  countVisit(S.Relations);
  for (const auto &Entry : S.Ranges)
    if (mentions(Entry.first, V))
      Stale.push_back(Entry.first);
  for (ValueRef Bounded : Stale)
    S.Ranges = RangeFactory.remove(S.Ranges, Bounded);
  Stale.clear();
  for (ValueRef Relation : S.Relations)
    if (mentions(Relation, V))
      Stale.push_back(Relation);
  for (ValueRef Relation : Stale)
    S.Relations = ValueSetFactory.remove(S.Relations, Relation);
}

void StateManager::addRelation(State &S, ValueRef Comparison) {
  noteFacts(Comparison);
  S.Relations = ValueSetFactory.add(S.Relations, Comparison);
}

void StateManager::addEscaped(State &S, LocationRef L, bool IsWritable) {
  S.Readable = LocationSetFactory.add(S.Readable, L);
  if (IsWritable)
    S.Escaped = LocationSetFactory.add(S.Escaped, L);
}

void StateManager::setTrait(State &S, const PathMemory &Of, ValueRef Subject,
                            Trait T) {
  State::Memory::Factory &Memories = MemoryFactories[&Of];
  const State::Memory *Old = S.Traits.lookup(&Of);
  S.Traits = TraitFactory.add(
      S.Traits, &Of,
      Memories.add(Old ? *Old : Memories.getEmptyMap(), Subject, T));
}

void StateManager::clearTrait(State &S, const PathMemory &Of,
                              ValueRef Subject) {
  const State::Memory *Old = S.Traits.lookup(&Of);
  if (!Old || !Old->contains(Subject))
    return;
  State::Memory Rest = MemoryFactories[&Of].remove(*Old, Subject);
  S.Traits = Rest.isEmpty() ? TraitFactory.remove(S.Traits, &Of)
                            : TraitFactory.add(S.Traits, &Of, Rest);
}

void StateManager::clearTraits(State &S, const PathMemory &Of) {
  if (S.Traits.contains(&Of))
    S.Traits = TraitFactory.remove(S.Traits, &Of);
}

unsigned StateManager::countRound(State &S, const CFGBlock *Head) {
  const unsigned *Old = S.Rounds.lookup(Head);
  unsigned Count = Old ? *Old : 0;
  if (Count < 8)
    S.Rounds = RoundFactory.add(S.Rounds, Head, Count + 1);
  return Count + 1;
}

void StateManager::resetRounds(
    State &S, llvm::function_ref<bool(const CFGBlock *)> IsInner) {
  llvm::SmallVector<const CFGBlock *, 4> Inner;
  for (const auto &Entry : S.Rounds)
    if (IsInner(Entry.first))
      Inner.push_back(Entry.first);
  for (const CFGBlock *Head : Inner)
    S.Rounds = RoundFactory.remove(S.Rounds, Head);
}

} // namespace cublaslt::checks::flow
