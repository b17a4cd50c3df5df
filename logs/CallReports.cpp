//===-- CallReports.cpp - what traced calls show to be wrong --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of CallTracker that makes problems of calls whose outcome is
/// known; CallTracker.cpp finds the outcome.
///
//===----------------------------------------------------------------------===//

#include "logs/CallTracker.h"
#include "logs/KnownCall.h"
#include "rules/Alignment.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::logs;
using findings::CallSpecification;

static constexpr size_t MostExamined = 1 << 14, MostTypes = 256;

Problem CallTracker::problemOf(const CallProblem &Found,
                               const std::string &Function) const {
  Problem P;
  P.Rule = Found.Rule;
  P.Words = shown(Found.Words);
  P.Effect = Found.Effect;
  P.Advice = Found.Advice;
  P.Framework = Api.Log.Name;
  P.Function = Function;
  P.UnlessWorkspace = Found.UnlessWorkspace;
  return P;
}

Problem *CallTracker::reportProblem(const CallProblem &Found,
                                    const CallSpecification &Call,
                                    const OpenCall &Open) {
  Problem P = problemOf(Found, Open.Function);
  P.HasCall = true;
  P.Call = Call;
  P.Line = shown(Open.Message);
  return Problems.add(Found.Rule + "#" + Found.Aspect, P, Open.Where,
                      TracedCall::parse(Open.Message).hash());
}

Problem *CallTracker::reportReason(std::string_view Whole,
                                   const TraceLine &Line, const Place &Where,
                                   const CallSpecification *Call) {
  Problem P;
  P.Framework = Api.Log.Name;
  P.Function = shown(Line.Function);
  P.Line = shown(Whole);
  P.Words = shown(Line.Message);
  std::string Key = P.Function + " " + P.Words;
  if (auto Match = Messages.match(Whole)) {
    P.Rule = Match->Pattern->Rule;
    P.Entry = Match->Pattern->Entry;
    P.Advice = Match->Pattern->Advice;
    P.Avoid = Match->Pattern->Avoid;
    if (!Match->Pattern->Says.empty())
      P.Words = shown(Match->says());
    Key = "message " + Match->Pattern->Id;
    if (!P.isDiagnosed())
      Key += P.Function + P.Words;
  }
  if (Call) {
    P.HasCall = true;
    P.Call = *Call;
  }
  Problem *Added = Problems.add(Key, P, Where);
  if (Added && Added->Words != shown(Line.Message))
    Problems.addReason(*Added, Line.Message);
  return Added;
}

void CallTracker::reportFailure(const OpenCall &Open,
                                const CallSpecification &Call) {
  std::vector<CallProblem> Known = problemsOf(Call, Why, Api);
  Known.erase(std::remove_if(Known.begin(), Known.end(),
                             [](const CallProblem &P) { return !P.IsRefused; }),
              Known.end());
  // A reason of the library and a problem that a rule sees are one problem
  // when they are of one rule.
  std::map<std::string, Problem *> ByRule;
  auto ReportRule = [&](const std::string &Rule) -> Problem * {
    auto [It, IsNew] = ByRule.emplace(Rule, nullptr);
    if (!IsNew)
      return It->second;
    for (const CallProblem &P : Known)
      if (P.Rule == Rule) {
        Problem *Added = reportProblem(P, Call, Open);
        It->second = It->second ? It->second : Added;
      }
    return It->second;
  };
  std::vector<std::pair<std::string_view, TraceLine>> Unexplained;
  for (const auto &[Whole, Where] : Open.Reasons) {
    auto Line = parseTraceLine(Whole, 0, Api.Log.Name);
    if (!Line)
      continue;
    auto Match = Messages.match(Whole);
    std::string Rule = Match ? Match->Pattern->Rule : "";
    if (Rule.empty() && !(Match && !Match->Pattern->Entry.empty())) {
      Unexplained.emplace_back(Whole, *Line);
      continue;
    }
    Problem *P = ReportRule(Rule);
    if (P)
      Problems.addReason(*P, Line->Message);
    else
      ByRule[Rule] = reportReason(Whole, *Line, Where, &Call);
  }
  if (ByRule.empty())
    for (const CallProblem &P : Known)
      ReportRule(P.Rule);
  if (!ByRule.empty()) {
    for (const auto &[Whole, Line] : Unexplained)
      if (Problem *First = ByRule.begin()->second)
        Problems.addReason(*First, Line.Message);
    return;
  }
  for (const auto &[Whole, Line] : Unexplained)
    reportReason(Whole, Line, Open.Where, &Call);
  if (!Unexplained.empty())
    return;
  Problem P;
  P.Framework = Api.Log.Name;
  P.Function = Open.Function;
  P.Words = Open.Function + " fails, and the log does not tell why";
  P.HasCall = true;
  P.Call = Call;
  P.Line = shown(Open.Message);
  Problems.add("silent " + Open.Function, P, Open.Where,
               TracedCall::parse(Open.Message).hash());
}

void CallTracker::reportUseOfFailure(const OpenCall &Matmul,
                                     const CallSpecification &Call) {
  CallSpecification Specification = Call;
  Specification.Values[findings::OwnKey::HeuristicStatusTested].Known = false;
  Specification.Values[findings::OwnKey::HeuristicCountTested].Known = false;
  reportProblem(Why.problem(Reason::UseOfFailedHeuristic), Specification,
                Matmul);
}

static uint64_t keyOf(uint64_t Hash, bool IsAccepted) {
  return Hash * 2 + IsAccepted;
}

bool CallTracker::wasExamined(uint64_t Hash, bool IsAccepted,
                              const Place &Where) {
  auto It = Examined.find(keyOf(Hash, IsAccepted));
  if (It == Examined.end())
    return false;
  for (Problem *P : It->second) {
    ++P->Count;
    P->Last = Where;
  }
  return true;
}

void CallTracker::examineHeuristic(const Thread &T, bool IsAccepted) {
  const OpenCall &Open = T.Heuristic;
  if (!wasExamined(Open.Hash, IsAccepted, Open.Where))
    examine(Open, Open.Hash, IsAccepted);
}

void CallTracker::examineMatmul(const OpenCall &Open, bool IsAccepted) {
  const uint64_t Hash = TracedCall::parse(Open.Message).hash();
  if (!wasExamined(Hash, IsAccepted, Open.Where))
    examine(Open, Hash, IsAccepted);
}

void CallTracker::examine(const OpenCall &Open, uint64_t Hash,
                          bool IsAccepted) {
  if (Examined.size() >= MostExamined)
    Examined.clear();
  std::vector<Problem *> &Found = Examined[keyOf(Hash, IsAccepted)];
  TracedCall Call = TracedCall::parse(Open.Message);
  CallSpecification Specification = Specifications.make(Call, Open.Function);
  for (const CallProblem &P : problemsOf(Specification, Why, Api)) {
    // What a library may refuse is a problem only if this one did.
    bool IsProblem = !P.IsRefused || (!IsAccepted && !P.DependsOnDevice);
    Problem *Added =
        IsProblem ? reportProblem(P, Specification, Open) : nullptr;
    if (Added)
      Found.push_back(Added);
  }
  if (Call.HasPreference)
    noteTypes(Specification);
  else if (IsAccepted && Call.IsNested)
    if (Problem *Added = examineTypes(Open, Specification))
      Found.push_back(Added);
}

/// "CUDA_R_16F ... CUBLAS_COMPUTE_32F CUDA_R_32F"; empty when one of them is
/// not known.
static std::string typesOf(const CallSpecification &Call) {
  KnownCall Known(Call);
  std::string Text;
  for (char Matrix : {'A', 'B', 'C', 'D'}) {
    std::string Type = Known.layoutWord(Matrix, "TYPE");
    if (Type.empty())
      return "";
    Text += Type + " ";
  }
  std::string Compute = Known.descriptorWord("COMPUTE_TYPE"),
              Scale = Known.descriptorWord("SCALE_TYPE");
  return Compute.empty() || Scale.empty() ? "" : Text + Compute + " " + Scale;
}

void CallTracker::noteTypes(const CallSpecification &Asked) {
  std::string Types = typesOf(Asked);
  HasAskedUnknownTypes |= Types.empty();
  if (AskedTypes.size() < MostTypes)
    AskedTypes.insert(std::move(Types));
}

/// A matmul with types that no heuristic was asked for has an algorithm of
/// another problem. A log without any heuristic may begin too late.
Problem *CallTracker::examineTypes(const OpenCall &Open,
                                   const CallSpecification &Call) {
  std::string Types = typesOf(Call);
  if (Open.HasNullAlgorithm || MakesAlgorithms || HasAskedUnknownTypes ||
      LosesLines || Types.empty() || AskedTypes.empty() ||
      AskedTypes.size() >= MostTypes || AskedTypes.count(Types))
    return nullptr;
  return reportProblem(Why.problem(Reason::OtherTypes, {{"types", Types}}),
                       Call, Open);
}

void CallTracker::examineAlignment(const Thread &T, const TracedCall &Call,
                                   const TraceLine &Line, const Place &Where) {
  const kb::Rule &Rule = Why.rule(Reason::Misaligned);
  const uint64_t Enough = Why.number(Reason::Misaligned, rules::Alignment.Name);
  if (Call.IsCut || T.LastProblem == 0)
    return;
  for (int Matrix = 0; Matrix < 4; ++Matrix) {
    auto Address = numberOf(Call.Pointer[Matrix]);
    if (!Address || *Address % Enough == 0 ||
        Call.problemHash() != T.LastProblem)
      continue;
    CallSpecification Asked =
        Specifications.make(TracedCall::parse(T.LastHeuristic), Line.Function);
    std::string Name(1, static_cast<char>('A' + Matrix));
    KnownCall Known(Asked);
    auto Promised =
        Known.preference(("MIN_ALIGNMENT_" + Name + "_BYTES").c_str());
    if (!Promised || *Promised == 0 || *Address % *Promised == 0 ||
        !rules::needsAlignment(Rule, Known.layoutWord(Name[0], "TYPE"), [&] {
          return Known.descriptorWord("COMPUTE_TYPE");
        }))
      continue;
    CallProblem Found = Why.problem(
        Reason::Misaligned, {{"matrix", Name},
                             {"rest", std::to_string(*Address % *Promised)},
                             {"promised", std::to_string(*Promised)}});
    Found.Aspect = Name;
    OpenCall Open;
    Open.Function = std::string(Line.Function);
    Open.Message = std::string(Line.Message);
    Open.Where = Where;
    CallSpecification Specification = Specifications.make(Call, Line.Function);
    Specification.Values.merge(Asked.Values);
    reportProblem(Found, Specification, Open);
  }
}

bool CallTracker::Extent::isLargerThan(const Extent &Other) const {
  return Batch >= Other.Batch && Rows >= Other.Rows &&
         Columns >= Other.Columns && Limit >= Other.Limit &&
         (Batch > Other.Batch || Rows > Other.Rows || Columns > Other.Columns ||
          Limit > Other.Limit);
}

void CallTracker::followGrowth(Thread &T, const CallSpecification &Call,
                               const Place &Where) {
  KnownCall Known(Call);
  if (T.Heuristic.IsCut) { // what it had more of is not known
    T.LastFailure = {};
    T.Growths = 0;
    return;
  }
  Extent Now;
  Now.Batch = Known.layout('D', "BATCH_COUNT").value_or(0);
  Now.Rows = Known.layout('D', "ROWS").value_or(0);
  Now.Columns = Known.layout('D', "COLS").value_or(0);
  Now.Limit = Known.preference("MAX_WORKSPACE_BYTES").value_or(0);
  Extent Before = T.LastFailure;
  T.LastFailure = Now;
  bool IsFirst = Before.Rows == 0;
  T.Growths = !IsFirst && Now.isLargerThan(Before) ? T.Growths + 1 : 0;
  if (T.Growths < Why.number(Reason::GrowingBatchCount, "manyGrowths"))
    return;
  const auto [Quantity, Of] =
      Now.Batch > Before.Batch
          ? std::pair("batch-count", Reason::GrowingBatchCount)
      : Now.Limit > Before.Limit
          ? std::pair("workspace-limit", Reason::GrowingWorkspaceLimit)
      : Now.Rows > Before.Rows ? std::pair("rows", Reason::GrowingRows)
                               : std::pair("columns", Reason::GrowingColumns);
  CallProblem Found = Why.problem(Of);
  Found.Aspect = Quantity;
  CallSpecification Specification = Call;
  Specification.Values[findings::OwnKey::GrowthQuantity].Known =
      std::string(Quantity);
  Specification.Values[findings::OwnKey::GrowthTrigger].Known =
      std::string("failure");
  OpenCall Open = T.Heuristic;
  Open.Where = Where;
  reportProblem(Found, Specification, Open);
}
