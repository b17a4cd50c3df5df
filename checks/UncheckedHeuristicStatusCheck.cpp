//===-- UncheckedHeuristicStatusCheck.cpp - cublaslt-unchecked-heuristic-status -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UncheckedHeuristicStatusCheck.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::State;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

bool asksForAlgorithms(const kb::Function &F) {
  return F.TheAction == kb::Action::Heuristic ||
         F.TheAction == kb::Action::ListAlgorithms ||
         F.TheAction == kb::Action::CheckAlgorithm;
}

/// The symbol of another kind that the same call made.
ValueRef sibling(flow::Interner &Values, ValueRef Results, SymbolKind Kind) {
  return Values.symbol(Kind, Results->Site, Results->Path, nullptr,
                       Results->Callee);
}

/// The index by which \p V was taken out of \p Results, or null for the first.
ValueRef indexInto(ValueRef V, ValueRef Results) {
  for (; V && V != Results; V = V->Left)
    if (V->Kind == ValueKind::Element && V->Left == Results)
      return V->Right;
  return nullptr;
}

/// The call is a statement of its own: its status is dropped.
bool isDropped(const CallExpr *Call, ASTContext &Context) {
  auto Parents = Context.getParents(*Call);
  return Parents.size() == 1 && (Parents[0].get<CompoundStmt>() ||
                                 Parents[0].get<IfStmt>());
}

} // namespace

UncheckedHeuristicStatusCheck::UncheckedHeuristicStatusCheck(
    llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : CheckBase(Name, Context), CheckMacro(Options.get("CheckMacro", "")) {}

void UncheckedHeuristicStatusCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "CheckMacro", CheckMacro);
}

void UncheckedHeuristicStatusCheck::beforeCall(const flow::KnownCall &Call,
                                               const State &S) {
  if (asksForAlgorithms(*Call.Function))
    Asked[Call.Call] = describe(Call, S);
  auto Check = [&](kb::Role R, bool IsPointer) {
    ValueRef V = Call.argument(R);
    const Expr *Use = Call.expression(R);
    if (!V || !Use)
      return;
    if (IsPointer && !V->isConstant())
      V = engine().states().load(S, engine().values().target(V));
    for (ValueRef T : V->Tracked)
      if (T->isSymbol(SymbolKind::Results))
        checkUse(T, V, Use, Call, S);
  };
  if (Call.Function->TheAction == kb::Action::Matmul) {
    Check(kb::Role::Algorithm, /*IsPointer=*/true);
    Check(kb::Role::WorkspaceSize, /*IsPointer=*/false);
  } else if (Call.Function->TheAction == kb::Action::InitializeAlgorithm) {
    Check(kb::Role::AlgorithmId, /*IsPointer=*/false);
  }
}

void UncheckedHeuristicStatusCheck::checkUse(ValueRef Results, ValueRef Used,
                                             const Expr *Use,
                                             const flow::KnownCall &Call,
                                             const State &S) {
  flow::Interner &Values = engine().values();
  bool StatusUntested =
      S.isUntested(sibling(Values, Results, SymbolKind::Status));
  bool CountUntested =
      S.isUntested(sibling(Values, Results, SymbolKind::Count));
  // A count that was 0 before stays 0 when the call fails: testing it alone
  // is enough.
  bool HasCount = Results->Callee->indexOf(kb::Role::Count) >= 0;
  bool CountWasSet =
      HasCount &&
      !S.isUntested(sibling(Values, Results, SymbolKind::Uninitialized));
  if (StatusUntested && !CountUntested && CountWasSet)
    StatusUntested = false;
  if (!StatusUntested && !CountUntested)
    return checkIndex(Results, Used, Use, Call, S);

  const auto *Heuristic = cast<CallExpr>(Results->Site);
  const std::string &Name = Results->Callee->Name;
  int CountAt = Results->Callee->indexOf(kb::Role::Count);
  std::string Count;
  if (CountAt >= 0) {
    const Expr *E = Heuristic->getArg(CountAt)->IgnoreParenImpCasts();
    if (const auto *Address = dyn_cast<UnaryOperator>(E))
      E = Address->getSubExpr();
    Count = textOf(E);
  }
  std::string Message;
  if (StatusUntested && CountUntested)
    Message = "neither status nor returned count '" + Count + "' of '" + Name +
              "' is tested before its result is used; " +
              effect("both").str();
  else if (StatusUntested)
    Message = "status of '" + Name +
              "' is not tested before its result is used; " +
              effect("status").str();
  else
    Message = "returned count '" + Count + "' of '" + Name +
              "' is not tested before its result is used; " +
              effect("count").str();
  findings::CallSpecification Specification = Asked.lookup(Heuristic);
  Specification.Function = Name;
  Specification.Values["heuristic.statusTested"].Known = !StatusUntested;
  Specification.Values["heuristic.countTested"].Known = !CountUntested;
  auto Diagnostic = report(Heuristic->getBeginLoc(), Message, Call.In,
                           std::move(Specification));
  if (!Diagnostic)
    return;
  if (StatusUntested && !CheckMacro.empty() &&
      !Heuristic->getBeginLoc().isMacroID() &&
      !Heuristic->getEndLoc().isMacroID() &&
      isDropped(Heuristic, engine().context()))
    *Diagnostic << FixItHint::CreateInsertion(Heuristic->getBeginLoc(),
                                              (CheckMacro + "(").str())
                << FixItHint::CreateInsertion(
                       Lexer::getLocForEndOfToken(
                           Heuristic->getEndLoc(), 0, sources(),
                           engine().context().getLangOpts()),
                       ")");
  Diagnostic.reset();
  note(Use->getBeginLoc(), "the algorithm is used here");
}

void UncheckedHeuristicStatusCheck::checkIndex(ValueRef Results, ValueRef Used,
                                               const Expr *Use,
                                               const flow::KnownCall &Call,
                                               const State &S) {
  ValueRef Index = indexInto(Used, Results);
  if (!Index || Results->Callee->indexOf(kb::Role::Count) < 0)
    return;
  flow::Interner &Values = engine().values();
  ValueRef Count = sibling(Values, Results, SymbolKind::Count);
  bool IsBounded = true;
  if (Index->isConstant()) {
    // Comparisons with anything but a constant may bound it as well.
    bool HasRelation = false;
    for (ValueRef Relation : S.Relations)
      HasRelation |= flow::mentions(Relation, Count);
    IsBounded = HasRelation || Index->Number <= 0 ||
                S.rangeOf(Count).Low > Index->Number;
  }
  if (IsBounded)
    return;
  const auto *Heuristic = cast<CallExpr>(Results->Site);
  findings::CallSpecification Specification = Asked.lookup(Heuristic);
  Specification.Function = Results->Callee->Name;
  Specification.Values["heuristic.statusTested"].Known = true;
  Specification.Values["heuristic.countTested"].Known = true;
  Specification.Values["heuristic.index"] = specify(Index);
  const Expr *CountArgument =
      Heuristic->getArg(Results->Callee->indexOf(kb::Role::Count))
          ->IgnoreParenImpCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(CountArgument))
    CountArgument = Address->getSubExpr();
  if (report(Use->getBeginLoc(),
             "index into the results of '" + Results->Callee->Name +
                 "' is not bounded by the returned count '" +
                 textOf(CountArgument) + "'; " + effect("index").str(),
             Call.In, std::move(Specification)))
    note(Heuristic->getBeginLoc(), "results were asked for here");
}

} // namespace cublaslt::checks
