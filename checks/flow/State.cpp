//===-- State.cpp - what is known at one program point --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/State.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cublaslt::checks::flow {

void Range::Profile(llvm::FoldingSetNodeID &ID) const {
  for (Integer N : {Low, High}) {
    ID.AddInteger(uint64_t(N));
    ID.AddInteger(uint64_t(static_cast<unsigned __int128>(N) >> 64));
  }
  ID.AddBoolean(NonZero);
}

bool State::operator==(const State &O) const {
  return isSame(Store, O.Store) && isSame(Expressions, O.Expressions) &&
         isSame(Untested, O.Untested) && isSame(Ranges, O.Ranges) &&
         isSame(Relations, O.Relations) && isSame(Escaped, O.Escaped) &&
         isSame(Readable, O.Readable) && isSame(Attempts, O.Attempts) &&
         isSame(Growths, O.Growths) && isSame(Traits, O.Traits);
}

Range State::rangeOf(ValueRef V) const {
  if (V->isConstant())
    return {V->Number, V->Number, false};
  const Range *R = Ranges.lookup(V);
  return R ? *R : Range::all();
}

StateManager::StateManager(Interner &Values) : Values(Values) {}

State StateManager::empty() {
  return {StoreFactory.getEmptyMap(),       ExpressionFactory.getEmptyMap(),
          ValueSetFactory.getEmptySet(),    RangeFactory.getEmptyMap(),
          ValueSetFactory.getEmptySet(),    LocationSetFactory.getEmptySet(),
          LocationSetFactory.getEmptySet(), AttemptFactory.getEmptyMap(),
          GrowthFactory.getEmptyMap(),      TraitFactory.getEmptyMap(),
          RoundFactory.getEmptyMap()};
}

namespace {

std::optional<Integer> toInteger(const llvm::APSInt &N) {
  if (N.getBitWidth() > 64)
    return std::nullopt;
  return N.isSigned() ? Integer(N.getSExtValue()) : Integer(N.getZExtValue());
}

/// The value of a const variable with a constant initialiser.
std::optional<Integer> constantOf(const VarDecl *Var) {
  const VarDecl *Definition = nullptr;
  const Expr *Init = Var->getAnyInitializer(Definition);
  if (!Init || Init->isValueDependent() || !Var->getType().isConstQualified() ||
      !Var->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  const APValue *Value = Definition->evaluateValue();
  return Value && Value->isInt() ? toInteger(Value->getInt()) : std::nullopt;
}

/// The value of a const member that every constructor leaves to its default
/// initialiser.
std::optional<Integer> constantOf(const FieldDecl *Field) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field->getParent());
  const Expr *Init = Field->getInClassInitializer();
  if (!Class || !Init || Init->isValueDependent() || Class->isAggregate() ||
      !Field->getType().isConstQualified() ||
      !Field->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  for (const CXXConstructorDecl *Constructor : Class->ctors()) {
    if (Constructor->isImplicit() || Constructor->isDeleted())
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!Constructor->isDefaulted() && !Constructor->hasBody(Definition))
      return std::nullopt;
    if (Definition)
      Constructor = cast<CXXConstructorDecl>(Definition);
    for (const CXXCtorInitializer *Each : Constructor->inits())
      if (Each->isWritten() && Each->getAnyMember() == Field)
        return std::nullopt;
  }
  Expr::EvalResult Result;
  if (!Init->EvaluateAsInt(Result, Field->getASTContext()))
    return std::nullopt;
  return toInteger(Result.Val.getInt());
}

} // namespace

ValueRef StateManager::initial(LocationRef L) {
  if (L->Kind == LocationKind::Variable)
    if (const auto *Var = dyn_cast<VarDecl>(L->Declaration)) {
      if (std::optional<Integer> N = constantOf(Var))
        return Values.constant(*N);
      if (Var->hasLocalStorage() && !isa<ParmVarDecl>(Var))
        return Values.uninitialized();
    }
  if (L->Kind == LocationKind::Field && L->isExternal())
    if (std::optional<Integer> N = constantOf(L->TheField))
      return Values.constant(*N);
  return Values.symbol(SymbolKind::Initial, nullptr, nullptr, L);
}

ValueRef StateManager::load(const State &S, LocationRef L) {
  // The nearest enclosing place that was stored as a whole, and the way from
  // it down to L.
  llvm::SmallVector<LocationRef, 4> Steps;
  for (LocationRef At = L; At; At = At->Parent) {
    if (const Binding *B = S.Store.lookup(At)) {
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
  for (const auto &Entry : S.Store)
    if (Entry.first->Kind == LocationKind::Attribute &&
        Entry.first->Pointer->Kind == ValueKind::Address &&
        Entry.first->Pointer->Place->isInside(From))
      Found.emplace_back(Entry.first, Entry.second);
  for (const auto &[L, Bound] : Found) {
    ValueRef Object =
        Values.address(Values.rebase(L->Pointer->Place, From, To));
    S.Store = StoreFactory.add(
        S.Store, Values.attribute(Object, L->TheAttribute), Bound);
  }
}

const Stmt *StateManager::storedBy(const State &S, LocationRef L) {
  for (LocationRef At = L; At; At = At->Parent)
    if (const Binding *B = S.Store.lookup(At))
      return B->Site;
  return nullptr;
}

llvm::SmallVector<std::pair<LocationRef, Binding>, 8>
StateManager::contents(const State &S, LocationRef L) const {
  llvm::SmallVector<std::pair<LocationRef, Binding>, 8> Found;
  if (!L->HasParts) {
    if (const Binding *B = S.Store.lookup(L))
      Found.emplace_back(L, *B);
    return Found;
  }
  for (const auto &Entry : S.Store)
    if (Entry.first->isInside(L))
      Found.emplace_back(Entry.first, Entry.second);
  return Found;
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
      S.Store = StoreFactory.add(S.Store, L, {Whole, Site});
    for (const auto &[Part, Bound] : Parts)
      if (Part != From)
        S.Store = StoreFactory.add(S.Store, Values.rebase(Part, From, L),
                                   {Bound.What, Site});
    copyAttributes(S, From, L);
    return;
  }
  // The members of a union share their place.
  for (LocationRef At = L; At; At = At->Parent)
    if (At->Kind == LocationKind::Field && At->TheField->getParent()->isUnion())
      for (const auto &[Part, Bound] : contents(S, At->Parent))
        S.Store = StoreFactory.remove(S.Store, Part);
  if (L->Kind == LocationKind::Element && L->Index && !L->Index->isConstant() &&
      L->Parent->HasParts)
    // Some element changes: what is known of the others is in doubt.
    for (const auto &[Part, Bound] : contents(S, L->Parent))
      if (Part != L->Parent)
        S.Store = StoreFactory.remove(S.Store, Part);
  if (L->HasParts)
    for (const auto &[Part, Bound] : contents(S, L))
      if (Part != L)
        S.Store = StoreFactory.remove(S.Store, Part);
  S.Store = StoreFactory.add(S.Store, L, {V, Site});
}

void StateManager::forget(State &S, LocationRef L, const Stmt *Site,
                          const CallPath *Path) {
  for (const auto &[Part, Bound] : contents(S, L))
    S.Store = StoreFactory.remove(S.Store, Part);
  if (Site)
    S.Store = StoreFactory.add(
        S.Store, L,
        {Values.symbol(SymbolKind::CallResult, Site, Path, L), Site});
}

void StateManager::drop(State &S,
                        llvm::function_ref<bool(LocationRef)> IsDead) {
  llvm::SmallVector<LocationRef, 16> Dead;
  for (const auto &Entry : S.Store)
    if (IsDead(Entry.first))
      Dead.push_back(Entry.first);
  for (LocationRef L : Dead)
    S.Store = StoreFactory.remove(S.Store, L);
  Dead.clear();
  for (const auto &Entry : S.Growths)
    if (IsDead(Entry.first))
      Dead.push_back(Entry.first);
  for (LocationRef L : Dead)
    S.Growths = GrowthFactory.remove(S.Growths, L);
}

unsigned StateManager::countHolders(const State &S, ValueRef Object) const {
  unsigned Count = 0;
  for (const auto &Entry : S.Store)
    Count += Entry.second.What == Object;
  return Count;
}

void StateManager::renewObject(State &S, ValueRef Object) {
  forgetObject(S, Object);
  S.Store = StoreFactory.add(S.Store, Values.attribute(Object, nullptr),
                             {Values.constant(1), nullptr});
}

void StateManager::setAttribute(State &S, ValueRef Object,
                                const kb::Attribute *A, ValueRef V,
                                const Stmt *Site) {
  LocationRef Marker = Values.attribute(Object, nullptr);
  if (!S.Store.lookup(Marker))
    S.Store = StoreFactory.add(S.Store, Marker, {Values.constant(0), nullptr});
  S.Store = StoreFactory.add(S.Store, Values.attribute(Object, A), {V, Site});
}

bool StateManager::isUnset(const State &S, ValueRef Object,
                           const kb::Attribute *A) {
  const Binding *Marker = S.Store.lookup(Values.attribute(Object, nullptr));
  return Marker && Marker->What->isConstant(1) &&
         !S.Store.lookup(Values.attribute(Object, A));
}

ValueRef StateManager::attribute(const State &S, ValueRef Object,
                                 const kb::Attribute *A) {
  LocationRef L = Values.attribute(Object, A);
  if (const Binding *B = S.Store.lookup(L))
    return B->What;
  if (A && A->Default && isUnset(S, Object, A))
    return Values.constant(*A->Default);
  return Values.symbol(SymbolKind::Initial, nullptr, nullptr, L);
}

void StateManager::forgetObject(State &S, ValueRef Object) {
  if (!S.Store.lookup(Values.attribute(Object, nullptr)))
    return;
  llvm::SmallVector<LocationRef, 8> Attributes;
  for (const auto &Entry : S.Store)
    if (Entry.first->Kind == LocationKind::Attribute &&
        Entry.first->Pointer == Object)
      Attributes.push_back(Entry.first);
  for (LocationRef L : Attributes)
    S.Store = StoreFactory.remove(S.Store, L);
}

void StateManager::forgetVisible(State &S, const Stmt *Site,
                                 const CallPath *Path) {
  llvm::SmallVector<LocationRef, 8> Visible;
  for (const auto &Entry : S.Store) {
    LocationRef L = Entry.first;
    if (L->Kind == LocationKind::Attribute)
      continue;
    bool IsEscaped = false, IsReadable = L->isExternal();
    for (LocationRef At = L; At && !IsEscaped; At = At->Parent) {
      IsEscaped = S.Escaped.contains(At);
      IsReadable |= S.Readable.contains(At);
    }
    if (IsReadable)
      markTested(S, Entry.second.What);
    if (IsEscaped || L->isExternal())
      Visible.push_back(L);
  }
  for (LocationRef L : Visible)
    S.Store = StoreFactory.add(
        S.Store, L,
        {Values.symbol(SymbolKind::CallResult, Site, Path, L), Site});
}

void StateManager::setExpression(State &S, const Expr *E, ValueRef V) {
  S.Expressions = ExpressionFactory.add(S.Expressions, E, V);
}

void StateManager::clearExpressions(State &S) {
  S.Expressions = ExpressionFactory.getEmptyMap();
}

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

bool StateManager::constrain(State &S, ValueRef V, Range R) {
  Range Old = S.rangeOf(V);
  Range New{std::max(Old.Low, R.Low), std::min(Old.High, R.High),
            Old.NonZero || R.NonZero};
  if (New.NonZero && New.Low == 0)
    New.Low = 1;
  if (New.NonZero && New.High == 0)
    New.High = -1;
  if (New.isEmpty())
    return false;
  if (!V->isConstant() && !(New == Old))
    S.Ranges = RangeFactory.add(S.Ranges, V, New);
  return true;
}

void StateManager::forgetFacts(State &S, ValueRef V) {
  llvm::SmallVector<ValueRef, 4> Stale;
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
  S.Relations = ValueSetFactory.add(S.Relations, Comparison);
}

void StateManager::addEscaped(State &S, LocationRef L, bool IsWritable) {
  S.Readable = LocationSetFactory.add(S.Readable, L);
  if (IsWritable)
    S.Escaped = LocationSetFactory.add(S.Escaped, L);
}

void StateManager::addAttempt(State &S, ValueRef Status,
                              llvm::ArrayRef<ValueRef> Sizes) {
  for (const auto &List : SizeLists)
    if (llvm::ArrayRef<ValueRef>(*List) == Sizes) {
      S.Attempts = AttemptFactory.add(S.Attempts, Status, {List.get()});
      return;
    }
  SizeLists.push_back(std::make_unique<llvm::SmallVector<ValueRef, 12>>(
      Sizes.begin(), Sizes.end()));
  S.Attempts = AttemptFactory.add(S.Attempts, Status, {SizeLists.back().get()});
}

void StateManager::addGrowth(State &S, LocationRef L, Growth G) {
  S.Growths = GrowthFactory.add(S.Growths, L, G);
}

void StateManager::setTrait(State &S, const void *Owner, ValueRef Subject,
                            Binding B) {
  S.Traits = TraitFactory.add(S.Traits, {Owner, Subject}, B);
}

void StateManager::clearTrait(State &S, const void *Owner, ValueRef Subject) {
  if (S.Traits.lookup({Owner, Subject}))
    S.Traits = TraitFactory.remove(S.Traits, {Owner, Subject});
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
