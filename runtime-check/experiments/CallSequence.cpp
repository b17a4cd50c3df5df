//===-- CallSequence.cpp - a path and its mended form ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/CallSequence.h"
#include "runtime-check/experiments/Sequencer.h"
#include <algorithm>
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::Key;
using findings::PathStep;
using Argument = SequenceArgument;
using Kind = SequenceArgument::Kind;

std::string Argument::text() const {
  return std::string(1, static_cast<char>(Is)) + ":" + Name + ":" +
         std::to_string(Value) + ":" + std::to_string(Size);
}

std::optional<Argument> Argument::parse(const std::string &Text) {
  Argument A;
  char Letter = 0, Name[80] = "";
  long long Value = 0;
  unsigned long long Size = 0;
  int End = 0;
  const bool HasName = std::sscanf(Text.c_str(), "%c:%79[^:]:%lld:%llu%n",
                                   &Letter, Name, &Value, &Size, &End) == 4;
  if (!HasName && std::sscanf(Text.c_str(), "%c::%lld:%llu%n", &Letter, &Value,
                              &Size, &End) != 3)
    return std::nullopt;
  if (static_cast<size_t>(End) != Text.size() ||
      std::string("0neovisbfrcd").find(Letter) == std::string::npos)
    return std::nullopt;
  A.Is = static_cast<Kind>(Letter);
  A.Name = Name;
  A.Value = Value;
  A.Size = Size;
  return A;
}

static std::string keyOf(size_t Step, const std::string &What) {
  char Number[32];
  std::snprintf(Number, sizeof Number, "step.%03zu.", Step);
  return Number + What;
}

void runtime::store(Settings &S, const std::vector<SequenceStep> &Steps) {
  for (size_t I = 0; I < Steps.size(); ++I) {
    const SequenceStep &Step = Steps[I];
    S.set(keyOf(I, "function"), Step.Function);
    for (size_t J = 0; J < Step.Arguments.size(); ++J)
      S.set(keyOf(I, "argument." + std::to_string(J)),
            Step.Arguments[J].text());
    if (!Step.Place.empty())
      S.set(keyOf(I, "place"), Step.Place);
    if (!Step.Failure.empty())
      S.set(keyOf(I, "failure"), Step.Failure);
    if (!Step.Comment.empty())
      S.set(keyOf(I, "comment"), Step.Comment);
    for (auto [Name, Is] :
         {std::pair("mustSucceed", Step.MustSucceed),
          std::pair("mustFail", Step.MustFail),
          std::pair("flagged", Step.IsFlagged),
          std::pair("tested", Step.IsTested), std::pair("rival", Step.IsRival)})
      if (Is)
        S.set(keyOf(I, Name), true);
  }
}

std::vector<SequenceStep> runtime::sequenceOf(const Settings &S) {
  std::vector<SequenceStep> Steps;
  for (size_t I = 0; S.has(keyOf(I, "function")); ++I) {
    SequenceStep Step;
    Step.Function = S.word(keyOf(I, "function"));
    for (size_t J = 0; S.has(keyOf(I, "argument." + std::to_string(J))); ++J)
      Step.Arguments.push_back(
          Argument::parse(S.word(keyOf(I, "argument." + std::to_string(J))))
              .value_or(Argument()));
    Step.Place = S.word(keyOf(I, "place"));
    Step.Failure = S.word(keyOf(I, "failure"));
    Step.Comment = S.word(keyOf(I, "comment"));
    Step.MustSucceed = S.flag(keyOf(I, "mustSucceed"));
    Step.MustFail = S.flag(keyOf(I, "mustFail"));
    Step.IsFlagged = S.flag(keyOf(I, "flagged"));
    Step.IsTested = S.flag(keyOf(I, "tested"));
    Step.IsRival = S.flag(keyOf(I, "rival"));
    Steps.push_back(std::move(Step));
  }
  return Steps;
}

/// Where the outcome of a mend hangs on what the path's calls are given.
static bool hangsOnValues(const std::string &Mend) {
  return Mend == "ask-again" || Mend == "own-workspace" || Mend == "halve";
}

/// Makes of the control, which is the path so far, its mended form.
bool CallSequence::mend(Planner &P, Sequencer &Made, Sequencer &Control) const {
  const std::string &Mend = P.E.Mend;
  if (Mend == "test-status")
    for (SequenceStep &Step : Control.Steps)
      Step.IsTested |= Step.IsFlagged;
  if (Mend == "destroy")
    Control.destroyFlagged();
  if (Mend == "leave-out")
    Control.Steps.erase(
        std::remove_if(Control.Steps.begin(), Control.Steps.end(),
                       [](const SequenceStep &Step) { return Step.IsFlagged; }),
        Control.Steps.end());
  if (Mend == "ask-again")
    Control.askAgain();
  if (Mend == "own-workspace") {
    Made.markRival();
    Control.markRival();
    Control.ownWorkspace();
  }
  if (Mend == "halve") {
    Made.failForLackOfMemory();
    Control.failForLackOfMemory();
    Control.halve();
  }
  return !P.refused();
}

/// The arguments of the flagged call. What the finding says of an attribute's
/// call is in the question.
static findings::CallValues argumentsOf(const findings::CallSpecification &Call,
                                        const kb::Api &Api) {
  findings::CallValues Values = Call.Values;
  const kb::Function *F = Api.function(Call.Function);
  auto Question = Call.Values.find(findings::OwnKey::Question);
  auto Asked = Question == Call.Values.end()
                   ? std::nullopt
                   : findings::asWord(Question->second);
  if (!F || !Asked)
    return Values;
  const Key Of = Key::written(*Asked);
  for (const kb::Parameter &Each : F->Parameters) {
    auto Take = [&](const Key &From) {
      auto Given = Call.Values.find(From);
      if (Given != Call.Values.end())
        Values[Key::argument(Each)] = Given->second;
    };
    if (Each.TheRole == kb::Role::Attribute)
      Values[Key::argument(Each)].Known = std::string(Of.name());
    else if (Each.TheRole == kb::Role::BufferSize)
      Take(Key::sizeOf(Of));
    else if (Each.TheRole == kb::Role::Buffer)
      Take(Of);
  }
  return Values;
}

void CallSequence::plan(Planner &P, const DeviceFacts &,
                        const kb::Api *Api) const {
  if (!Api) {
    P.refuse("the knowledge base describes no API");
    return;
  }
  const std::string &Mend = P.E.Mend;
  const bool TestsStatus = Mend == "test-status";
  const bool IsTested =
      P.knownFlag("heuristic.statusTested").value_or(false) && TestsStatus;
  std::vector<PathStep> Path = P.Call.Path;
  if (!Path.empty() && IsTested)
    P.refuse("the path tests the status: not run");
  if (Path.empty()) {
    PathStep Call;
    Call.Function = P.Call.Function;
    Call.Values = argumentsOf(P.Call, *Api);
    Call.IsFlagged = true;
    Path.push_back(Call);
  }
  size_t Marked = 0;
  Sequencer Made(P, *Api);
  for (size_t I = 0; I < Path.size() && !P.refused(); ++I) {
    const PathStep &Call = Path[I];
    Marked += Call.IsFlagged;
    Made.add(Call,
             Call.IsFlagged ? TestsStatus
                            : Call.TheOutcome == PathStep::Outcome::Fails,
             P.Call.Path.empty() ? ""
                                 : "path." + std::to_string(I) + ".argument.");
  }
  // 16 bytes are the widest type's.
  if (Made.UsesMatrices && Made.MostElements > SequenceDeviceBytes / 16)
    P.refuse("a matrix of the path is larger than the memory of this "
             "experiment: not run");
  if (Marked != 1)
    P.refuse("the path marks " + std::to_string(Marked) +
             " calls as the flagged one, expected one: not run");
  if (hangsOnValues(Mend)) {
    for (const std::string &Key : P.ThePlan.FilledByWitness)
      if (Key.rfind("path.", 0) == 0)
        P.refuse(Key + " is not known, and decides: not run");
    if (!Made.FromOutside.empty())
      P.refuse(Made.FromOutside +
               " comes from outside the path, and decides: not run");
  }
  for (SequenceStep &Step : Made.Steps)
    Step.IsTested = IsTested && Step.IsFlagged;
  Sequencer Control = Made;
  if (P.refused() || !mend(P, Made, Control))
    return;
  Settings &S = P.ThePlan.TheSettings;
  S.set("mend", Mend);
  // A handle takes milliseconds and memory of the device.
  if (Mend == "destroy")
    S.set("leak.rounds", uint64_t(Made.NeedsGpu ? 50 : 20000));
  if (Mend == "own-workspace")
    S.set("workspace.rounds",
          P.ruleNumber(P.E.Witness, "workspace.rounds", {1, 1000}, 64));
  if (Mend == "halve") {
    S.set("pressure.remainingBytes", Made.RemainingBytes);
    P.ThePlan.NeedsExclusiveMemory = true;
  }
  P.ThePlan.NeedsDeviceAlone = Mend == "own-workspace";
  Settings OfControl = S;
  store(S, Made.Steps);
  store(OfControl, Control.Steps);
  P.ThePlan.ControlSettings = OfControl;
  P.ThePlan.NeedsGpu = Made.NeedsGpu;
  P.ThePlan.CrashConfirms = Mend == "test-status" || Mend == "leave-out";
  P.ThePlan.RunsPath = !P.Call.Path.empty();
}
