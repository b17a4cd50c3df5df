//===-- Verifier.cpp - a verdict for each finding -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Verifier.h"
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

/// Of several devices each names itself; null when it could not be asked.
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

/// The figures of all rounds as those of one: the medians' median, and a spread
/// that none of them leaves.
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

/// How well a known value of the call fits the one of a case.
static int fit(const findings::SpecificationValue &Known,
               const std::string &Text) {
  if (auto *Word = std::get_if<std::string>(&Known.Known))
    return *Word == Text ? 2 : -1;
  auto Number = findings::asSigned(Known);
  // Another number may be the same mistake.
  return Number && std::to_string(*Number) == Text ? 2 : 1;
}

/// A word of the call, or nothing.
static std::string wordOf(const findings::CallSpecification &Call,
                          const char *Key) {
  auto It = Call.Values.find(Key);
  auto *Word = It == Call.Values.end()
                   ? nullptr
                   : std::get_if<std::string>(&It->second.Known);
  return Word ? *Word : "";
}

/// The case whose flagged form the call shows: the one that it names, else the
/// one of its condition, else the one that its known values fit best, else the
/// first.
static const kb::Experiment &
fittingCase(const std::vector<const kb::Experiment *> &Cases,
            const findings::CallSpecification &Call) {
  const kb::Experiment *Best = Cases.front();
  int Most = 0;
  const std::string Name = wordOf(Call, "case"),
                    Condition = wordOf(Call, "problem.condition");
  for (const kb::Experiment *E : Cases)
    if ((!Name.empty() && Name == E->Case) ||
        std::count(E->Conditions.begin(), E->Conditions.end(), Condition))
      return *E;
  for (const kb::Experiment *E : Cases) {
    int Fit = 0;
    for (const auto &[Key, Text] : E->Flagged) {
      auto It = Call.Values.find(Key);
      if (It != Call.Values.end() && It->second.isKnown())
        Fit += fit(It->second, Text);
    }
    if (Fit > Most) {
      Best = E;
      Most = Fit;
    }
  }
  return *Best;
}

/// "9.0" as 90; 0 when it is none.
static int capability(const std::string &Text) {
  size_t Point = Text.find('.');
  if (Point == std::string::npos)
    return 0;
  return std::atoi(Text.c_str()) * 10 + std::atoi(Text.c_str() + Point + 1);
}

/// Why the rule's experiment says nothing of the device; empty when it does.
static std::string whyNotApplicable(const kb::Experiment &E,
                                    const DeviceFacts &Machine) {
  int Own = capability(Machine.ComputeCapability);
  bool IsBelow = !E.LeastComputeCapability.empty() &&
                 Own < capability(E.LeastComputeCapability);
  bool IsAbove = !E.MostComputeCapability.empty() &&
                 Own > capability(E.MostComputeCapability);
  if (!IsBelow && !IsAbove)
    return "";
  std::string Range =
      E.LeastComputeCapability.empty() ? "up to " + E.MostComputeCapability
      : E.MostComputeCapability.empty()
          ? "from " + E.LeastComputeCapability + " on"
          : E.LeastComputeCapability + " to " + E.MostComputeCapability;
  return "the rule holds for compute capability " + Range +
         ", this device has " + Machine.ComputeCapability;
}

Prepared Verifier::prepare(const Finding &F) {
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
  const kb::Experiment &Case = fittingCase(Cases, F.Call);
  const DeviceFacts &Machine = facts();
  const Experiment *E = Registry.find(Case.Id);
  if (!E && Machine.BuiltWithCuda) {
    Result.Result.NotVerifiable =
        "this cublaslt-doctor has no experiment named '" + Case.Id + "'";
    return Result;
  }
  Verdict &V = Result.Result.TheVerdict;
  V.Experiment = Case.Id + (Case.Case.empty() ? "" : "/" + Case.Case);
  stamp(V, Machine);
  V.Date = today();
  if (!E) {
    V.Kind = VerdictKind::NeedsGpu;
    V.Reason = Machine.Lacks;
    return Result;
  }
  Planner P(F.Call, Case);
  E->plan(P, Machine, Kb.apis().empty() ? nullptr : &Kb.apis().front());
  if (!Kb.apis().empty())
    describeAttributes(P.ThePlan, Kb.apis().front());
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
  V.Reason = Machine.HasDevice ? whyNotApplicable(Case, Machine) : "";
  if (P.ThePlan.NeedsExclusiveMemory && Machine.SharesHostMemory)
    V.Reason = "this device has no memory of its own: filling it would take "
               "the host's";
  if (!V.Reason.empty()) {
    V.Kind = VerdictKind::NotApplicable;
    return Result;
  }
  V.FilledByWitness = P.ThePlan.FilledByWitness;
  Result.TheExperiment = E;
  Result.ThePlan = P.ThePlan;
  Result.NeedsDeviceAlone =
      P.ThePlan.NeedsExclusiveMemory || P.ThePlan.NeedsDeviceAlone;
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
  if (P.isToRun())
    worker()->execute(P);
  return P.Result;
}
