//===-- UncheckedHeuristicStatusCheck.cpp - untested heuristics -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/UncheckedHeuristicStatusCheck.h"
#include "checks/model/Knowledge.h"
#include "checks/report/CheckMacro.h"
#include "llvm/Support/YAMLParser.h"

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

/// The path knows of something that it is more than \p Index: the counter of a
/// loop up to a number that may well be the count.
bool isBelowSomething(flow::Integer Index, const State &S) {
  return llvm::any_of(S.Ranges, [Index](const auto &Entry) {
    return Entry.second.Low == Index + 1;
  });
}

/// A member of a variable of the function's own: nobody else has seen it.
bool isLocalObject(const Expr *Owner) {
  const Expr *E = Owner ? Owner->IgnoreParenImpCasts() : nullptr;
  // A smart pointer's arrow.
  if (const auto *Arrow = dyn_cast_or_null<CXXOperatorCallExpr>(E);
      Arrow && Arrow->getOperator() == OO_Arrow)
    E = Arrow->getArg(0)->IgnoreParenImpCasts();
  const auto *Reference = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) &&
         !Var->getType()->isReferenceType();
}

} // namespace

UncheckedHeuristicStatusCheck::UncheckedHeuristicStatusCheck(
    llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : CheckBase(Name, Context),
      CheckMacro(Options.get("CheckMacro", checkMacro())),
      // Read as text: the typed getters of a clang-built LLVM have other
      // mangled names than g++ gives them.
      ReportCountAlone(
          llvm::yaml::parseBool(Options.get("ReportCountAlone", "true"))
              .value_or(true)) {}

void UncheckedHeuristicStatusCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  CheckBase::storeOptions(Opts);
  Options.store(Opts, "CheckMacro", CheckMacro);
  Options.store(Opts, "ReportCountAlone", ReportCountAlone ? "true" : "false");
}

void UncheckedHeuristicStatusCheck::beforeCall(const flow::KnownCall &Call,
                                               const State &S) {
  const kb::Function &F = *Call.Function;
  if (const std::pair Here(static_cast<const Stmt *>(Call.Call), Call.In->Path);
      asksForAlgorithms(F) && !Asked.contains(Here))
    Asked[Here] = describe(Call, S);
  if (F.TheAction == kb::Action::Heuristic)
    if (auto [It, IsNew] = Heuristics.insert({Call.Call, {}}); IsNew)
      It->second = {&F, Call.In->Function, Call.In->Path,
                    isDropped(Call.Call, engine().context())};
  ValueRef Algorithm = Call.argument(kb::Role::Algorithm);
  if (F.TheAction == kb::Action::CheckAlgorithm && Algorithm)
    Checked[Algorithm] = engine().values().symbol(
        SymbolKind::Results, Call.Call, Call.In->Path, nullptr, &F);
  if (F.TheAction == kb::Action::InitializeAlgorithm)
    if (ValueRef Id = Call.argument(kb::Role::AlgorithmId))
      for (ValueRef T : Id->Tracked)
        if (T->isSymbol(SymbolKind::Results))
          checkUse({T, Id, Call.expression(kb::Role::AlgorithmId),
                    Call.In->Function},
                   S);
  if (F.TheAction != kb::Action::Matmul || !Algorithm ||
      Algorithm->isConstant())
    return;
  const Expr *Where = Call.expression(kb::Role::Algorithm);
  ValueRef Taken = engine().load(S, engine().values().target(Algorithm));
  for (ValueRef T : Taken->Tracked)
    if (T->isSymbol(SymbolKind::Results))
      checkUse({T, Taken, Where, Call.In->Function}, S);
  if (ValueRef Results = Checked.lookup(Algorithm))
    checkUse({Results, Results, Where, Call.In->Function}, S);
}

void UncheckedHeuristicStatusCheck::onHandedOver(ValueRef V,
                                                 const Expr *Argument,
                                                 const flow::Frame &In,
                                                 const State &S) {
  // The algorithm alone: who is given the whole result can look at its state.
  if (V->Kind == ValueKind::Address || V->Kind == ValueKind::Copy)
    V = engine().load(S, V->Place);
  if (V->Kind == ValueKind::Field && V->TheField->getType()->isRecordType())
    for (ValueRef T : V->Tracked)
      if (T->isSymbol(SymbolKind::Results))
        checkUse({T, V, Argument, In.Function}, S);
}

std::string UncheckedHeuristicStatusCheck::countOf(const CallExpr *Heuristic,
                                                   const kb::Function &F) {
  int At = F.indexOf(kb::Role::Count);
  if (At < 0)
    return "";
  const Expr *E = argumentsOf(Heuristic)[At]->IgnoreParenImpCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(E))
    E = Address->getSubExpr();
  return textOf(E);
}

void UncheckedHeuristicStatusCheck::checkUse(const Use &U, const State &S) {
  flow::Interner &Values = engine().values();
  const kb::Function &F = *U.Results->Callee;
  bool StatusUntested =
      S.isUntested(sibling(Values, U.Results, SymbolKind::Status));
  bool CountUntested =
      S.isUntested(sibling(Values, U.Results, SymbolKind::Count));
  // A count that was 0 before stays 0 when the call fails: testing it alone
  // is enough, unless the path that knows it to be 0 goes on to the use.
  bool CountWasSet =
      F.indexOf(kb::Role::Count) >= 0 &&
      !S.isUntested(sibling(Values, U.Results, SymbolKind::Uninitialized));
  bool IsEmpty =
      S.rangeOf(sibling(Values, U.Results, SymbolKind::Count)).isZero();
  if (StatusUntested && !CountUntested && CountWasSet && !IsEmpty)
    StatusUntested = false;
  if (!StatusUntested &&
      (!CountUntested ||
       (F.TheAction == kb::Action::Heuristic && !ReportCountAlone)))
    return checkIndex(U, S);

  const auto *Heuristic = cast<CallExpr>(U.Results->Site);
  std::string Count = countOf(Heuristic, F), Message;
  if (StatusUntested && CountUntested)
    Message = "neither status nor returned count '" + Count + "' of '" +
              F.Name + "' is tested before its result is used; " +
              effect("both").str();
  else if (StatusUntested)
    Message = "status of '" + F.Name +
              "' is not tested before its result is used; " +
              effect("status").str();
  else
    Message = "returned count '" + Count + "' of '" + F.Name +
              "' is not tested before its result is used; " +
              effect("count").str();
  findings::CallSpecification Specification =
      Asked.lookup({Heuristic, U.Results->Path});
  Specification.Function = F.Name;
  Specification.Values["heuristic.statusTested"].Known = !StatusUntested;
  Specification.Values["heuristic.countTested"].Known = !CountUntested;
  if (!ReportedCalls.insert(Heuristic).second)
    return;
  auto Diagnostic =
      report(Heuristic->getBeginLoc(), Message, U.In, std::move(Specification));
  if (!Diagnostic)
    return;
  if (StatusUntested)
    wrapDroppedCall(*Diagnostic, CheckMacro, Heuristic, engine().context());
  Diagnostic.reset();
  note(U.Where->getBeginLoc(), "the algorithm is used here");
}

/// True when the path compared the count with something that may bound
/// \p Index, or looked at the entry's own state.
bool UncheckedHeuristicStatusCheck::isBounded(const Use &U, ValueRef Index,
                                              const State &S) {
  ValueRef Count = sibling(engine().values(), U.Results, SymbolKind::Count);
  // An index that the function was given cannot know of the count; any other
  // variable is bounded by its loop, or nobody knows.
  bool IsGiven = Index->isSymbol(SymbolKind::Initial) && Index->Place &&
                 Index->Place->Kind == flow::LocationKind::Variable &&
                 isa<ParmVarDecl>(Index->Place->Declaration);
  if (!IsGiven && (!Index->isConstant() || Index->Number <= 0))
    return true;
  if (Index->isConstant() && (S.rangeOf(Count).Low > Index->Number ||
                              isBelowSomething(Index->Number, S)))
    return true;
  for (ValueRef Relation : S.Relations)
    if (llvm::is_contained(Relation->Tracked, Count))
      return true;
  const std::string &Status =
      engine().api().apiOf(U.Results->Callee).StatusType;
  for (const auto &Entry : S.Ranges) {
    ValueRef V = Entry.first;
    if (V != Count && llvm::is_contained(V->Tracked, Count))
      return true;
    if (V->Kind == ValueKind::Field &&
        llvm::is_contained(V->Tracked, U.Results))
      if (const auto *Type = V->TheField->getType()->getAs<TypedefType>())
        if (Type->getDecl()->getName() == Status)
          return true;
  }
  return false;
}

void UncheckedHeuristicStatusCheck::checkIndex(const Use &U, const State &S) {
  const kb::Function &F = *U.Results->Callee;
  ValueRef Index = indexInto(U.Taken, U.Results);
  if (!Index || F.indexOf(kb::Role::Count) < 0 || isBounded(U, Index, S))
    return;
  const auto *Heuristic = cast<CallExpr>(U.Results->Site);
  findings::CallSpecification Specification =
      Asked.lookup({Heuristic, U.Results->Path});
  Specification.Function = F.Name;
  Specification.Values["heuristic.statusTested"].Known = true;
  Specification.Values["heuristic.countTested"].Known = true;
  Specification.Values["heuristic.index"] = specify(Index);
  if (report(U.Where->getBeginLoc(),
             "index into the results of '" + F.Name +
                 "' is not bounded by the returned count '" +
                 countOf(Heuristic, F) + "'; " + effect("index").str(),
             U.In, std::move(Specification)))
    note(Heuristic->getBeginLoc(), "results were asked for here");
}

void UncheckedHeuristicStatusCheck::checkMember(const CallExpr *Heuristic,
                                                const Request &Made) {
  const kb::Function &F = *Made.Function;
  PlaceUses &Uses = engine().uses();
  const kb::ObjectKind *Kind = engine().api().resultKind(&F);
  const int CountAt = F.indexOf(kb::Role::Count),
            ResultsAt = F.indexOf(kb::Role::Results);
  const ValueDecl *Count = givenPlace(Heuristic, CountAt);
  const auto *Results =
      dyn_cast_or_null<FieldDecl>(givenPlace(Heuristic, ResultsAt));
  if (!Kind || !Count || !Results || !Uses.isClosed(Count))
    return;
  auto IsFilled = [](const PlaceUse &U, int At) {
    return U.Function->TheAction == kb::Action::Heuristic &&
           int(U.Parameter) == At && !U.Part;
  };
  const std::vector<PlaceUse> *OfCount = Uses.of(Count);
  if (!OfCount || !llvm::all_of(*OfCount, [&](const PlaceUse &U) {
        return IsFilled(U, CountAt);
      }))
    return;
  // Nor at the result's state.
  const PlaceUse *Use = nullptr;
  const std::vector<PlaceUse> *OfResults = Uses.of(Results);
  if (!OfResults)
    return;
  for (const PlaceUse &U : *OfResults) {
    if (IsFilled(U, ResultsAt))
      continue;
    if (U.Function->TheAction != kb::Action::Matmul || !U.Part ||
        U.Part->getName() != Kind->AlgorithmField)
      return;
    if (Uses.isClosed(Results) || isLocalObject(U.Owner))
      Use = Use ? Use : &U;
  }
  if (!Use || !ReportedCalls.insert(Heuristic).second)
    return;
  if (!Made.IsStatusDropped && !ReportCountAlone)
    return;
  findings::CallSpecification Specification =
      Asked.lookup({Heuristic, Made.Path});
  Specification.Function = F.Name;
  Specification.Values["heuristic.statusTested"].Known = !Made.IsStatusDropped;
  Specification.Values["heuristic.countTested"].Known = false;
  const std::string Name = countOf(Heuristic, F);
  auto Diagnostic =
      report(Heuristic->getBeginLoc(),
             (Made.IsStatusDropped
                  ? "neither status nor returned count '" + Name + "' of '" +
                        F.Name + "' is tested before its result is used; "
                  : "returned count '" + Name + "' of '" + F.Name +
                        "' is not tested before its result is used; ") +
                 effect(Made.IsStatusDropped ? "both" : "count").str(),
             Made.In, std::move(Specification));
  if (!Diagnostic)
    return;
  Diagnostic.reset();
  note(argumentsOf(Use->Call)[Use->Parameter]->getBeginLoc(),
       "the algorithm is used here");
}

void UncheckedHeuristicStatusCheck::endUnit() {
  for (const auto &[Heuristic, Made] : Heuristics)
    if (!ReportedCalls.contains(Heuristic))
      checkMember(Heuristic, Made);
  Heuristics.clear();
  ReportedCalls.clear();
  Asked.clear();
  Checked.clear();
}

} // namespace cublaslt::checks
