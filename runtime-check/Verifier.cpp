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

Examined Verifier::examine(const Finding &F) {
  Examined Result;
  const kb::Rule *Rule = Kb.rule(F.Rule);
  if (!Rule) {
    Result.NotVerifiable = "no rule of this name in the knowledge base";
    return Result;
  }
  if (!Rule->TheExperiment) {
    Result.NotVerifiable = "its rule has no experiment";
    return Result;
  }
  if (!F.HasCall) {
    Result.NotVerifiable = "it carries no call specification";
    return Result;
  }
  const DeviceFacts &Machine = facts();
  const Experiment *E = Registry.find(Rule->TheExperiment->Id);
  if (!E && Machine.BuiltWithCuda) {
    Result.NotVerifiable = "this cublaslt-doctor has no experiment named '" +
                           Rule->TheExperiment->Id + "'";
    return Result;
  }
  Verdict &V = Result.TheVerdict;
  V.Experiment = Rule->TheExperiment->Id;
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
  Planner P(F.Call, *Rule->TheExperiment);
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
