//===-- ReportedPath.cpp - the path that a finding is about ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/ReportedPath.h"
#include "checks/model/Enumerations.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using findings::PathStep;
using findings::SpecificationValue;
using flow::SymbolKind;
using flow::TrailStep;
using flow::ValueRef;
using kb::Action;
using kb::Role;

using Steps = llvm::SmallVector<const TrailStep *, 32>;

Steps inOrder(const TrailStep *Last) {
  Steps All;
  for (; Last; Last = Last->Before)
    All.push_back(Last);
  std::reverse(All.begin(), All.end());
  return All;
}

/// How each test of a trail came out, time by time.
using TestPlace =
    std::pair<std::pair<const Expr *, const flow::CallPath *>, ValueRef>;
using Tests = llvm::DenseMap<TestPlace, llvm::SmallVector<bool, 2>>;

TestPlace placeOf(const TrailStep &S) { return {{S.Site, S.Path}, S.What}; }

Tests testsOf(const Steps &All) {
  Tests Result;
  for (const TrailStep *S : All)
    if (!S->isCall())
      Result[placeOf(*S)].push_back(S->Holds);
  return Result;
}

class PathMaker {
public:
  PathMaker(llvm::StringRef File, flow::FlowEngine &Engine,
            const PathWords &Words)
      : File(File), Engine(Engine), Words(Words) {}

  void add(const TrailStep &S, bool IsFlagged, bool IsEitherWay);
  std::vector<PathStep> Path;

private:
  void addCall(const TrailStep &S, PathStep &Into);
  SpecificationValue given(const TrailStep &S, unsigned I);
  SpecificationValue number(const kb::Api &Api, const kb::Parameter &P,
                            ValueRef V);
  /// What the call makes, which has a new name from here on.
  ValueRef made(const TrailStep &S, unsigned I);
  std::string nameOf(ValueRef V) {
    auto [It, IsNew] = Names.try_emplace(V, Next);
    Next += IsNew;
    return "#" + std::to_string(It->second);
  }

  const llvm::StringRef File;
  flow::FlowEngine &Engine;
  const PathWords &Words;
  llvm::DenseMap<ValueRef, unsigned> Names;
  unsigned Next = 1;
  /// The last call at a place.
  llvm::DenseMap<std::pair<const Stmt *, const flow::CallPath *>, size_t> Calls;
};

} // namespace

ValueRef PathMaker::made(const TrailStep &S, unsigned I) {
  const kb::Parameter &P = S.Function->Parameters[I];
  flow::Interner &Values = Engine.values();
  auto Symbol = [&](SymbolKind K, flow::LocationRef Place = nullptr) {
    return Values.symbol(K, S.Site, S.Path, Place, S.Function);
  };
  const Action A = S.Function->TheAction;
  if (A == Action::Heuristic && P.TheRole == Role::Results)
    return Symbol(SymbolKind::Results);
  if (!P.IsOut)
    return nullptr;
  if (A == Action::Create ||
      (A == Action::Allocate && P.TheRole == Role::AllocatedPointer))
    return Symbol(SymbolKind::Object);
  if (A == Action::CreateStream && P.TheRole == Role::Stream)
    return Symbol(SymbolKind::Object, Values.target(S.Arguments[I]));
  return nullptr;
}

SpecificationValue PathMaker::number(const kb::Api &Api, const kb::Parameter &P,
                                     ValueRef V) {
  SpecificationValue Result = Words.Value(V);
  const kb::Attribute *A = Api.attribute(P.SetsAttribute);
  if (A && V->isConstant() && !A->IdiomaticType.empty()) {
    ASTContext &Context = Engine.context();
    const std::string Name = enumeratorName(
        enumNamed(Context, A->IdiomaticType), static_cast<int64_t>(V->Number));
    if (!Name.empty())
      Result.Known = Name;
  }
  return Result;
}

/// Unknown and without a text: of no interest.
SpecificationValue PathMaker::given(const TrailStep &S, unsigned I) {
  const kb::Function &F = *S.Function;
  const kb::Parameter &P = F.Parameters[I];
  const kb::Api &Api = Engine.api().apiOf(&F);
  ValueRef V = S.Arguments[I];
  SpecificationValue Result;
  auto Named = [&](ValueRef Object) {
    if (Object->isConstant(0))
      Result.Known = std::string("null");
    else if (!Object->isConstant())
      Result.Known = nameOf(Object);
    return Result;
  };
  if (ValueRef New = made(S, I)) {
    Names[New] = Next++;
    return Named(New);
  }
  switch (P.TheRole) {
  case Role::Attribute:
    if (const kb::Attribute *A =
            V->isConstant()
                ? Engine.api().attributeNumbered(&F, int64_t(V->Number))
                : nullptr) {
      Result.Known = A->Name;
      return Result;
    }
    return Words.Value(V);
  case Role::Buffer:
    if (V->isConstant(0))
      return Named(V);
    return S.Content ? Words.Value(S.Content) : Result;
  case Role::Algorithm:
    if (F.TheAction != Action::Matmul || V->isConstant(0))
      return Named(V);
    // Of results that the path has asked for.
    return S.Content && Names.count(S.Content) ? Named(S.Content) : Result;
  case Role::Handle:
  case Role::Matrix:
  case Role::Workspace:
  case Role::Stream:
  case Role::AllocatedPointer:
    return Named(V);
  case Role::Alpha:
  case Role::Beta:
  case Role::Count:
  case Role::SizeWritten:
  case Role::Results:
  case Role::AlgorithmIds:
    return Result;
  default:
    return Api.kindOf(P.TheRole).empty() ? number(Api, P, V) : Named(V);
  }
}

void PathMaker::addCall(const TrailStep &S, PathStep &Into) {
  const kb::Function &F = *S.Function;
  Into.Function = F.Name;
  for (unsigned I = 0; I < F.Parameters.size() && I < S.Arguments.size(); ++I) {
    SpecificationValue Value = given(S, I);
    if (Value.isKnown() || !Value.SourceText.empty())
      Into.Values[findings::Key::argument(F.Parameters[I])] = std::move(Value);
  }
  Calls[{S.Site, S.Path}] = Path.size();
}

void PathMaker::add(const TrailStep &S, bool IsFlagged, bool IsEitherWay) {
  const SourceManager &Sources = Engine.context().getSourceManager();
  const SourceLocation Where = Sources.getExpansionLoc(S.Site->getBeginLoc());
  PathStep Made;
  Made.Line = Sources.getExpansionLineNumber(Where);
  if (const llvm::StringRef Own = Sources.getFilename(Where); Own != File)
    Made.File = Own.str();
  if (S.isCall()) {
    addCall(S, Made);
    Made.IsFlagged = IsFlagged;
  } else {
    Made.Condition = Words.Text(S.What ? nullptr : S.Site, S.What);
    if (Made.Condition.empty())
      Made.Condition = "the condition";
    Made.Holds = S.Holds;
    Made.IsAssumed = S.Outcomes.empty() && !IsEitherWay;
    for (const TrailStep::Outcome &O : S.Outcomes)
      if (auto It = Calls.find({O.Site, O.Path}); It != Calls.end())
        Path[It->second].TheOutcome =
            O.Succeeds ? PathStep::Outcome::Succeeds : PathStep::Outcome::Fails;
      else
        Made.IsAssumed = !IsEitherWay;
  }
  Path.push_back(std::move(Made));
}

std::vector<PathStep> pathOf(const ReportedPath &P, llvm::StringRef File,
                             flow::FlowEngine &Engine, const PathWords &Words) {
  if (P.Trails.empty() || flow::Trails::isLost(P.Trails.front()))
    return {};
  const Steps All = inOrder(P.Trails.front());
  const TrailStep *Flagged = nullptr;
  unsigned Later = P.Later;
  for (const TrailStep *S : llvm::reverse(All))
    if (!Flagged && S->isCall() && S->isAt(P.Flagged, P.Path) && !Later--)
      Flagged = S;
  if (!Flagged)
    return {};
  llvm::SmallVector<Tests, 4> Others;
  for (const TrailStep *Other : llvm::drop_begin(P.Trails))
    Others.push_back(testsOf(inOrder(Other)));
  PathMaker Maker(File, Engine, Words);
  llvm::DenseMap<TestPlace, unsigned> Times;
  for (const TrailStep *S : All) {
    bool IsEitherWay = false;
    if (!S->isCall()) {
      const unsigned Time = Times[placeOf(*S)]++;
      IsEitherWay = llvm::any_of(Others, [&](const Tests &Other) {
        auto It = Other.find(placeOf(*S));
        return It != Other.end() && Time < It->second.size() &&
               It->second[Time] != S->Holds;
      });
    }
    Maker.add(*S, S == Flagged, IsEitherWay);
  }
  return std::move(Maker.Path);
}

} // namespace cublaslt::checks
