//===-- Verifier.cpp - a verdict for each finding -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Verifier.h"
#include "runtime-check/sandbox/Messages.h"
#include <algorithm>
#include <ctime>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::Finding;
using findings::RunOutcome;
using findings::Verdict;
using findings::VerdictKind;

/// Loading the driver and the library takes seconds on some machines, whatever
/// a user allows a run.
static constexpr std::chrono::seconds FactsTime{60};

static std::string today() {
  std::time_t Now = std::time(nullptr);
  std::tm Parts = {};
  gmtime_r(&Now, &Parts);
  char Text[16];
  std::strftime(Text, sizeof Text, "%Y-%m-%d", &Parts);
  return Text;
}

const DeviceFacts &Verifier::facts() {
  if (Facts)
    return *Facts;
  Facts.emplace();
  Request R;
  ChildLimits Own = Limits;
  Own.Time = std::max<std::chrono::milliseconds>(Limits.Time, FactsTime);
  ChildResult Result = runChild(toText(R), Own);
  auto Answer = Result.Ended ? factsFrom(Result.Answer) : std::nullopt;
  if (Answer) {
    Facts = *Answer;
  } else {
    Facts->BuiltWithCuda = true;
    Facts->Lacks =
        "the CUDA driver and library could not be asked: the attempt " +
        (Result.Ended ? "gave an answer that is not understood"
                      : Result.Reason);
  }
  return *Facts;
}

/// One run in a child. Its end, if it is not an answer, goes to \p Reason.
static std::optional<RunOutcome> runForm(const Experiment &E, const Plan &P,
                                         Form F, const ChildLimits &Limits,
                                         std::string &Reason) {
  Request R;
  R.TheKind = Request::Kind::Run;
  R.Experiment = E.id();
  R.TheForm = F;
  R.TheSettings = P.TheSettings;
  ChildResult Result = runChild(toText(R), Limits);
  auto Outcome =
      Result.Ended ? outcomeFrom(Result.Answer) : std::optional<RunOutcome>();
  if (!Outcome)
    Reason = std::string(F == Form::Flagged ? "the flagged run "
                                            : "the control run ") +
             (Result.Ended ? "gave an answer that is not understood"
                           : Result.Reason);
  else
    Outcome->Figures["runSeconds"] = Result.Seconds;
  return Outcome;
}

void Verifier::execute(const Experiment &E, const Plan &P, Verdict &V) {
  auto Flagged = runForm(E, P, Form::Flagged, Limits, V.Reason);
  if (!Flagged)
    return;
  V.Flagged = *Flagged;
  auto Control = runForm(E, P, Form::Control, Limits, V.Reason);
  if (!Control)
    return;
  V.Control = *Control;
  Judgement J = E.judge(P.TheSettings, V.Flagged, V.Control);
  V.Kind = J.Kind;
  V.Reason = J.Reason;
}

/// The case whose flagged form the call shows: the one that it names, else the
/// one that most of its known values speak of.
static const kb::Experiment &
fittingCase(const std::vector<const kb::Experiment *> &Cases,
            const findings::CallSpecification &Call) {
  auto IsKnown = [&](const std::string &Key) {
    auto It = Call.Values.find(Key);
    return It != Call.Values.end() && It->second.isKnown();
  };
  const kb::Experiment *Best = Cases.front();
  size_t Most = 0;
  for (const kb::Experiment *E : Cases) {
    if (auto It = Call.Values.find("case"); It != Call.Values.end())
      if (auto *Name = std::get_if<std::string>(&It->second.Known))
        if (*Name == E->Case)
          return *E;
    size_t Known = 0;
    for (const auto &Setting : E->Flagged)
      Known += IsKnown(Setting.first);
    if (Known > Most) {
      Best = E;
      Most = Known;
    }
  }
  return *Best;
}

Examined Verifier::examine(const Finding &F) {
  Examined Result;
  auto Cases = Kb.experimentsOf(F.Rule);
  if (Cases.empty()) {
    Result.NotVerifiable = Kb.rule(F.Rule)
                               ? "its rule has no experiment"
                               : "no rule of this name in the knowledge base";
    return Result;
  }
  if (!F.HasCall) {
    Result.NotVerifiable = "it carries no call specification";
    return Result;
  }
  const kb::Experiment &Case = fittingCase(Cases, F.Call);
  const DeviceFacts &Machine = facts();
  const Experiment *E = Registry.find(Case.Id);
  if (!E && Machine.BuiltWithCuda) {
    Result.NotVerifiable =
        "this cublaslt-doctor has no experiment named '" + Case.Id + "'";
    return Result;
  }
  Verdict &V = Result.TheVerdict;
  V.Experiment = Case.Id;
  V.Device = Machine.Device;
  V.ComputeCapability = Machine.ComputeCapability;
  V.Driver = Machine.Driver;
  V.Runtime = Machine.Runtime;
  V.Library = Machine.Library;
  V.Date = today();
  if (!E) {
    V.Kind = VerdictKind::NeedsGpu;
    V.Reason = Machine.Lacks;
    return Result;
  }
  Planner P(F.Call, Case);
  E->plan(P, Machine, Kb.apis().empty() ? nullptr : &Kb.apis().front());
  if (P.refused()) {
    V.Reason = P.ThePlan.Refusal;
    return Result;
  }
  bool IsDecidable =
      Machine.HasLibrary && (Machine.HasDevice || !P.ThePlan.NeedsGpu);
  if (!IsDecidable) {
    V.Kind = VerdictKind::NeedsGpu;
    V.Reason = Machine.Lacks;
    return Result;
  }
  if (P.ThePlan.NeedsExclusiveMemory && Machine.SharesHostMemory) {
    V.Kind = VerdictKind::NotApplicable;
    V.Reason = "this device has no memory of its own: filling it would take "
               "the host's";
    return Result;
  }
  V.FilledByWitness = P.ThePlan.FilledByWitness;
  execute(*E, P.ThePlan, V);
  return Result;
}
