//===-- UnboundedWorkspace.cpp - cublaslt-unbounded-workspace -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/UnboundedWorkspace.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/MemoryPressure.h"
#include "runtime-check/experiments/MatmulTiming.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <cstdio>
#include <optional>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

static const findings::Key LimitKey =
    findings::preferenceKey("MAX_WORKSPACE_BYTES");

// From here on the library drops every algorithm with workspace (measured on
// cuBLASLt 13.1; an overflow inside it is the likely reason).
static constexpr uint64_t SlowFrom = INT64_MAX;

static constexpr uint64_t MiB = 1 << 20;

void UnboundedWorkspace::plan(Planner &P, const DeviceFacts &Facts,
                              const kb::Api *Api) const {
  Settings &S = P.ThePlan.TheSettings;
  std::string Origin =
      P.knownWord("workspace.origin",
                  {"constant", "free-memory", "total-memory", "outside"})
          .value_or("outside");
  S.set("workspace.origin", Origin);
  auto Limit = P.knownNumber(LimitKey, ByteBounds);
  // The shape that shows the lack of memory is not the one that shows the
  // slowness: the rule has a witness for each of its two parts.
  P.Part = Limit && *Limit >= SlowFrom ? "slowness" : "memory";
  S.set("part", P.Part);
  bool IsReadFromDevice = Origin == "free-memory" || Origin == "total-memory";
  if (!Limit && !IsReadFromDevice) {
    Limit = P.ruleNumber(P.E.Flagged, LimitKey, ByteBounds, uint64_t(1) << 40);
    P.noteFilled(LimitKey);
  }
  if (Limit)
    S.set(LimitKey, *Limit);
  S.set("control.limit",
        P.ruleNumber(P.E.Control, LimitKey, ByteBounds, 32 * MiB));

  auto Set = [&](const char *Key, Bounds B, uint64_t Default) {
    S.set(Key, P.ruleNumber(P.E.Witness, Key, B, Default));
  };
  if (P.Part == "slowness") {
    Set("timing.warmUps", {4, 1000}, 4);
    Set("timing.repetitions", {10, 1000}, 20);
    Set("timing.minimumPercent", {101, 1000}, 105);
    P.ThePlan.SharesProcess = P.ThePlan.NeedsDeviceAlone = true;
    P.ThePlan.Rounds = TimingRounds;
  } else {
    P.ThePlan.NeedsExclusiveMemory = true;
    Set("pressure.remainingBytes", {64 * MiB, uint64_t(1) << 40}, 256 * MiB);
  }
  planMatmul(P, Api, witnessShape(P));
  auto Bytes = matmulBytes(S);
  if (!P.refused() && Facts.HasDevice && (!Bytes || *Bytes > Facts.TotalBytes))
    P.refuse("the call's matrices need " +
             (Bytes ? bytesForPeople(*Bytes) : "more than 16 EiB") +
             ", the device has " + bytesForPeople(Facts.TotalBytes) +
             ": not run");
}

/// The limit as the form has it. A limit that the program reads from the
/// device is read here as the program would: before the rest of the program
/// has filled the memory.
static std::optional<uint64_t> limitOf(Form F, const Settings &S,
                                       RunRecorder &R) {
  if (F == Form::Control)
    return S.numberOr("control.limit", 32 * MiB);
  if (auto Limit = S.number(LimitKey))
    return Limit;
  size_t Free = 0, Total = 0;
  if (!R.expect("cudaMemGetInfo", cudaMemGetInfo(&Free, &Total)))
    return std::nullopt;
  return S.word("workspace.origin") == "free-memory" ? Free : Total;
}

static RunOutcome runUnderPressure(RunRecorder &R, MatmulProblem &Problem,
                                   cublasLtHandle_t Handle, uint64_t Limit,
                                   const Settings &S) {
  uint64_t Before = MemoryPressure::freeBytes();
  RunOutcome Result;
  {
    MemoryPressure Pressure;
    if (!Pressure.fillDownTo(S.numberOr("pressure.remainingBytes", 256 * MiB)))
      return R.notReached("the device's memory could not be filled");
    auto Choice = Problem.choose(Handle, Limit);
    if (!R.saw("cublasLtMatmulAlgoGetHeuristic", Choice.Status) ||
        Choice.Count < 1)
      return R.notReached("the heuristic found no algorithm: " + R.last());
    uint64_t Needed = Choice.Results[0].workspaceSize;
    uint64_t Free = MemoryPressure::freeBytes();
    R.figure("limitBytes", static_cast<double>(Limit));
    R.figure("workspaceBytes", static_cast<double>(Needed));
    R.figure("deviceBytesFree", static_cast<double>(Free));
    std::string Story = "limit " + bytesForPeople(Limit) +
                        ": the algorithm wants " + bytesForPeople(Needed) +
                        " of workspace, " + bytesForPeople(Free) + " are free";
    DeviceBuffer Workspace;
    bool HasWorkspace =
        Needed == 0 || R.saw("cudaMalloc", Workspace.allocate(Needed));
    // A program that does not look at the allocation's error goes on without
    // a workspace, as here.
    bool Works =
        R.saw("cublasLtMatmul",
              Problem.run(Handle, &Choice.Results[0].algo, Workspace.get(),
                          HasWorkspace ? Needed : 0)) &&
        R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize());
    Result = R.answered(!HasWorkspace || !Works, Story + ": " + R.last(2));
  }
  Result.Figures["deviceBytesFreeBeforePressure"] = static_cast<double>(Before);
  Result.Figures["deviceBytesFreeAfterRelease"] =
      static_cast<double>(MemoryPressure::freeBytes());
  return Result;
}

static RunOutcome runTimed(RunRecorder &R, MatmulProblem &Problem,
                           cublasLtHandle_t Handle, uint64_t Limit,
                           const Settings &S) {
  if (!Problem.fill())
    return R.notReached("the matrices could not be filled: " + R.last());
  auto Choice = Problem.choose(Handle, Limit);
  if (!R.saw("cublasLtMatmulAlgoGetHeuristic", Choice.Status) ||
      Choice.Count < 1)
    return R.notReached("the heuristic found no algorithm: " + R.last());
  const auto &Chosen = Choice.Results[0];
  R.figure("workspaceBytes", static_cast<double>(Chosen.workspaceSize));
  DeviceBuffer Workspace;
  std::string Story = "limit " + bytesForPeople(Limit) + ", workspace " +
                      bytesForPeople(Chosen.workspaceSize);
  if (Chosen.workspaceSize &&
      !R.saw("cudaMalloc", Workspace.allocate(Chosen.workspaceSize)))
    return R.answered(true, Story + ": " + R.last());
  auto Once = [&] {
    return R.expect("cublasLtMatmul",
                    Problem.run(Handle, &Chosen.algo, Workspace.get(),
                                Chosen.workspaceSize));
  };
  if (!timeCalls(R, Once,
                 static_cast<unsigned>(S.numberOr("timing.warmUps", 4)),
                 static_cast<unsigned>(S.numberOr("timing.repetitions", 20)),
                 /*CallsEach=*/1, /*IsHostTime=*/false))
    return R.answered(true, Story + ": " + R.last());
  return R.answered(false, Story);
}

RunOutcome UnboundedWorkspace::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  LtHandle Handle(R.Lt);
  if (!R.expect("cublasLtCreate", Handle.create()))
    return R.notReached("no handle: " + R.last());
  MatmulProblem Problem(R, S);
  if (!Problem.describe() || !Problem.allocate())
    return R.notReached("the problem could not be set up: " + R.last());
  auto Limit = limitOf(F, S, R);
  if (!Limit)
    return R.notReached("the limit could not be read: " + R.last());
  return S.word("part") == "slowness"
             ? runTimed(R, Problem, Handle.get(), *Limit, S)
             : runUnderPressure(R, Problem, Handle.get(), *Limit, S);
}

Judgement UnboundedWorkspace::judge(const Settings &S, RunOutcome &Flagged,
                                    RunOutcome &Control) const {
  bool IsTimed = S.word("part") == "slowness" && Flagged.Ran && Control.Ran &&
                 !Flagged.Failed && !Control.Failed;
  if (IsTimed)
    return judgeSlowdown(
        Flagged, Control,
        static_cast<double>(S.numberOr("timing.minimumPercent", 105)) / 100);
  return Experiment::judge(S, Flagged, Control);
}
