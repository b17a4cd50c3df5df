//===-- GrowingBatch.cpp - cublaslt-growing-batch -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/GrowingBatch.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/MemoryPressure.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <algorithm>
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

static constexpr uint64_t MiB = 1 << 20;
// Less memory than this cannot be withheld precisely: kernels, the context and
// the driver's own granules take some of it.
static constexpr uint64_t LeastStartBytes = 256 * MiB;
static const std::vector<std::string> Quantities = {
    "batch-count", "rows", "columns", "workspace-limit", "allocation-size"};
static const std::vector<std::string> Operations = {"multiply", "add", "shift"};
static const std::vector<std::string> Triggers = {"failure", "until-failure"};

static bool isBytes(const std::string &Quantity) {
  return Quantity == "workspace-limit" || Quantity == "allocation-size";
}

Settings runtime::withQuantity(const Settings &S, const Settings::Value &N) {
  Settings Changed = S;
  std::string Quantity = S.word("growth.quantity");
  bool IsTransposed[] = {S.word(descriptorKey("TRANSA")) != "CUBLAS_OP_N",
                         S.word(descriptorKey("TRANSB")) != "CUBLAS_OP_N"};
  auto Resize = [&](char Matrix, bool Rows) {
    Changed.Values[layoutKey(Matrix, Rows ? "ROWS" : "COLS")] = N;
    bool IsRowOrder =
        S.word(layoutKey(Matrix, "ORDER")) == "CUBLASLT_ORDER_ROW";
    if (Rows != IsRowOrder) {
      const findings::Key Ld = layoutKey(Matrix, "LD");
      auto Number = asNumber(N);
      if (!Number || *Number > S.numberOr(Ld, 1))
        Changed.Values[Ld] = N;
    }
  };
  if (Quantity == "batch-count")
    for (char Matrix : {'A', 'B', 'C', 'D'})
      Changed.Values[layoutKey(Matrix, "BATCH_COUNT")] = N;
  if (Quantity == "rows") {
    Resize('A', !IsTransposed[0]);
    Resize('C', true);
    Resize('D', true);
  }
  if (Quantity == "columns") {
    Resize('B', IsTransposed[1]);
    Resize('C', false);
    Resize('D', false);
  }
  return Changed;
}

static Settings at(const Settings &S, uint64_t N) {
  Settings::Value Number;
  Number.Known = N;
  return withQuantity(S, Number);
}

/// Device memory that one attempt asks for; nothing when more than 64 bits.
static std::optional<uint64_t> bytesAt(const Settings &S, uint64_t N) {
  if (isBytes(S.word("growth.quantity")))
    return N;
  return matmulBytes(at(S, N));
}

/// The next quantity of the flagged loop; nothing beyond what an API takes.
static std::optional<uint64_t> grown(const Settings &S, uint64_t N) {
  std::string Operation = S.word("growth.operation");
  double Amount = S.real("growth.amount").value_or(2);
  double Next =
      Operation == "add" ? static_cast<double>(N) + Amount
      : Operation == "shift"
          ? static_cast<double>(N) *
                static_cast<double>(uint64_t(1)
                                    << std::min<uint64_t>(uint64_t(Amount), 62))
          : static_cast<double>(N) * Amount;
  double Most = isBytes(S.word("growth.quantity"))
                    ? 9.2e18 // below 2^63
                    : static_cast<double>(BatchBounds.Greatest);
  if (Next > Most || Next < static_cast<double>(N) + 1)
    return std::nullopt;
  return static_cast<uint64_t>(Next);
}

static uint64_t shrunk(const Settings &S, uint64_t N) {
  return N / S.numberOr("control.amount", 2);
}

//===----------------------------------------------------------------------===//
// Plan
//===----------------------------------------------------------------------===//

/// Reads the factor or summand, which alone may have a fraction.
static void planAmount(Planner &P, const std::string &Operation) {
  Settings &S = P.ThePlan.TheSettings;
  static const char Key[] = "growth.amount";
  double Least = Operation == "multiply" ? 1.01 : 1;
  double Most = Operation == "multiply" ? 1024
                : Operation == "shift"  ? 16
                                        : 1e15;
  double Amount = 2;
  if (P.isKnown(Key)) {
    Settings Own;
    Own.Values[Key] = P.Call.Values.find(Key)->second;
    auto Known = Own.real(Key);
    if (!Known || !(*Known >= Least) || !(*Known <= Most)) {
      char Text[120];
      std::snprintf(Text, sizeof Text,
                    "%s of operation '%s' is outside %g to %g: not run", Key,
                    Operation.c_str(), Least, Most);
      P.refuse(Text);
      return;
    }
    Amount = *Known;
  } else {
    Amount = static_cast<double>(P.ruleNumber(P.E.Flagged, Key, {1, 1024}, 2));
    P.noteFilled(Key);
  }
  S.set(Key, Amount);
}

/// The loop's start: the source's, else the rule's for its own quantity, else
/// one that fits the quantity.
static uint64_t planStart(Planner &P, const std::string &Quantity) {
  static const char Key[] = "growth.initial";
  Bounds B = isBytes(Quantity) ? Bounds{1, uint64_t(1) << 62} : BatchBounds;
  if (auto Known = P.knownNumber(Key, B))
    return *Known;
  P.noteFilled(Key);
  if (P.witness("growth.quantity").value_or("") == Quantity)
    return P.ruleNumber(P.E.Witness, Key, B, 64);
  const Settings &S = P.ThePlan.TheSettings;
  if (Quantity == "rows")
    return S.numberOr(layoutKey('D', "ROWS"), 4096);
  if (Quantity == "columns")
    return S.numberOr(layoutKey('D', "COLS"), 4096);
  return Quantity == "batch-count" ? 64 : 1024 * MiB;
}

/// Finds the step of the flagged loop at which the run enters it, and how much
/// memory to leave free so that the loop's failure is a lack of memory that
/// shrinking cures.
static void planEntry(Planner &P, uint64_t Start) {
  Settings &S = P.ThePlan.TheSettings;
  uint64_t Remaining =
      P.ruleNumber(P.E.Witness, "pressure.remainingBytes",
                   {LeastStartBytes, uint64_t(1) << 40}, 2048 * MiB);
  bool UntilFailure = S.word("growth.trigger") == "until-failure";
  uint64_t N = Start, Steps = 0;
  auto Bytes = bytesAt(S, N);
  // A loop that grows on failure is entered where its failure can be brought
  // about; one that grows until failure, a few steps before that.
  auto IsLarge = [&] {
    return !Bytes || (*Bytes >= LeastStartBytes && shrunk(S, N) >= 1);
  };
  std::vector<uint64_t> Passed;
  while (!IsLarge() || (UntilFailure && Bytes && *Bytes <= Remaining)) {
    auto Next = grown(S, N);
    if (!Next || ++Steps > 1000000) {
      P.refuse("the loop reaches no quantity whose memory can be withheld");
      return;
    }
    Passed.push_back(N);
    N = *Next;
    Bytes = bytesAt(S, N);
  }
  if (!Bytes) {
    P.refuse("one attempt needs more than 16 EiB: not run");
    return;
  }
  if (UntilFailure) {
    size_t Back = std::min<size_t>(Passed.size(), 4);
    N = Passed.empty() ? N : Passed[Passed.size() - Back];
    Steps -= Back;
  }
  Remaining = std::min(Remaining, *Bytes / 4 * 3);
  S.set("growth.entry", N);
  S.set("growth.stepsBeforeEntry", Steps);
  S.set("pressure.remainingBytes", Remaining);
}

void GrowingBatch::plan(Planner &P, const DeviceFacts &Facts,
                        const kb::Api *Api) const {
  Settings &S = P.ThePlan.TheSettings;
  P.ThePlan.NeedsExclusiveMemory = true;
  std::string Quantity = P.word("growth.quantity", Quantities, "batch-count");
  auto FromFlagged = [&](const char *Key,
                         const std::vector<std::string> &Allowed) {
    auto Known = P.knownWord(Key, Allowed);
    if (!Known)
      P.noteFilled(Key);
    std::string Word =
        Known.value_or(P.ruleText(P.E.Flagged, Key).value_or(Allowed[0]));
    S.set(Key, Word);
    return Word;
  };
  std::string Operation = FromFlagged("growth.operation", Operations);
  FromFlagged("growth.trigger", Triggers);
  planAmount(P, Operation);
  S.set("growth.mostTries",
        P.ruleNumber(P.E.Witness, "growth.mostTries", {2, 16}, 6));
  S.set("control.amount",
        P.ruleNumber(P.E.Control, "growth.amount", {2, 1024}, 2));
  planMatmul(P, Api, witnessShape(P));
  if (P.refused())
    return;
  planEntry(P, planStart(P, Quantity));
  auto Fixed = matmulBytes(S);
  if (!P.refused() && Facts.HasDevice && isBytes(Quantity) &&
      (!Fixed || *Fixed > Facts.TotalBytes / 2))
    P.refuse("the call's matrices are too large for this device: not run");
}

//===----------------------------------------------------------------------===//
// Run
//===----------------------------------------------------------------------===//

namespace {
struct Attempt {
  bool Works = false;
  bool HeuristicSaysSuccess = false;
  std::string Ending; ///< the status that ended it
};
} // namespace

/// One pass of the loop: asks the heuristic, allocates, multiplies.
static Attempt attempt(RunRecorder &R, cublasLtHandle_t Handle,
                       const Settings &S, uint64_t N,
                       MatmulProblem &FixedProblem) {
  Attempt A;
  std::string Quantity = S.word("growth.quantity");
  auto Finish = [&](bool Works) {
    A.Works = Works;
    A.Ending = R.last();
    return A;
  };
  if (Quantity == "allocation-size") {
    DeviceBuffer Buffer;
    return Finish(R.saw("cudaMalloc", Buffer.allocate(N)));
  }
  if (Quantity == "workspace-limit") {
    // The program backs its limit by a buffer of that size.
    DeviceBuffer Workspace;
    if (!R.saw("cudaMalloc", Workspace.allocate(N)))
      return Finish(false);
    auto Choice = FixedProblem.choose(Handle, N);
    if (!R.saw("cublasLtMatmulAlgoGetHeuristic", Choice.Status))
      return Finish(false);
    A.HeuristicSaysSuccess = true;
    return Finish(R.saw("cublasLtMatmul",
                        FixedProblem.run(Handle, &Choice.Results[0].algo,
                                         Workspace.get(), N)) &&
                  R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize()));
  }
  MatmulProblem Problem(R, at(S, N));
  if (!Problem.describe())
    return Finish(false);
  auto Choice = Problem.choose(Handle, UsualWorkspaceBytes);
  A.HeuristicSaysSuccess =
      Choice.Status == CUBLAS_STATUS_SUCCESS && Choice.Count > 0;
  if (!A.HeuristicSaysSuccess) {
    R.saw("cublasLtMatmulAlgoGetHeuristic", Choice.Status);
    return Finish(false);
  }
  if (!Problem.allocate())
    return Finish(false);
  DeviceBuffer Workspace;
  uint64_t Needed = Choice.Results[0].workspaceSize;
  if (Needed && !R.expect("cudaMalloc", Workspace.allocate(Needed)))
    return Finish(false);
  return Finish(
      R.saw("cublasLtMatmul", Problem.run(Handle, &Choice.Results[0].algo,
                                          Workspace.get(), Needed)) &&
      R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize()));
}

static std::string quantityForPeople(const Settings &S, uint64_t N) {
  return isBytes(S.word("growth.quantity")) ? bytesForPeople(N)
                                            : std::to_string(N);
}

/// What the next attempt asks for; nothing when the loop ends here. The
/// flagged form grows as the program does; the control shrinks from its first
/// failure on.
static std::optional<uint64_t> nextQuantity(Form F, const Settings &S,
                                            uint64_t N, bool HasFailed,
                                            bool Worked) {
  if (F == Form::Control && HasFailed) {
    uint64_t Less = shrunk(S, N);
    if (Worked || Less < 1)
      return std::nullopt;
    return Less;
  }
  bool GoesOn = S.word("growth.trigger") == "until-failure" ? Worked : !Worked;
  return GoesOn ? grown(S, N) : std::nullopt;
}

/// The memory of one attempt, before it starts.
static void figureAttempt(RunRecorder &R, const Settings &S, unsigned Try,
                          uint64_t N) {
  char Name[48];
  auto Figure = [&](const char *What, double Value) {
    std::snprintf(Name, sizeof Name, "attempt%02u%s", Try, What);
    R.figure(Name, Value);
  };
  Figure("Quantity", static_cast<double>(N));
  Figure("RequestedBytes",
         static_cast<double>(bytesAt(S, N).value_or(UINT64_MAX)));
  Figure("DeviceBytesFree", static_cast<double>(MemoryPressure::freeBytes()));
}

static RunOutcome loop(Form F, const Settings &S, RunRecorder &R,
                       cublasLtHandle_t Handle, MatmulProblem &FixedProblem) {
  bool UntilFailure = S.word("growth.trigger") == "until-failure";
  // Halving gets from any 32-bit quantity to 1; growing until failure starts
  // a few steps before its failure.
  unsigned MostTries =
      F == Form::Control
          ? 40
          : static_cast<unsigned>(S.numberOr("growth.mostTries", 6)) +
                (UntilFailure ? 8 : 0);
  unsigned Tries = 0, Heuristics = 0;
  bool HasFailed = false;
  std::string Story = S.word("growth.quantity") + ":", Failure;
  std::optional<uint64_t> N = S.numberOr("growth.entry", 1);
  Attempt A;
  while (N && Tries < MostTries) {
    figureAttempt(R, S, ++Tries, *N);
    A = attempt(R, Handle, S, *N, FixedProblem);
    Heuristics += A.HeuristicSaysSuccess;
    Story += (Tries > 1 ? ", " : " ") + quantityForPeople(S, *N) +
             (A.Works ? " works" : " fails");
    if (!A.Works) {
      HasFailed = true;
      Failure = A.Ending;
    } else if (Tries == 1 && !UntilFailure) {
      return R.notReached(Story + ": nothing to repeat");
    }
    N = nextQuantity(F, S, *N, HasFailed, A.Works);
  }
  R.figure("attempts", Tries);
  R.figure("heuristicSuccesses", Heuristics);
  if (!HasFailed)
    return R.notReached(Story + ": the loop did not come to its failure");
  if (A.Works)
    return R.answered(false, Story);
  Story += ": " + Failure;
  if (Heuristics == Tries)
    Story += "; the heuristic said SUCCESS each time";
  return R.answered(true, Story);
}

RunOutcome GrowingBatch::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  LtHandle Handle(R.Lt);
  if (!R.expect("cublasLtCreate", Handle.create()))
    return R.notReached("no handle: " + R.last());
  // Only a growing workspace limit has matrices that stay as they are.
  MatmulProblem Fixed(R, S);
  if (S.word("growth.quantity") == "workspace-limit" &&
      (!Fixed.describe() || !Fixed.allocate()))
    return R.notReached("the problem could not be set up: " + R.last());
  uint64_t Before = MemoryPressure::freeBytes();
  RunOutcome Result;
  {
    MemoryPressure Pressure;
    if (!Pressure.fillDownTo(S.numberOr("pressure.remainingBytes", 2048 * MiB)))
      return R.notReached("the device's memory could not be filled");
    R.figure("deviceBytesFree",
             static_cast<double>(MemoryPressure::freeBytes()));
    Result = loop(F, S, R, Handle.get(), Fixed);
  }
  Result.Figures["deviceBytesFreeBeforePressure"] = static_cast<double>(Before);
  Result.Figures["deviceBytesFreeAfterRelease"] =
      static_cast<double>(MemoryPressure::freeBytes());
  return Result;
}
