//===-- UninitializedAlgoCountCheck.cpp - counts of nothing ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UninitializedAlgoCountCheck.h"
#include "checks/queries/SourceOrder.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueRef;

void UninitializedAlgoCountCheck::afterCall(const flow::KnownCall &Call,
                                            ValueRef Result, flow::State &S) {
  if (Call.Function->indexOf(kb::Role::Count) < 0)
    return;
  CountTested.clear(S, Result);
  if (!Asked.contains(Call.Call))
    Asked[Call.Call] = describe(Call, S);
}

void UninitializedAlgoCountCheck::onTest(ValueRef V, const Expr *E,
                                         const flow::Frame &, flow::State &S) {
  for (ValueRef T : V->Tracked)
    if (T->isSymbol(SymbolKind::Status))
      Candidates.refute(T->Site);
  rememberTest(V, E, S);
}

void UninitializedAlgoCountCheck::rememberTest(ValueRef V, const Stmt *Test,
                                               flow::State &S) {
  for (ValueRef T : V->Tracked) {
    if (!T->isSymbol(SymbolKind::Count))
      continue;
    auto Sibling = [&](SymbolKind Kind) {
      return flow::siblingOf(T, Kind, engine().values());
    };
    ValueRef Status = Sibling(SymbolKind::Status);
    if (S.isUntested(Status) &&
        S.isUntested(Sibling(SymbolKind::Uninitialized)))
      CountTested.set(S, Status, Test);
  }
}

void UninitializedAlgoCountCheck::onLetGo(ValueRef V, const Expr *,
                                          const flow::Frame &, flow::State &) {
  for (ValueRef T : V->Tracked)
    if (T->isSymbol(SymbolKind::Status))
      Candidates.refute(T->Site);
}

void UninitializedAlgoCountCheck::onExit(const flow::Frame &In,
                                         bool ByException, flow::State &S) {
  // `return count > 0;` hands the test of the count to the caller.
  const flow::Binding *Returned = S.stored(In.ReturnSlot);
  if (!ByException && Returned && Returned->Site &&
      Returned->What->Kind == flow::ValueKind::Binary &&
      flow::isComparison(Returned->What->Op))
    rememberTest(Returned->What, Returned->Site, S);
  for (const auto &[Status, Test] : CountTested.all(S)) {
    if (Status->Path != In.Path || !S.isUntested(Status))
      continue;
    if (flow::isKeptBeyond(Status, In, S))
      Candidates.refute(Status->Site);
    else
      Candidates
          .addOnce(Status->Site, {Status->Callee, In.Function, *Test,
                                  ReportedPath(Status->Site, In.Path)})
          .Way.add(S);
  }
}

void UninitializedAlgoCountCheck::onEnd(const FunctionDecl *, bool GaveUp) {
  // What was not followed to its end may still test the status.
  if (!GaveUp)
    Candidates.forEachUnrefuted([&](const Stmt *Call, const Candidate &C) {
      reportCandidate(cast<CallExpr>(Call), C);
    });
  Candidates.clear();
  Asked.clear();
}

void UninitializedAlgoCountCheck::reportCandidate(const CallExpr *Call,
                                                  const Candidate &C) {
  const Expr *Count = argumentsOf(Call)[C.Function->indexOf(kb::Role::Count)];
  const auto *Variable = dyn_cast_or_null<VarDecl>(namedIn(Count));
  bool IsPlain = Variable && Variable->hasLocalStorage() &&
                 Variable->getType()->isIntegerType() && !Variable->hasInit();
  findings::CallSpecification Specification = Asked[Call];
  Specification.Values[findings::OwnKey::HeuristicStatusTested].Known = false;
  Specification.Values[findings::OwnKey::HeuristicCountTested].Known = true;
  Specification.Values[findings::OwnKey::HeuristicCountInitialized].Known =
      false;
  Report Warning =
      report(IsPlain ? Variable->getLocation() : Count->getBeginLoc(),
             "'" + (Variable ? Variable->getNameAsString() : textOf(Count)) +
                 "' has no initial value and is tested without the status; " +
                 effect("untouched").str(),
             C.In, std::move(Specification));
  Warning.onPath(C.Way);
  if (IsPlain && !Variable->getLocation().isMacroID())
    Warning.fix(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(Variable->getLocation(), 0, sources(),
                                   engine().context().getLangOpts()),
        " = 0"));
  Warning.note(Call, "'" + C.Function->Name + "' should set it here")
      .note(C.Test, "it is tested here");
}

} // namespace cublaslt::checks
