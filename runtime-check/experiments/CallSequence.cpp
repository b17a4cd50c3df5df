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
      std::string("0neovisbfrd").find(Letter) == std::string::npos)
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
    for (auto [Name, Is] : {std::pair("mustSucceed", Step.MustSucceed),
                            std::pair("mustFail", Step.MustFail),
                            std::pair("flagged", Step.IsFlagged),
                            std::pair("tested", Step.IsTested)})
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
    Step.MustSucceed = S.flag(keyOf(I, "mustSucceed"));
    Step.MustFail = S.flag(keyOf(I, "mustFail"));
    Step.IsFlagged = S.flag(keyOf(I, "flagged"));
    Step.IsTested = S.flag(keyOf(I, "tested"));
    Steps.push_back(std::move(Step));
  }
  return Steps;
}

void CallSequence::plan(Planner &P, const DeviceFacts &,
                        const kb::Api *Api) const {
  if (!Api) {
    P.refuse("the knowledge base describes no API");
    return;
  }
  const bool TestsStatus = P.E.Mend == "test-status";
  std::vector<PathStep> Path = P.Call.Path;
  if (Path.empty()) {
    PathStep Call;
    Call.Function = P.Call.Function;
    Call.Values = P.Call.Values;
    Call.IsFlagged = true;
    Path.push_back(Call);
  }
  size_t Marked = 0;
  Sequencer Made(P, *Api);
  for (size_t I = 0; I < Path.size() && !P.refused(); ++I) {
    const PathStep &Call = Path[I];
    Marked += Call.IsFlagged;
    Made.add(Call,
             Call.TheOutcome == PathStep::Outcome::Fails ||
                 (TestsStatus && Call.IsFlagged),
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
  Sequencer Mended = Made;
  for (SequenceStep &Step : Mended.Steps)
    if (Step.IsFlagged)
      Step.IsTested = TestsStatus;
  if (P.E.Mend == "destroy")
    Mended.destroyFlagged();
  if (P.E.Mend == "leave-out")
    Mended.Steps.erase(
        std::remove_if(Mended.Steps.begin(), Mended.Steps.end(),
                       [](const SequenceStep &Step) { return Step.IsFlagged; }),
        Mended.Steps.end());
  if (P.refused())
    return;
  Settings &S = P.ThePlan.TheSettings;
  S.set("mend", P.E.Mend);
  // A handle takes milliseconds and memory of the device.
  if (P.E.Mend == "destroy")
    S.set("leak.rounds", uint64_t(Made.NeedsGpu ? 50 : 20000));
  Settings Control = S;
  store(S, Made.Steps);
  store(Control, Mended.Steps);
  P.ThePlan.ControlSettings = Control;
  P.ThePlan.NeedsGpu = Made.NeedsGpu;
  P.ThePlan.CrashConfirms = P.E.Mend != "destroy";
  P.ThePlan.RunsPath = !P.Call.Path.empty();
}
