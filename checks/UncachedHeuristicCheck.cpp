//===-- UncachedHeuristicCheck.cpp - the same question again --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UncachedHeuristicCheck.h"
#include "checks/queries/SourceOrder.h"

using namespace clang;

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

/// The innermost loop around the call, or around a call that led to it.
UncachedHeuristicCheck::Loop
UncachedHeuristicCheck::loopOf(const flow::KnownCall &Call) {
  const Stmt *At = Call.Call;
  const flow::CallPath *Path = Call.In->Path;
  while (At) {
    if (const Stmt *Statement = loopAround(At, engine().context()))
      return {Statement, Path};
    if (!Path)
      break;
    At = Path->Call;
    Path = Path->Caller;
  }
  return {};
}

/// \p V is the same in every round: it was there before the loop.
bool UncachedHeuristicCheck::isInvariant(ValueRef V, const Loop &L) {
  switch (V->Kind) {
  case ValueKind::Constant:
    return true;
  case ValueKind::Binary:
  case ValueKind::Element:
    return isInvariant(V->Left, L) && isInvariant(V->Right, L);
  case ValueKind::Field:
    return isInvariant(V->Left, L);
  case ValueKind::Symbol:
    break;
  default:
    return false;
  }
  // An object that each round makes anew is judged by its attributes.
  if (V->isSymbol(SymbolKind::Initial) || V->isSymbol(SymbolKind::Object))
    return true;
  const Stmt *At = V->Site;
  for (const flow::CallPath *Path = V->Path; Path && Path != L.Path;
       Path = Path->Caller)
    At = Path->Call;
  if (!At)
    return false;
  auto Place = [&](SourceLocation Where) {
    return sources().getExpansionLoc(Where);
  };
  return !sources().isPointWithin(Place(At->getBeginLoc()),
                                  Place(L.Statement->getBeginLoc()),
                                  Place(L.Statement->getEndLoc()));
}

void UncachedHeuristicCheck::afterCall(const flow::KnownCall &Call, ValueRef,
                                       flow::State &S) {
  if (Call.Function->TheAction != kb::Action::Heuristic)
    return;
  const Loop L = loopOf(Call);
  if (!L.Statement)
    return;
  ValueRef Results = Call.made(SymbolKind::Results);
  size_t I = Problems.indexOf(Call, S, engine());
  const ProblemSnapshot &Problem = Problems[I];
  const size_t *Last = AskedFor.get(S, Results);
  const bool IsSame = Last && *Last == I;
  AskedFor.set(S, Results, I);
  for (const ProblemSnapshot::Part &Part : Problem.Parts)
    AskedWith[Part.Object].insert(Results);
  if (!IsSame)
    return;
  for (const ProblemSnapshot::Part &Part : Problem.Parts) {
    if (!isInvariant(Part.Object, L))
      return;
    for (const auto &[A, V] : Part.Attributes)
      if (!isInvariant(V, L))
        return;
  }
  findings::CallSpecification Specification = describe(Call, S);
  Specification.Values[findings::OwnKey::HeuristicRepeated].Known = true;
  report(Call.Call->getBeginLoc(),
         "'" + Call.Function->Name +
             "' gets the same problem in each round of the loop; " +
             effect("again").str(),
         Call.In->Function, std::move(Specification))
      .onPath({S, Call.Call, Call.In->Path})
      .note(L.Statement, "the loop begins here");
}

void UncachedHeuristicCheck::onLetGo(ValueRef V, const Expr *Site,
                                     const flow::Frame &, flow::State &S) {
  if (!Site || S.Traits.isEmpty())
    return;
  // Code out of sight may set other attributes.
  if (auto With = AskedWith.find(V); With != AskedWith.end())
    for (ValueRef Results : With->second) {
      const size_t *Last = AskedFor.get(S, Results);
      if (Last && llvm::any_of(Problems[*Last].Parts, [V](const auto &Part) {
            return Part.Object == V;
          }))
        AskedFor.clear(S, Results);
    }
}

} // namespace cublaslt::checks
