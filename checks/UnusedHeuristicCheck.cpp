//===-- UnusedHeuristicCheck.cpp - cublaslt-unused-heuristic --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UnusedHeuristicCheck.h"
#include "checks/queries/AlgorithmSource.h"
#include "checks/report/ArgumentFix.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::State;
using flow::SymbolKind;
using flow::ValueRef;

bool isOfProblem(const kb::Parameter &P) {
  return P.TheRole == kb::Role::MatmulDesc || P.TheRole == kb::Role::Layout;
}

} // namespace

void UnusedHeuristicCheck::afterCall(const flow::KnownCall &Call,
                                     ValueRef Result, State &S) {
  const kb::Function &F = *Call.Function;
  ValueRef Array = Call.argument(kb::Role::Results);
  if (F.TheAction != kb::Action::Heuristic || !Array || Array->isConstant() ||
      F.Parameters.size() > MaxParameters)
    return;
  flow::StateManager &States = engine().states();
  flow::LocationRef Place = engine().values().target(Array);
  bool IsSeen = Place->isExternal();
  for (flow::LocationRef L = Place; L; L = L->Parent)
    IsSeen |= S.Readable.contains(L);
  if (IsSeen) {
    Kept.refute(Call.Call);
    return;
  }
  ValueRef Results = Call.made(SymbolKind::Results);
  Asked.set(S, Results, {Results, Call.Call});
  for (unsigned I = 0; I < F.Parameters.size(); ++I)
    if (isOfProblem(F.Parameters[I]))
      AskedProblem[I].set(S, Results, {Call.Arguments[I], Call.Call});
  const kb::Attribute *Limit =
      engine().api().attributeMeaning(&F, kb::Meaning::WorkspaceLimit);
  ValueRef Preference = Call.argument(kb::Role::Preference);
  if (Limit && Preference)
    AskedLimit.set(S, Results,
                   {States.attribute(S, Preference, Limit), Call.Call});
}

bool UnusedHeuristicCheck::isSameProblem(ValueRef Results,
                                         const flow::KnownCall &Call,
                                         const State &S) const {
  const std::vector<kb::Parameter> &Parameters = Results->Callee->Parameters;
  for (unsigned I = 0; I < Parameters.size(); ++I) {
    if (!isOfProblem(Parameters[I]))
      continue;
    const flow::Binding *B = AskedProblem[I].get(S, Results);
    if (!B ||
        B->What != Call.argument(Parameters[I].TheRole, Parameters[I].Matrix))
      return false;
  }
  return true;
}

std::string UnusedHeuristicCheck::replacementFor(ValueRef Results,
                                                 const flow::KnownCall &Call,
                                                 const State &S) {
  // An algorithm may need all of the limit: only with that much workspace.
  const flow::Binding *Limit = AskedLimit.get(S, Results);
  ValueRef Size = Call.argument(kb::Role::WorkspaceSize);
  if (!Limit || !Size)
    return "";
  bool IsEnough =
      Limit->What == Size || (Limit->What->isConstant() && Size->isConstant() &&
                              Limit->What->Number <= Size->Number);
  const auto *Heuristic = cast<CallExpr>(Results->Site);
  int At = Results->Callee->indexOf(kb::Role::Results);
  const kb::ObjectKind *Kind = engine().api().resultKind(Results->Callee);
  if (!IsEnough || !Kind || At < 0)
    return "";
  const Expr *E = argumentsOf(Heuristic)[At]->IgnoreParenImpCasts();
  const auto *AddressOf = dyn_cast<UnaryOperator>(E);
  bool IsAddress = AddressOf && AddressOf->getOpcode() == UO_AddrOf;
  const Expr *Whole = IsAddress ? AddressOf->getSubExpr() : E;
  const VarDecl *Variable = localVariable(Whole);
  if (!isa<DeclRefExpr>(Whole->IgnoreParens()) || !Variable ||
      (!IsAddress && !Variable->getType()->isArrayType()) ||
      !isVisibleAt(Variable, Call.Call, Call.In->Function, engine().context()))
    return "";
  return "&" + Variable->getNameAsString() + (IsAddress ? "." : "[0].") +
         Kind->AlgorithmField;
}

void UnusedHeuristicCheck::beforeCall(const flow::KnownCall &Call,
                                      const State &S) {
  ValueRef Algorithm = Call.argument(kb::Role::Algorithm);
  if (!Call.IsApi || !Algorithm)
    return;
  if (!Algorithm->isConstant()) {
    ValueRef Taken = engine().load(S, engine().values().target(Algorithm));
    for (ValueRef V : {Algorithm, Taken})
      for (ValueRef T : V->Tracked)
        Kept.refute(T->Site);
    // Where paths with different algorithms met, it may be any of them.
    if (Algorithm->isSymbol(SymbolKind::Merged))
      for (const auto &[Results, Remembered] : Asked.all(S))
        Kept.refute(Results->Site);
    return;
  }
  if (Call.Function->TheAction != kb::Action::Matmul)
    return;
  // If several heuristics fit, the same one is always reported.
  llvm::SmallVector<ValueRef, 2> Fitting;
  for (const auto &[Results, Remembered] : Asked.all(S))
    if (isSameProblem(Results, Call, S))
      Fitting.push_back(Results);
  llvm::sort(Fitting, [](ValueRef A, ValueRef B) { return A->Id < B->Id; });
  for (ValueRef Results : Fitting) {
    ValueRef Size = Call.argument(kb::Role::WorkspaceSize);
    findings::CallSpecification Specification = describe(Call, S);
    if (const flow::Binding *Limit = AskedLimit.get(S, Results))
      if (const kb::Attribute *A = engine().api().attributeMeaning(
              Results->Callee, kb::Meaning::WorkspaceLimit))
        Specification.Values[findings::Key::attribute(A->Object, *A)] =
            specify(Limit->What);
    for (kb::Role R : {kb::Role::Algorithm, kb::Role::Workspace})
      if (int I = Call.Function->indexOf(R);
          I >= 0 && Call.Arguments[I]->isConstant(0))
        Specification
            .Values[findings::Key::argument(Call.Function->Parameters[I])]
            .Known = findings::PointerKind::Null;
    Found.push_back({cast<CallExpr>(Results->Site), Results->Callee, Call.Call,
                     Call.expression(kb::Role::Algorithm), Call.In->Function,
                     std::move(Specification),
                     !hasNullWorkspace(Call) && !(Size && Size->isConstant(0)),
                     replacementFor(Results, Call, S)});
  }
}

void UnusedHeuristicCheck::onLetGo(ValueRef V, const Expr *Site,
                                   const flow::Frame &In, State &S) {
  for (ValueRef T : V->Tracked)
    if (T->isSymbol(SymbolKind::Results))
      Kept.refute(T->Site);
}

void UnusedHeuristicCheck::onEnd(const FunctionDecl *F, bool GaveUp) {
  if (!GaveUp)
    for (Candidate &C : Found)
      Kept.add(C.Heuristic, std::move(C));
  Found.clear();
}

void UnusedHeuristicCheck::endUnit() {
  Kept.forEachUnrefuted([&](const Stmt *, Candidate &C) {
    Report Warning = report(
        C.Argument->getBeginLoc(),
        "the algorithm of '" + C.HeuristicFunction->Name + "' is not passed; " +
            effect(C.HasWorkspace ? "with-workspace" : "without-workspace"),
        C.In, std::move(C.Call));
    Warning.note(C.Heuristic, "it is chosen here");
    if (!C.Replacement.empty())
      Warning.fix(replaceArgument(C.Matmul, C.Argument, C.Replacement,
                                  engine().context()));
  });
  Kept.clear();
}

} // namespace cublaslt::checks
