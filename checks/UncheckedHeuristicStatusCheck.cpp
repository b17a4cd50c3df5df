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

/// The index by which \p V was taken out of \p Results, or null for the first.
ValueRef indexInto(ValueRef V, ValueRef Results) {
  for (; V && V != Results; V = V->Left)
    if (V->Kind == ValueKind::Element && V->Left == Results)
      return V->Right;
  return nullptr;
}

/// Some value is known to be greater than \p Index. It is probably a loop
/// bound, and the bound may be the returned count, so nothing is reported.
bool isBelowKnownBound(flow::Integer Index, const State &S) {
  return llvm::any_of(S.Ranges, [Index](const auto &Entry) {
    return Entry.second.Low == Index + 1;
  });
}

/// A member of a local variable, which no other code can see.
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
    Checked[Algorithm] = Call.made(SymbolKind::Results);
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
  // Only a bare algorithm: a function that receives the whole result can check
  // its state itself.
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

/// What is wrong, at least one of the two, and what will happen.
std::string UncheckedHeuristicStatusCheck::messageOf(const CallExpr *Heuristic,
                                                     const kb::Function &F,
                                                     bool StatusUntested,
                                                     bool CountUntested) {
  if (!CountUntested)
    return "status of '" + F.Name + "' is not tested; " +
           effect("status-not-tested").str();
  const std::string Count =
      "count '" + countOf(Heuristic, F) + "' of '" + F.Name + "' is ";
  if (!StatusUntested)
    return Count + "not tested; " + effect("count-not-tested").str();
  return "neither status nor " + Count + "tested; " +
         effect("neither-tested").str();
}

void UncheckedHeuristicStatusCheck::checkUse(const Use &U, const State &S) {
  flow::Interner &Values = engine().values();
  const kb::Function &F = *U.Results->Callee;
  bool StatusUntested =
      S.isUntested(flow::siblingOf(U.Results, SymbolKind::Status, Values));
  bool CountUntested =
      S.isUntested(flow::siblingOf(U.Results, SymbolKind::Count, Values));
  // A count that was 0 before stays 0 when the call fails: testing it alone
  // is enough, unless the path that knows it to be 0 goes on to the use.
  bool CountWasSet = F.indexOf(kb::Role::Count) >= 0 &&
                     !S.isUntested(flow::siblingOf(
                         U.Results, SymbolKind::Uninitialized, Values));
  bool IsEmpty =
      S.rangeOf(flow::siblingOf(U.Results, SymbolKind::Count, Values)).isZero();
  if (StatusUntested && !CountUntested && CountWasSet && !IsEmpty)
    StatusUntested = false;
  if (!StatusUntested &&
      (!CountUntested ||
       (F.TheAction == kb::Action::Heuristic && !ReportCountAlone)))
    return checkIndex(U, S);

  const auto *Heuristic = cast<CallExpr>(U.Results->Site);
  const std::string Message =
      messageOf(Heuristic, F, StatusUntested, CountUntested);
  findings::CallSpecification Specification =
      Asked.lookup({Heuristic, U.Results->Path});
  Specification.Function = F.Name;
  Specification.Values[findings::OwnKey::HeuristicStatusTested].Known =
      !StatusUntested;
  Specification.Values[findings::OwnKey::HeuristicCountTested].Known =
      !CountUntested;
  const ReportedPath Way(S, Heuristic, U.Results->Path);
  if (!ReportedCalls.insert(Heuristic).second)
    return alsoOnPath(Heuristic->getBeginLoc(), Way);
  Report Warning =
      report(Heuristic->getBeginLoc(), Message, U.In, std::move(Specification));
  Warning.onPath(Way);
  Warning.note(U.Where, "the algorithm is used here");
  if (StatusUntested)
    Warning.fix(wrapDroppedCall(CheckMacro, Heuristic, engine().context()));
}

/// True when the path compared the count with something that may bound
/// \p Index, or looked at the entry's own state.
bool UncheckedHeuristicStatusCheck::isBounded(const Use &U, ValueRef Index,
                                              const State &S) {
  ValueRef Count =
      flow::siblingOf(U.Results, SymbolKind::Count, engine().values());
  // An index that is a parameter cannot depend on the count. Any other variable
  // may be bounded by its loop, so it is not judged.
  bool IsGiven = Index->isSymbol(SymbolKind::Initial) && Index->Place &&
                 Index->Place->Kind == flow::LocationKind::Variable &&
                 isa<ParmVarDecl>(Index->Place->Declaration);
  if (!IsGiven && (!Index->isConstant() || Index->Number <= 0))
    return true;
  if (Index->isConstant() && (S.rangeOf(Count).Low > Index->Number ||
                              isBelowKnownBound(Index->Number, S)))
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
  Specification.Values[findings::OwnKey::HeuristicStatusTested].Known = true;
  Specification.Values[findings::OwnKey::HeuristicCountTested].Known = true;
  Specification.Values[findings::OwnKey::HeuristicIndex] = specify(Index);
  report(U.Where->getBeginLoc(),
         "index is not bounded by the count '" + countOf(Heuristic, F) +
             "' of '" + F.Name + "'; " + effect("index-not-bounded").str(),
         U.In, std::move(Specification))
      .onPath({S, Heuristic, U.Results->Path})
      .note(Heuristic, "results were asked for here");
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
  Specification.Values[findings::OwnKey::HeuristicStatusTested].Known =
      !Made.IsStatusDropped;
  Specification.Values[findings::OwnKey::HeuristicCountTested].Known = false;
  report(Heuristic->getBeginLoc(),
         messageOf(Heuristic, F, Made.IsStatusDropped, /*CountUntested=*/true),
         Made.In, std::move(Specification))
      .note(argumentsOf(Use->Call)[Use->Parameter],
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
