//===-- RetryFinder.cpp - finds calls that are tried again ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/growth/RetryFinder.h"

using namespace clang;

namespace cublaslt::checks {

using flow::LocationKind;
using flow::LocationRef;
using flow::State;
using flow::SymbolKind;
using flow::ValueRef;
using kb::Action;
using kb::Role;

namespace {

/// What two paths lose when they are joined although they have tried different
/// calls; and different problems, or with another outcome: a next try is
/// compared with them.
constexpr unsigned TriedOthers = 4, TriedOtherProblems = 8;

/// The sizes that \p Call is given; none if it cannot run out of memory, or
/// tells nobody whether it did.
Attempt attemptOf(flow::FlowEngine &Engine, const flow::KnownCall &Call,
                  const State &S) {
  const kb::Function &F = *Call.Function;
  if (!F.ReturnsStatus)
    return {};
  if (F.TheAction == Action::Allocate) {
    ValueRef Bytes = Call.argument(Role::AllocationSize);
    return Bytes ? Attempt{{{Quantity::AllocationSize, Bytes}}} : Attempt{};
  }
  if (F.TheAction != Action::Heuristic && F.TheAction != Action::Matmul)
    return {};
  Attempt Made;
  auto Add = [&](Quantity What, ValueRef Object, kb::Meaning M) {
    Made.Sizes.push_back(
        {What, Engine.states().attribute(
                   S, Object, Engine.api().attributeMeaning(&F, M))});
  };
  for (unsigned I = 0; I < F.Parameters.size(); ++I) {
    if (F.Parameters[I].TheRole != Role::Layout)
      continue;
    if (I >= Call.Arguments.size())
      return {};
    Add(Quantity::Rows, Call.Arguments[I], kb::Meaning::Rows);
    Add(Quantity::Columns, Call.Arguments[I], kb::Meaning::Columns);
    Add(Quantity::BatchCount, Call.Arguments[I], kb::Meaning::BatchCount);
  }
  if (ValueRef Preference = Call.argument(Role::Preference))
    Add(Quantity::WorkspaceLimit, Preference, kb::Meaning::WorkspaceLimit);
  return Made;
}

ValueRef statusOf(const flow::KnownCall &Call) {
  return Call.made(Call.IsApi ? SymbolKind::Status : SymbolKind::HostStatus);
}

/// The assignment computes its value; it is not a mere copy.
bool isArithmetic(const Stmt *Site) {
  if (isa_and_nonnull<CompoundAssignOperator>(Site))
    return true;
  if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Site))
    return Unary->isIncrementDecrementOp();
  const auto *Assignment = dyn_cast_or_null<BinaryOperator>(Site);
  return Assignment && Assignment->isAssignmentOp() &&
         !isa<DeclRefExpr, MemberExpr>(
             Assignment->getRHS()->IgnoreParenCasts());
}

} // namespace

void RetryFinder::beforeCall(flow::FlowEngine &Engine,
                             const flow::KnownCall &Call, const State &S,
                             Found Tell) {
  Current = attemptOf(Engine, Call, S);
  ValueRef Status = Current.Sizes.empty() ? nullptr : statusOf(Call);
  const Attempt *Last = Status ? Attempts.get(S, Status) : nullptr;
  if (!Last)
    return;
  Retry R;
  R.Function = Call.Function;
  R.Site = Call.Call;
  R.Failure = Call.Call;
  const auto All = Attempts.all(S);
  Engine.states().countVisits(All.size());
  if (S.rangeOf(Status).excludesZero() ||
      S.rangeOf(Call.made(SymbolKind::Count)).High <= 0)
    R.Last = Retry::Failed;
  else if (llvm::all_of(All, [&](const auto &Each) {
             return S.rangeOf(Each.first).isZero();
           }))
    R.Last = Retry::Succeeded;
  // This call went well, but a later one of the same try did not.
  if (R.Last != Retry::Failed) {
    ValueRef Culprit = nullptr; // the oldest, so that the same is chosen
    for (const auto &[Other, Made] : All)
      if (S.rangeOf(Other).excludesZero() &&
          (!Culprit || Other->Id < Culprit->Id))
        Culprit = Other;
    if (Culprit) {
      R.Last = Retry::Failed;
      R.Function = Culprit->Callee;
      R.Failure = Culprit->Site;
    }
  }
  compare(R, *Last, Current, *Call.In, S, Tell);
}

void RetryFinder::afterCall(const flow::KnownCall &Call, State &S) {
  if (!Current.Sizes.empty())
    Attempts.set(S, statusOf(Call), std::move(Current));
  Current = {};
}

void RetryFinder::onStore(flow::FlowEngine &Engine, LocationRef L, ValueRef V,
                          const Stmt *Site, const flow::Frame &In, State &S) {
  if (!isArithmetic(Site))
    return;
  ValueRef Before = Engine.states().load(S, L);
  if (flow::isGrownFrom(V, Before))
    Growths.set(S, Engine.values().address(L), {Site, In.Function, Before, V});
}

/// What grew in a variable of the function is gone with it.
void RetryFinder::onExit(const flow::Frame &In, State &S) {
  for (const auto &[Address, Grown] : Growths.all(S))
    if (flow::isLocalTo(Address->Place, In))
      Growths.clear(S, Address);
}

void RetryFinder::onRecursion(flow::FlowEngine &Engine,
                              const flow::Recursion &R, const State &S,
                              Found Tell) {
  const llvm::SmallVector<ValueRef, 8> &Entry = R.Active->Entry;
  const size_t Count = std::min(R.Arguments.size(), Entry.size());
  for (size_t I = 0; I < Count; ++I) {
    if (!flow::isGrownFrom(R.Arguments[I], Entry[I]))
      continue;
    for (size_t J = 0; J < Count; ++J)
      if (I != J && flow::isGrownFrom(Entry[J], R.Arguments[J]))
        return;
    for (const auto &[Status, Before] : Attempts.all(S)) {
      if (!S.rangeOf(Status).excludesZero())
        continue;
      Attempt After = *Before;
      bool Depends = false;
      for (Size &Each : After.Sizes)
        if (flow::mentions(Each.Number, Entry[I])) {
          Each.Number =
              Engine.values().replace(Each.Number, Entry[I], R.Arguments[I]);
          Depends = true;
        }
      if (!Depends)
        continue;
      Retry Again;
      Again.Function = Status->Callee;
      Again.Site = R.Site;
      Again.Failure = Status->Site;
      Again.Last = Retry::Failed;
      Again.IsRecursion = true;
      compare(Again, *Before, After, *R.In, S, Tell);
    }
  }
}

void RetryFinder::compare(Retry R, const Attempt &Before, const Attempt &After,
                          const flow::Frame &In, const State &S, Found Tell) {
  if (Before.Sizes.size() != After.Sizes.size())
    return;
  const Size *Grown = nullptr;
  for (const auto &[Old, New] : llvm::zip(Before.Sizes, After.Sizes)) {
    if (Old.Number == New.Number)
      continue;
    // A size that shrank, or changed in a way that is not understood, may
    // well make up for the one that grew.
    if (!flow::isGrownFrom(New.Number, Old.Number))
      return;
    if (Grown && New.What != Quantity::BatchCount)
      continue;
    Grown = &New;
    R.What = New.What;
    R.Before = Old.Number;
    R.After = New.Number;
  }
  if (!Grown)
    return;
  R.GrowingFunction = In.Function;
  explain(R, S);
  Tell(R);
}

void RetryFinder::explain(Retry &R, const State &S) {
  // Of several that fit: the exact value, then the steepest, then the first.
  auto Rank = [&](const Growth &G) {
    const auto *Compound = dyn_cast<CompoundAssignOperator>(G.Site);
    unsigned Steepness = isa<UnaryOperator>(G.Site) ? 2
                         : Compound && Compound->getOpcode() == BO_AddAssign
                             ? 1
                             : 0;
    return std::make_tuple(G.After != R.After, Steepness,
                           G.Site->getBeginLoc().getRawEncoding());
  };
  const Growth *Best = nullptr;
  for (const auto &[Address, Last] : Growths.all(S)) {
    const Growth &G = *Last;
    if (!flow::mentions(R.After, G.After) || (Best && Rank(*Best) <= Rank(G)))
      continue;
    LocationRef L = Address->Place;
    Best = &G;
    R.GrownBy = G.Site;
    R.GrowingFunction = G.Function;
    R.Variable = L->Kind == LocationKind::Field
                     ? static_cast<const ValueDecl *>(L->TheField)
                     : L->Declaration;
  }
}

/// The two paths have asked for or multiplied the same problems, and the same
/// of these calls are known to have failed.
bool RetryFinder::haveTriedTheSame(const State &A, const State &B) const {
  using Try = std::pair<ValueRef, const Attempt *>;
  auto ProblemsOf = [this](const State &S) {
    llvm::SmallVector<Try, 8> Tries;
    Attempts.forEach(S, [&](ValueRef Status, const Attempt &Made) {
      if (Made.isProblem())
        Tries.emplace_back(Status, &Made);
    });
    return Tries;
  };
  const llvm::SmallVector<Try, 8> InA = ProblemsOf(A);
  return InA == ProblemsOf(B) && llvm::all_of(InA, [&](const Try &Each) {
           return A.rangeOf(Each.first).excludesZero() ==
                  B.rangeOf(Each.first).excludesZero();
         });
}

unsigned RetryFinder::weigh(const State &A, const State &B) const {
  const bool IsSame = Attempts.isSame(A, B);
  if (IsSame && (Attempts.isEmpty(A) || flow::isSame(A.Ranges, B.Ranges)))
    return 0;
  return (IsSame ? 0 : TriedOthers) +
         (haveTriedTheSame(A, B) ? 0 : TriedOtherProblems);
}

} // namespace cublaslt::checks
