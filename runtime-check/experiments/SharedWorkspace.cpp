//===-- SharedWorkspace.cpp - one workspace, two streams -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/SharedWorkspace.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/ReferenceResult.h"
#include "runtime-check/experiments/Steps.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/reproducer/MatmulProgram.h"
#include <optional>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

namespace {
/// One of the two matmuls.
struct Side {
  Side(RunRecorder &R, const Settings &S) : R(R), S(S), Problem(R, S) {}

  /// Empty where an algorithm with a workspace was found.
  std::string prepare(cublasLtHandle_t Handle);
  Comparison compare() const {
    return compareWithReference(S, Problem.matrix('A'), Problem.matrix('B'),
                                Problem.matrix('D'), MatmulProblem::PoisonByte);
  }
  /// Keeps the result of the run alone; false where that is not right.
  bool keepAlone();
  /// The result differs from that of the run alone.
  bool isCorrupted();

  RunRecorder &R;
  const Settings &S;
  MatmulProblem Problem;
  MatmulProblem::Choice Chosen;
  DeviceBuffer Workspace;
  /// Where it works: its own workspace, or the other's.
  void *Where = nullptr;
  cudaStream_t Stream = nullptr;
  std::vector<char> Alone, Seen;
  std::optional<bool> IsWrong;
};

/// The variables of one run.
struct Race {
  Race(RunRecorder &R, const Settings &S)
      : R(R), Handle(R.Lt), Both{{R, S}, {R, S}} {}

  bool stop(RunOutcome Outcome) {
    End = std::move(Outcome);
    return false;
  }
  /// A call of the loop failed: alone that is not what the question is about.
  bool fail() {
    return stop(Round < 0 ? R.notReached("the matmul alone failed: " + R.last())
                          : R.answered(true, R.last()));
  }
  bool setUp(bool IsDone) {
    return IsDone ||
           stop(R.notReached("the problem could not be set up: " + R.last()));
  }

  RunRecorder &R;
  RunOutcome End;
  LtHandle Handle;
  Side Both[2];
  int64_t Round = 0, Call = 0;
  unsigned Corrupted = 0;
};
using RaceSteps = Steps<Race>;
} // namespace

std::string Side::prepare(cublasLtHandle_t Handle) {
  if (!Problem.describe() || !Problem.allocate() || !Problem.fill())
    return "the problem could not be set up: " + R.last();
  Chosen = Problem.choose(Handle, UsualWorkspaceBytes);
  if (Chosen.Status != CUBLAS_STATUS_SUCCESS || Chosen.Count < 1 ||
      Chosen.Results[0].workspaceSize == 0)
    return "the heuristic gave no algorithm with a workspace";
  return "";
}

bool Side::keepAlone() {
  const Comparison C = compare();
  if (!C.NotCompared.empty() || C.isWrong())
    return false;
  Alone.resize(*matrixBytes(S, 'D'));
  Seen.resize(Alone.size());
  cudaMemcpy(Alone.data(), Problem.matrix('D'), Alone.size(),
             cudaMemcpyDeviceToHost);
  return true;
}

bool Side::isCorrupted() {
  cudaMemcpy(Seen.data(), Problem.matrix('D'), Seen.size(),
             cudaMemcpyDeviceToHost);
  if (Seen == Alone)
    return false;
  // Other bits: more than rounding? Asked once, it takes the CPU long.
  if (!IsWrong)
    IsWrong = compare().isWrong();
  return *IsWrong;
}

static void prepare(RaceSteps &L, const Settings &S) {
  MatmulProgram Handle(S), P(S);
  Handle.handle();
  L.add(Handle.Statements, [](Race &X) {
    return X.R.expect("cublasLtCreate", X.Handle.create()) ||
           X.stop(X.R.notReached("no handle: " + X.R.last()));
  });
  auto Prepare = [](size_t Which) {
    return [Which](Race &X) {
      const std::string Why = X.Both[Which].prepare(X.Handle.get());
      return Why.empty() || X.stop(X.R.notReached(Why));
    };
  };
  P.describe();
  P.preference(std::to_string(UsualWorkspaceBytes));
  P.matrices(true);
  P.scalars();
  P.choose();
  L.add(P.Statements, Prepare(0));
  auto Second = [&](char Matrix) {
    return "device(" + std::to_string(matrixBytes(S, Matrix).value_or(0)) + ")";
  };
  L.add("char *as[2] = {a, " + Second('A') + "}, *bs[2] = {b, " + Second('B') +
            "}, *ds[2] = {d, " + Second('D') +
            "};\n// Other numbers than the first's.\n" +
            P.randomize('A', "as[1]") + "\n" + P.randomize('B', "bs[1]"),
        Prepare(1));
}

static void allocate(RaceSteps &L, Form F) {
  auto Allocate = [](size_t Which) {
    return [Which](Race &X) {
      Side &Own = X.Both[Which];
      const bool Works =
          X.R.expect("cudaMalloc", Own.Workspace.allocate(UsualWorkspaceBytes));
      Own.Where = Own.Workspace.get();
      return X.setUp(Works);
    };
  };
  const std::string Memory =
      "device(" + std::to_string(UsualWorkspaceBytes) + ")";
  L.add("char *workspaces[2] = {" + Memory + ", nullptr};", Allocate(0));
  if (F == Form::Flagged)
    L.add("workspaces[1] = workspaces[0];", [](Race &X) {
      X.Both[1].Where = X.Both[0].Where;
      return true;
    });
  else
    L.add("workspaces[1] = " + Memory + ";", Allocate(1));
  L.add("cudaStream_t streams[2] = {};\n"
        "for (auto &stream : streams) MUST(cudaStreamCreateWithFlags, &stream, "
        "cudaStreamNonBlocking);",
        [](Race &X) {
          bool Works = true;
          for (Side &Each : X.Both)
            Works =
                Works && X.R.expect("cudaStreamCreate",
                                    cudaStreamCreateWithFlags(
                                        &Each.Stream, cudaStreamNonBlocking));
          return X.setUp(Works);
        });
}

/// 16 calls on each stream keep the device busy: two single ones often do not
/// meet on it.
static RaceSteps oneRound() {
  const std::string Bytes = std::to_string(UsualWorkspaceBytes);
  RaceSteps Pair, Round;
  Pair.add("const int i = call % 2;");
  Pair.add("MUST(cublasLtMatmul, lt, desc, alpha, as[i], A, bs[i], B, beta, "
           "ds[i], C, ds[i], D,\n     &results[0].algo, workspaces[i], " +
               Bytes + ", streams[i]);",
           [](Race &X) {
             Side &Own = X.Both[X.Call % 2];
             return X.R.expect("cublasLtMatmul",
                               Own.Problem.run(X.Handle.get(),
                                               &Own.Chosen.Results[0].algo,
                                               Own.Where, UsualWorkspaceBytes,
                                               Own.Stream)) ||
                    X.fail();
           });
  auto Wait = [](Race &X) {
    return X.R.expect("cudaDeviceSynchronize", cudaDeviceSynchronize()) ||
           X.fail();
  };
  Pair.add("if (round < 0) MUST(cudaDeviceSynchronize);",
           [Wait](Race &X) { return X.Round >= 0 || Wait(X); });
  Round.repeat("call", &Race::Call, 0, 32, Pair);
  Round.add("MUST(cudaDeviceSynchronize);", Wait);
  Round.add("for (int i = 0; i < 2; ++i) {\n"
            "  MUST(cudaMemcpy, seen.data(), ds[i], seen.size(), "
            "cudaMemcpyDeviceToHost);\n"
            "  if (round < 0) alone[i] = seen; else wrong += seen != "
            "alone[i];\n}",
            [](Race &X) {
              if (X.Round < 0)
                return (X.Both[0].keepAlone() && X.Both[1].keepAlone()) ||
                       X.stop(X.R.notReached("the matmul alone is not right"));
              const bool First = X.Both[0].isCorrupted(),
                         Other = X.Both[1].isCorrupted();
              X.Corrupted += First || Other;
              return true;
            });
  return Round;
}

static RaceSteps steps(Form F, const Settings &S) {
  const uint64_t Rounds = S.numberOr("workspace.rounds", 20);
  RaceSteps L;
  prepare(L, S);
  allocate(L, F);
  L.add("std::vector<char> seen(" +
        std::to_string(matrixBytes(S, 'D').value_or(0)) +
        "), alone[2];\nint wrong = 0;");
  L.repeat("round", &Race::Round, -1, static_cast<int64_t>(Rounds), oneRound(),
           "before the first, each alone");
  L.add("printf(\"  %d results are not those of the matmul run alone\\n\", "
        "wrong);\nif (wrong) return 1;",
        [=](Race &X) {
          X.R.figure("rounds", static_cast<double>(Rounds));
          X.R.figure("corruptedRounds", X.Corrupted);
          return X.stop(X.R.answered(
              X.Corrupted > 0,
              std::string("every call succeeded, ") +
                  (F == Form::Flagged ? "one workspace" : "a workspace each") +
                  ": " + std::to_string(X.Corrupted) + " of " +
                  std::to_string(Rounds) + " results wrong"));
        });
  return L;
}

void SharedWorkspace::plan(Planner &P, const DeviceFacts &Facts,
                           const kb::Api *Api) const {
  MatmulRun::plan(P, Facts, Api);
  // The two matmuls must meet on the device.
  P.ThePlan.NeedsDeviceAlone = true;
}

RunOutcome SharedWorkspace::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  Race X(Run.recorder(), S);
  steps(F, S).follow(X);
  return X.End;
}

std::vector<std::string> SharedWorkspace::statements(Form F, const Settings &S,
                                                     const RunOutcome &) const {
  return steps(F, S).statements();
}
