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
#include "runtime-check/experiments/Steps.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"
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

namespace {
/// The variables of one run.
struct Limited {
  Limited(RunRecorder &R, const Settings &S)
      : R(R), Handle(R.Lt), Problem(R, S) {}

  bool stop(RunOutcome Outcome) {
    End = std::move(Outcome);
    return false;
  }

  RunRecorder &R;
  RunOutcome End;
  LtHandle Handle;
  MatmulProblem Problem;
  MatmulProblem::Choice Choice;
  uint64_t Limit = 0, Needed = 0;
  /// Bytes free before the memory was filled.
  std::optional<uint64_t> FreeBefore;
  bool HasWorkspace = true;
  std::string Story;
  MemoryPressure Held;
  std::optional<DeviceBuffer> Workspace{std::in_place};
};
using LimitedSteps = Steps<Limited>;
} // namespace

static void prepare(LimitedSteps &L, const Settings &S) {
  MatmulProgram Handle(S), Objects(S), Memory(S);
  Handle.handle();
  L.add(Handle.Statements, [](Limited &X) {
    return X.R.expect("cublasLtCreate", X.Handle.create()) ||
           X.stop(X.R.notReached("no handle: " + X.R.last()));
  });
  auto Prepare = [&](const MatmulProgram &P, bool (MatmulProblem::*Do)()) {
    L.add(P.Statements, [Do](Limited &X) {
      return (X.Problem.*Do)() ||
             X.stop(X.R.notReached("the problem could not be set up: " +
                                   X.R.last()));
    });
  };
  Objects.describe();
  Prepare(Objects, &MatmulProblem::describe);
  Memory.matrices(false);
  Memory.scalars();
  Prepare(Memory, &MatmulProblem::allocate);
}

/// The limit as the form has it. A limit that the program reads from the
/// device is read here as the program would: before the rest of the program
/// has filled the memory.
static void limit(LimitedSteps &L, Form F, const Settings &S) {
  L.add("size_t most = 0;");
  const bool IsControl = F == Form::Control;
  const std::string Key = IsControl ? "control.limit" : LimitKey.str();
  if (IsControl || S.number(LimitKey)) {
    const uint64_t Limit = S.numberOr(Key, 32 * MiB);
    L.add("most = " + bytesOf(S, Key, Limit) + ";", [Limit](Limited &X) {
      X.Limit = Limit;
      return true;
    });
  } else {
    const bool IsFree = S.word("workspace.origin") == "free-memory";
    L.add(std::string("size_t free = 0, total = 0;\nMUST(cudaMemGetInfo, "
                      "&free, &total);\nmost = ") +
              (IsFree ? "free" : "total") + ";",
          [IsFree](Limited &X) {
            size_t Free = 0, Total = 0;
            if (!X.R.expect("cudaMemGetInfo", cudaMemGetInfo(&Free, &Total)))
              return X.stop(
                  X.R.notReached("the limit could not be read: " + X.R.last()));
            X.Limit = IsFree ? Free : Total;
            return true;
          });
  }
  MatmulProgram P(S);
  P.preference("most");
  for (const std::string &Statement : P.Statements)
    L.add(Statement);
}

/// An algorithm within the limit, and the workspace that it wants.
static void choose(LimitedSteps &L, const Settings &S, bool IsTimed) {
  MatmulProgram P(S);
  P.choose();
  L.add(P.Statements, [=](Limited &X) {
    X.Choice = X.Problem.choose(X.Handle.get(), X.Limit);
    if (!X.R.saw("cublasLtMatmulAlgoGetHeuristic", X.Choice.Status) ||
        X.Choice.Count < 1)
      return X.stop(
          X.R.notReached("the heuristic found no algorithm: " + X.R.last()));
    X.Needed = X.Choice.Results[0].workspaceSize;
    X.R.figure("workspaceBytes", static_cast<double>(X.Needed));
    X.Story = "limit " + bytesForPeople(X.Limit);
    if (IsTimed) {
      X.Story += ", workspace " + bytesForPeople(X.Needed);
      return true;
    }
    const uint64_t Free = MemoryPressure::freeBytes();
    X.R.figure("limitBytes", static_cast<double>(X.Limit));
    X.R.figure("deviceBytesFree", static_cast<double>(Free));
    X.Story += ": the algorithm wants " + bytesForPeople(X.Needed) +
               " of workspace, " + bytesForPeople(Free) + " are free";
    return true;
  });
  L.add("const size_t needed = results[0].workspaceSize;\n"
        "printf(\"  limit %zu: the algorithm wants %zu bytes\\n\", most, "
        "needed);\n"
        "void *workspace = nullptr;\n"
        "if (needed) SHOW(cudaMalloc, &workspace, needed);",
        [=](Limited &X) {
          X.HasWorkspace =
              X.Needed == 0 ||
              X.R.saw("cudaMalloc", X.Workspace->allocate(X.Needed));
          // A program that does not look at the allocation's error goes on
          // without a workspace, as the run under pressure does.
          return X.HasWorkspace || !IsTimed ||
                 X.stop(X.R.answered(true, X.Story + ": " + X.R.last()));
        });
}

static LimitedSteps steps(Form F, const Settings &S) {
  const bool IsTimed = S.word("part") == "slowness";
  const std::string Matmul =
      MatmulProgram(S).matmul("&results[0].algo", "workspace", "needed");
  LimitedSteps L;
  prepare(L, S);
  limit(L, F, S);
  if (IsTimed) {
    L.add("", [](Limited &X) {
      return X.Problem.fill() ||
             X.stop(X.R.notReached("the matrices could not be filled: " +
                                   X.R.last()));
    });
    choose(L, S, IsTimed);
    const auto WarmUps = static_cast<unsigned>(S.numberOr("timing.warmUps", 4)),
               Repetitions =
                   static_cast<unsigned>(S.numberOr("timing.repetitions", 20));
    L.add("auto once = [&]() -> int {\n  MUST(cublasLtMatmul, " + Matmul +
              ");\n  return 0;\n};\nreturn timed(once, " +
              std::to_string(WarmUps) + ", " + std::to_string(Repetitions) +
              ", 1, flagged);",
          [=](Limited &X) {
            auto Once = [&] {
              return X.R.expect("cublasLtMatmul",
                                X.Problem.run(X.Handle.get(),
                                              &X.Choice.Results[0].algo,
                                              X.Workspace->get(), X.Needed));
            };
            const bool Works = timeCalls(X.R, Once, WarmUps, Repetitions,
                                         /*CallsEach=*/1, /*IsHostTime=*/false);
            return X.stop(X.R.answered(
                !Works, X.Story + (Works ? "" : ": " + X.R.last())));
          });
    return L;
  }
  const uint64_t Remaining = S.numberOr("pressure.remainingBytes", 256 * MiB);
  L.add("std::vector<void *> held; fillMemory(held, " +
            bytesOf(S, "pressure.remainingBytes", 256 << 20) + ");",
        [=](Limited &X) {
          X.FreeBefore = MemoryPressure::freeBytes();
          return X.Held.fillDownTo(Remaining) ||
                 X.stop(
                     X.R.notReached("the device's memory could not be filled"));
        });
  choose(L, S, IsTimed);
  L.add("SHOW(cublasLtMatmul, " + Matmul + ");\nSHOW(cudaDeviceSynchronize);",
        [](Limited &X) {
          const bool Works =
              X.R.saw("cublasLtMatmul",
                      X.Problem.run(X.Handle.get(), &X.Choice.Results[0].algo,
                                    X.Workspace->get(),
                                    X.HasWorkspace ? X.Needed : 0)) &&
              X.R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize());
          return X.stop(X.R.answered(!X.HasWorkspace || !Works,
                                     X.Story + ": " + X.R.last(2)));
        });
  return L;
}

RunOutcome UnboundedWorkspace::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  Limited X(Run.recorder(), S);
  steps(F, S).follow(X);
  if (X.FreeBefore) {
    X.Workspace.reset();
    X.Held.release();
    X.End.Figures["deviceBytesFreeBeforePressure"] =
        static_cast<double>(*X.FreeBefore);
    X.End.Figures["deviceBytesFreeAfterRelease"] =
        static_cast<double>(MemoryPressure::freeBytes());
  }
  return X.End;
}

std::vector<std::string>
UnboundedWorkspace::statements(Form F, const Settings &S,
                               const RunOutcome &) const {
  return steps(F, S).statements();
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
