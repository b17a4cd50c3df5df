//===-- Verifier.cpp - a verdict for each finding -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Verifier.h"
#include "runtime-check/Deciding.h"
#include "runtime-check/FittingCase.h"
#include "runtime-check/sandbox/Messages.h"
#include <algorithm>
#include <csignal>
#include <cstdlib>
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

static const Settings &settingsOf(const Plan &P, Form F) {
  return F == Form::Control && P.ControlSettings ? *P.ControlSettings
                                                 : P.TheSettings;
}

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

Worker::Worker(const ChildLimits &Given, const std::string &Device,
               const DeviceFacts *Machine, bool HasDevice)
    : Limits([&] {
        ChildLimits Own = Given;
        Own.VisibleDevice = Device;
        return Own;
      }()),
      Shared(Limits), Machine(Machine), HasDevice(HasDevice) {}

/// One run in a child. Its end, if it is not an answer, goes to \p Reason.
std::optional<RunOutcome> Worker::run(const Prepared &P, Form F,
                                      bool InOwnProcess, std::string &Reason) {
  Request R;
  R.TheKind = Request::Kind::Run;
  R.Experiment = P.TheExperiment->id();
  R.TheForm = F;
  R.TheSettings = settingsOf(P.ThePlan, F);
  R.Stays = !InOwnProcess;
  ChildResult Result =
      InOwnProcess ? runChild(toText(R), Limits) : Shared.ask(toText(R));
  auto Outcome =
      Result.Ended ? outcomeFrom(Result.Answer) : std::optional<RunOutcome>();
  bool IsExpectedCrash = P.ThePlan.CrashConfirms && F == Form::Flagged &&
                         (Result.Signal == SIGSEGV || Result.Signal == SIGBUS ||
                          Result.Signal == SIGABRT);
  if (IsExpectedCrash) {
    Outcome.emplace();
    Outcome->Ran = Outcome->Failed = true;
    Outcome->Summary = "the program " + Result.Reason;
  }
  if (!Outcome)
    Reason = std::string(F == Form::Flagged ? "the flagged run "
                                            : "the control run ") +
             (Result.Ended ? "gave an answer that is not understood"
                           : Result.Reason);
  else
    Outcome->Figures["runSeconds"] = Result.Seconds;
  return Outcome;
}

/// The machine, as a verdict names it.
static void stamp(Verdict &V, const DeviceFacts &Machine) {
  V.Device = Machine.Device;
  V.ComputeCapability = Machine.ComputeCapability;
  V.Driver = Machine.Driver;
  V.Runtime = Machine.Runtime;
  V.Library = Machine.Library;
}

/// The facts of this worker's device; null if the device could not be asked.
const DeviceFacts *Worker::machine() {
  if (Machine)
    return Machine;
  Request R;
  R.Stays = true;
  ChildResult Result = Shared.ask(toText(R));
  if (auto Answer = Result.Ended ? factsFrom(Result.Answer) : std::nullopt)
    Machine = &Asked.emplace(*Answer);
  return Machine;
}

/// Joins the figures of all rounds: the median of the medians, and the range
/// that covers all of them.
static RunOutcome joined(std::vector<RunOutcome> Rounds) {
  RunOutcome Whole = Rounds.back();
  auto Sorted = [&](const char *Name) {
    std::vector<double> All;
    for (RunOutcome &O : Rounds)
      All.push_back(O.Figures[Name]);
    std::sort(All.begin(), All.end());
    return All;
  };
  if (Rounds.size() == 1)
    return Whole;
  Whole.Figures["medianMilliseconds"] =
      Sorted("medianMilliseconds")[Rounds.size() / 2];
  Whole.Figures["lowMilliseconds"] = Sorted("lowMilliseconds").front();
  Whole.Figures["highMilliseconds"] = Sorted("highMilliseconds").back();
  Whole.Figures["repetitions"] *= static_cast<double>(Rounds.size());
  Whole.Figures["rounds"] = static_cast<double>(Rounds.size());
  return Whole;
}

/// What the forms' times have to do with one another, round by round: what the
/// machine does meanwhile meets both.
static void noteRatios(std::vector<RunOutcome> &Flagged,
                       std::vector<RunOutcome> &Control, RunOutcome &Into) {
  std::vector<double> Ratios;
  for (size_t I = 0; I < std::min(Flagged.size(), Control.size()); ++I) {
    double Time = Control[I].Figures["medianMilliseconds"];
    if (Time > 0)
      Ratios.push_back(Flagged[I].Figures["medianMilliseconds"] / Time);
  }
  if (Ratios.size() < 2)
    return;
  std::sort(Ratios.begin(), Ratios.end());
  // Of many rounds a tenth at either end may be the machine's doing.
  const size_t Outliers = Ratios.size() / 10;
  Into.Figures["roundRatio"] = Ratios[Ratios.size() / 2];
  Into.Figures["roundRatioLow"] = Ratios[Outliers];
  Into.Figures["roundRatioHigh"] = Ratios[Ratios.size() - 1 - Outliers];
}

void Worker::attempt(Prepared &P, bool InOwnProcesses) {
  Verdict &V = P.Result.TheVerdict;
  std::vector<RunOutcome> Flagged, Control;
  for (unsigned I = 0; I < P.ThePlan.Rounds; ++I) {
    auto Outcome = run(P, Form::Flagged, InOwnProcesses, V.Reason);
    if (!Outcome)
      return;
    Flagged.push_back(*Outcome);
    V.Flagged = joined(Flagged);
    Outcome = run(P, Form::Control, InOwnProcesses, V.Reason);
    if (!Outcome)
      return;
    Control.push_back(*Outcome);
    V.Control = joined(Control);
    if (Flagged.back().Failed || Control.back().Failed)
      break;
  }
  noteRatios(Flagged, Control, V.Flagged);
  Judgement J =
      P.TheExperiment->judge(P.ThePlan.TheSettings, V.Flagged, V.Control);
  V.Kind = J.Kind;
  V.Reason = J.Reason;
}

void Worker::execute(Prepared &P) {
  executeOnce(P);
  // What is not reached on a path says nothing of the finding.
  if (P.WithoutPath && P.Result.TheVerdict.Kind == VerdictKind::Inconclusive &&
      !areChildrenInterrupted()) {
    P.leavePath(P.Result.TheVerdict.Reason);
    if (P.isToRun())
      executeOnce(P);
  }
}

void Worker::executeOnce(Prepared &P) {
  const Verdict Unjudged = P.Result.TheVerdict;
  Verdict &V = P.Result.TheVerdict;
  if (const DeviceFacts *Own = machine())
    stamp(V, *Own);
  // Both forms in one process: a context takes the driver's time, of which the
  // whole machine has only one. Without a device there is none to share.
  const bool InOneProcess = P.ThePlan.NeedsGpu && HasDevice;
  if (!P.ThePlan.SharesProcess)
    Shared.end();
  attempt(P, !InOneProcess);
  if (!P.ThePlan.SharesProcess)
    Shared.end();
  // What an earlier run may have done to the process must not be this one's
  // verdict. Two forms that were timed were not harmed.
  const bool WasHarmed =
      !V.Flagged.Ran || !V.Control.Ran || V.Flagged.Failed || V.Control.Failed;
  if (InOneProcess && V.Kind == VerdictKind::Inconclusive && WasHarmed &&
      !areChildrenInterrupted()) {
    Verdict Again = Unjudged;
    std::swap(V, Again);
    if (Machine)
      stamp(V, *Machine);
    Shared.end();
    attempt(P, true);
  }
}

void Prepared::conclude() {
  Verdict &V = Result.TheVerdict;
  settle(V);
  if (!PathRefusal.empty())
    V.Reason += (V.Reason.empty() ? "" : "; ") +
                std::string("its path is not run: ") + PathRefusal;
}

void Prepared::leavePath(const std::string &Why) {
  const std::shared_ptr<const Prepared> Kept = WithoutPath;
  *this = *Kept;
  PathRefusal = Why;
}

void Prepared::take(const Prepared &Other) {
  const Verdict &Ran = Other.Result.TheVerdict;
  if (hasLeftPath(Ran))
    leavePath(Other.PathRefusal);
  Verdict &V = Result.TheVerdict;
  const Verdict Own = V;
  V = Ran;
  V.FilledByWitness = Own.FilledByWitness;
  V.Deciding = Own.Deciding;
  conclude();
}

/// Why no experiment can have the function \p Name; empty where one could.
static std::string whyNotInLibrary(const kb::Api *Api,
                                   const std::string &Name) {
  const kb::Function *F = Api ? Api->function(Name) : nullptr;
  return F && !F->Versions.contains(Api->DescribedVersion)
             ? Name + " is not in cuBLASLt " + Api->DescribedVersion.text() +
                   ", which the experiments call"
             : "";
}

/// The experiment that makes the calls of the finding's path; null where it has
/// none, or where that cannot be done: then \p Why says so.
const Experiment *Verifier::ofPath(const findings::CallSpecification &Call,
                                   const kb::Experiment &Case,
                                   const kb::Api *Api, std::string &Why) {
  if (Call.Path.empty())
    return nullptr;
  const Experiment *Sequence = Registry.find("call-sequence");
  if (!Sequence || Case.Mend.empty()) {
    Why = "nothing mends a path of this rule";
    return nullptr;
  }
  Planner P(Call, Case);
  Sequence->plan(P, facts(), Api);
  Why = P.ThePlan.Refusal;
  return P.refused() ? nullptr : Sequence;
}

Prepared Verifier::prepare(const Finding &F, bool WithPath) {
  Prepared Result;
  auto Cases = Kb.experimentsOf(F.Rule);
  if (Cases.empty()) {
    Result.Result.NotVerifiable =
        Kb.rule(F.Rule) ? "its rule has no experiment"
                        : "no rule of this name in the knowledge base";
    return Result;
  }
  if (!F.HasCall) {
    Result.Result.NotVerifiable = "it carries no call specification";
    return Result;
  }
  const kb::Api *Api = Kb.apis().empty() ? nullptr : &Kb.apis().front();
  const kb::Experiment *Fitting = fittingCase(Cases, F.Call);
  Verdict &V = Result.Result.TheVerdict;
  if (!Fitting)
    V.Reason = whyNotInLibrary(Api, F.Call.Function);
  if (!V.Reason.empty()) {
    V.Kind = VerdictKind::NotApplicable;
    V.Experiment = Cases.front()->Id;
    stamp(V, facts());
    V.Date = today();
    return Result;
  }
  if (!Fitting) {
    Result.Result.NotVerifiable =
        "no experiment of its rule is for " + F.Call.Function;
    return Result;
  }
  const kb::Experiment &Case = *Fitting;
  const DeviceFacts &Machine = facts();
  const Experiment *E = Registry.find(Case.Id);
  if (!E && Machine.BuiltWithCuda) {
    Result.Result.NotVerifiable =
        "this cublaslt-doctor has no experiment named '" + Case.Id + "'";
    return Result;
  }
  V.Experiment = Case.Id + (Case.Case.empty() ? "" : "/" + Case.Case);
  stamp(V, Machine);
  V.Date = today();
  if (!E) {
    V.Kind = VerdictKind::NeedsGpu;
    V.Reason = Machine.Lacks;
    return Result;
  }
  if (Machine.HasDevice)
    V.Reason = whyNotApplicable(Case, F.Call, Api, Machine);
  if (!V.Reason.empty()) {
    V.Kind = VerdictKind::NotApplicable;
    return Result;
  }
  findings::CallSpecification Call = F.Call;
  const Experiment *Sequence =
      WithPath ? ofPath(F.Call, Case, Api, Result.PathRefusal) : nullptr;
  if (Sequence) {
    E = Sequence;
    Result.WithoutPath = std::make_shared<Prepared>(prepare(F, false));
  } else {
    Call.Path.clear();
  }
  V.Experiment = E->id() + (Case.Case.empty() ? "" : "/" + Case.Case);
  Planner P(Call, Case);
  E->plan(P, Machine, Api);
  if (Api)
    describeAttributes(P.ThePlan, *Api);
  if (P.refused()) {
    V.Reason = P.ThePlan.Refusal;
    return Result;
  }
  V.FilledByWitness = P.ThePlan.FilledByWitness;
  V.Deciding = decidingValues(P, Kb.rule(F.Rule), Api);
  bool IsDecidable =
      Machine.HasLibrary && (Machine.HasDevice || !P.ThePlan.NeedsGpu);
  if (!IsDecidable) {
    V.Kind = VerdictKind::NeedsGpu;
    V.Reason = Machine.Lacks;
    return Result;
  }
  if (P.ThePlan.NeedsExclusiveMemory && Machine.SharesHostMemory) {
    V.Reason = "this device has no memory of its own: filling it would take "
               "the host's";
    V.Kind = VerdictKind::NotApplicable;
    return Result;
  }
  Result.TheExperiment = E;
  Result.ThePlan = P.ThePlan;
  Result.NeedsDeviceAlone =
      P.ThePlan.NeedsExclusiveMemory || P.ThePlan.NeedsDeviceAlone ||
      (Result.WithoutPath && Result.WithoutPath->NeedsDeviceAlone);
  Request R;
  R.TheKind = Request::Kind::Run;
  R.Experiment = E->id();
  for (Form Each : {Form::Flagged, Form::Control}) {
    R.TheForm = Each;
    R.TheSettings = settingsOf(P.ThePlan, Each);
    Result.Key += toText(R);
  }
  return Result;
}

std::unique_ptr<Worker> Verifier::worker(const std::string &Device,
                                         bool IsOnly) {
  return std::make_unique<Worker>(Limits, Device, IsOnly ? &facts() : nullptr,
                                  facts().HasDevice);
}

Examined Verifier::examine(const Finding &F) {
  Prepared P = prepare(F);
  if (P.isToRun()) {
    worker()->execute(P);
    P.conclude();
  }
  return P.Result;
}
