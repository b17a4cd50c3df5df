//===-- CallSequenceRun.cpp - makes the calls of a path -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/DeviceBuffer.h"
#include "runtime-check/device/DeviceRun.h"
#include "runtime-check/device/MemoryPressure.h"
#include "runtime-check/experiments/CallSequence.h"
#include "runtime-check/experiments/DescriptorLeak.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sys/resource.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;
using Kind = SequenceArgument::Kind;

/// What memory holds that nothing has written.
static constexpr unsigned char Unwritten = 0x5a;
/// Room for an object that an Init function fills, and for an array of results.
static constexpr size_t Room = 64 * sizeof(cublasLtMatmulHeuristicResult_t);

namespace {

/// One argument as the machine has it.
struct Word {
  void *Pointer = nullptr;
  int64_t Number = 0;
};

template <class T> T as(const Word &W) {
  if constexpr (std::is_pointer_v<T>)
    return reinterpret_cast<T>(const_cast<void *>(W.Pointer));
  else
    return static_cast<T>(W.Number);
}

template <class... T, size_t... I>
cublasStatus_t invoke(cublasStatus_t (*F)(T...), const std::vector<Word> &Words,
                      std::index_sequence<I...>) {
  return F(as<T>(Words[I])...);
}

/// Any function of the library, called with words; nothing when their number is
/// another than its parameters'.
template <class... T>
std::optional<cublasStatus_t> invoke(cublasStatus_t (*F)(T...),
                                     const std::vector<Word> &Words) {
  if (Words.size() != sizeof...(T))
    return std::nullopt;
  return invoke(F, Words, std::index_sequence_for<T...>());
}

template <class F>
std::optional<cublasStatus_t> invoke(F, const std::vector<Word> &) {
  return std::nullopt; // it returns no status
}

using Thunk = std::function<std::optional<cublasStatus_t>(
    const CublasLt &, const std::vector<Word> &)>;

const std::map<std::string, Thunk> &functions() {
  static const std::map<std::string, Thunk> Table = {
#define CUBLASLT_ROW(Name)                                                     \
  {"cublasLt" #Name, [](const CublasLt &Lt, const std::vector<Word> &Words) {  \
     return invoke(Lt.Name, Words);                                            \
   }},
      CUBLASLT_FUNCTIONS(CUBLASLT_ROW)
#undef CUBLASLT_ROW
  };
  return Table;
}

/// The same of the CUDA runtime.
using HostThunk = std::function<cudaError_t(const std::vector<Word> &)>;

const std::map<std::string, HostThunk> &hostFunctions() {
  static const std::map<std::string, HostThunk> Table = {
      {"cudaMalloc",
       [](const std::vector<Word> &W) {
         return cudaMalloc(as<void **>(W[0]), as<size_t>(W[1]));
       }},
      {"cudaFree",
       [](const std::vector<Word> &W) { return cudaFree(W[0].Pointer); }},
      {"cudaStreamCreate",
       [](const std::vector<Word> &W) {
         return cudaStreamCreate(as<cudaStream_t *>(W[0]));
       }},
      {"cudaStreamCreateWithFlags",
       [](const std::vector<Word> &W) {
         return cudaStreamCreateWithFlags(as<cudaStream_t *>(W[0]),
                                          as<unsigned>(W[1]));
       }},
      {"cudaStreamCreateWithPriority",
       [](const std::vector<Word> &W) {
         return cudaStreamCreateWithPriority(as<cudaStream_t *>(W[0]),
                                             as<unsigned>(W[1]), as<int>(W[2]));
       }},
      {"cudaStreamSynchronize",
       [](const std::vector<Word> &W) {
         return cudaStreamSynchronize(as<cudaStream_t>(W[0]));
       }},
      {"cudaDeviceSynchronize",
       [](const std::vector<Word> &) { return cudaDeviceSynchronize(); }},
  };
  return Table;
}

/// What a call returned.
struct Status {
  cublasStatus_t Lt = CUBLAS_STATUS_SUCCESS;
  cudaError_t Cuda = cudaSuccess;
  bool fails() const {
    return Lt != CUBLAS_STATUS_SUCCESS || Cuda != cudaSuccess;
  }
};

/// Of the objects that an Init function fills.
size_t sizeOf(const std::string &ObjectKind) {
  return ObjectKind == "layout"       ? sizeof(cublasLtMatrixLayoutOpaque_t)
         : ObjectKind == "matmulDesc" ? sizeof(cublasLtMatmulDescOpaque_t)
         : ObjectKind == "transformDesc"
             ? sizeof(cublasLtMatrixTransformDescOpaque_t)
         : ObjectKind == "preference" ? sizeof(cublasLtMatmulPreferenceOpaque_t)
#if CUBLAS_VERSION >= 130100
         : ObjectKind == "emulationDesc" ? sizeof(cublasLtEmulationDescOpaque_t)
#endif
                                         : 0;
}

/// The kind in "layout_1".
std::string kindOf(const std::string &Object) {
  return Object.substr(0, Object.find('_'));
}

/// The static inline Init forms give their object's size to these.
std::string inLibrary(const SequenceStep &Step) {
  const bool IsInline =
      Step.Function.size() > 4 &&
      Step.Function.compare(Step.Function.size() - 4, 4, "Init") == 0 &&
      !functions().count(Step.Function);
  return Step.Function + (IsInline ? "_internal" : "");
}

/// Runs steps once, with what they make.
class Path {
public:
  Path(RunRecorder &R, const Settings &S, bool IsQuiet)
      : R(R), IsQuiet(IsQuiet), Mend(S.word("mend")),
        Remaining(S.numberOr("pressure.remainingBytes", 0)) {}
  ~Path() {
    for (void *Each : Allocated)
      cudaFree(Each);
  }

  /// Repeats the two calls that have one workspace; their story.
  std::optional<RunOutcome> repeat(const std::vector<SequenceStep> &Steps,
                                   unsigned Rounds);

  /// Why the path could not be followed; empty when it was.
  std::string follow(const std::vector<SequenceStep> &Steps);
  std::string Story;
  bool FlaggedFails = false, Stops = false;
  size_t CallsAfter = 0;
  /// Objects that were made and not destroyed.
  size_t left() const { return Alive.size(); }

private:
  Word word(const SequenceArgument &A);
  Status make(const SequenceStep &Step);
  Status makeHost(const SequenceStep &Step, const std::vector<Word> &Words);
  void fill(void *Memory, uint64_t Size);
  std::string remains(const SequenceStep &Step);
  void note(const SequenceStep &Step, Status Seen);
  void *memory(const std::string &Name, bool IsWritten) {
    auto &Own = Memory[Name];
    if (!Own) {
      Own = std::make_unique<unsigned char[]>(Room);
      std::memset(Own.get(), IsWritten ? Unwritten : 0, Room);
    }
    return Own.get();
  }

  RunRecorder &R;
  const bool IsQuiet;
  const std::string Mend;
  const uint64_t Remaining;
  MemoryPressure Pressure;
  std::set<void *> Allocated;
  std::map<void *, uint64_t> Bytes; ///< of device memory
  std::map<std::string, void *> Variables;
  std::map<std::string, std::unique_ptr<unsigned char[]>> Memory;
  std::map<std::string, std::unique_ptr<DeviceBuffer>> Device;
  std::set<std::string> Alive;
};

/// The process gets no more memory while this lives.
class WithoutMemory {
public:
  WithoutMemory() {
    getrlimit(RLIMIT_AS, &Before);
    rlimit None = {1, Before.rlim_max};
    setrlimit(RLIMIT_AS, &None);
  }
  ~WithoutMemory() { setrlimit(RLIMIT_AS, &Before); }

private:
  rlimit Before = {};
};

} // namespace

bool runtime::isRunnable(const std::string &Name) {
  SequenceStep Step;
  Step.Function = Name;
  return functions().count(inLibrary(Step)) != 0 ||
         hostFunctions().count(Name) != 0;
}

Word Path::word(const SequenceArgument &A) {
  Word W;
  W.Number = A.Value;
  switch (A.Is) {
  case Kind::Null:
  case Kind::Number:
  case Kind::Enumerator:
    break;
  case Kind::Object:
    W.Pointer = Variables[A.Name];
    break;
  case Kind::Variable:
    W.Pointer = &Variables[A.Name];
    break;
  case Kind::InPlace:
    W.Pointer = memory(A.Name, true);
    break;
  case Kind::SizeOf:
    W.Number = static_cast<int64_t>(sizeOf(A.Name));
    break;
  case Kind::Buffer:
    W.Pointer = memory("buffer", true);
    std::memset(W.Pointer, 0, 64);
    std::memcpy(W.Pointer, &A.Value, sizeof A.Value);
    break;
  case Kind::Scalar: {
    const float Value = static_cast<float>(A.Value);
    W.Pointer = memory(A.Value ? "one" : "zero", false);
    std::memcpy(W.Pointer, &Value, sizeof Value);
    break;
  }
  case Kind::Result:
    W.Pointer = memory(A.Name + std::to_string(A.Size), A.Value != 0);
    if (A.Value)
      std::memset(W.Pointer, Unwritten, Room);
    break;
  case Kind::Device: {
    auto &Own = Device[A.Name];
    if (!Own) {
      Own = std::make_unique<DeviceBuffer>();
      R.expect("cudaMalloc", Own->allocate(SequenceDeviceBytes));
      fill(Own->get(), SequenceDeviceBytes);
    }
    W.Pointer = Own->get();
    break;
  }
  case Kind::Chosen:
    W.Pointer =
        &static_cast<cublasLtMatmulHeuristicResult_t *>(
             memory("cublasLtMatmulHeuristicResult_t" + std::to_string(A.Size),
                    true))
             ->algo;
    break;
  }
  return W;
}

/// Numbers that are small and positive in every type, and not the same.
void Path::fill(void *Memory, uint64_t Size) {
  Bytes[Memory] = Size;
  if (Mend != "own-workspace" || !Memory)
    return;
  std::vector<unsigned char> Numbers(Size);
  uint32_t Seed = static_cast<uint32_t>(Bytes.size());
  for (unsigned char &N : Numbers) {
    Seed = Seed * 1664525 + 1013904223;
    N = static_cast<unsigned char>(0x2c + (Seed >> 24) % 16);
  }
  R.expect("cudaMemcpy",
           cudaMemcpy(Memory, Numbers.data(), Size, cudaMemcpyHostToDevice));
}

Status Path::makeHost(const SequenceStep &Step,
                      const std::vector<Word> &Words) {
  Status Seen;
  if (Step.Failure == "full-memory" && !Pressure.fillDownTo(Remaining)) {
    Seen.Cuda = cudaErrorUnknown;
    return Seen;
  }
  Seen.Cuda = hostFunctions().at(Step.Function)(Words);
  // Its error is the call's, not a later one's.
  cudaGetLastError();
  if (Step.Function == "cudaMalloc" && !Seen.fails()) {
    void *Made = *static_cast<void **>(Words[0].Pointer);
    Allocated.insert(Made);
    fill(Made, static_cast<uint64_t>(Words[1].Number));
  }
  if (Step.Function == "cudaFree")
    Allocated.erase(Words[0].Pointer);
  return Seen;
}

Status Path::make(const SequenceStep &Step) {
  std::vector<Word> Words;
  for (const SequenceArgument &A : Step.Arguments)
    Words.push_back(word(A));
  if (hostFunctions().count(Step.Function))
    return makeHost(Step, Words);
  const std::string Name = inLibrary(Step);
  if (Name != Step.Function) {
    Word Size;
    Size.Number =
        Step.Failure == "small-object"
            ? 8
            : static_cast<int64_t>(sizeOf(kindOf(Step.Arguments[0].Name)));
    Words.insert(Words.begin() + 1, Size);
  }
  const Thunk &Call = functions().at(Name);
  std::optional<cublasStatus_t> Seen;
  if (Step.Failure == "no-device")
    // Before the first call that asks for one.
    setenv("CUDA_VISIBLE_DEVICES", "", 1);
  if (Step.Failure == "no-memory") {
    // What the process still has of its own goes first.
    constexpr unsigned MostObjects = 10000000;
    WithoutMemory None;
    for (unsigned I = 0; I < MostObjects; ++I) {
      Seen = Call(R.Lt, Words);
      if (!Seen || *Seen != CUBLAS_STATUS_SUCCESS)
        break;
    }
  } else {
    Seen = Call(R.Lt, Words);
  }
  // The plan and this table know different forms: an error of ours.
  return {Seen.value_or(CUBLAS_STATUS_INTERNAL_ERROR), cudaSuccess};
}

/// What a failed call has left of what it was to make.
std::string Path::remains(const SequenceStep &Step) {
  for (size_t I = 0; I < Step.Arguments.size(); ++I) {
    const SequenceArgument &A = Step.Arguments[I];
    if (A.Is == Kind::Variable)
      return Variables[A.Name] ? "" : ", the " + kindOf(A.Name) + " is null";
    if (A.Is == Kind::InPlace &&
        Step.Function.find("Init") != std::string::npos) {
      auto *Bytes = static_cast<unsigned char *>(memory(A.Name, true));
      return std::all_of(Bytes, Bytes + sizeOf(kindOf(A.Name)),
                         [](unsigned char B) { return B == Unwritten; })
                 ? ", the " + kindOf(A.Name) + " is not written"
                 : "";
    }
    if (A.Is == Kind::Result && A.Value) {
      auto *Bytes = static_cast<unsigned char *>(memory(A.Name, true));
      return std::all_of(Bytes, Bytes + Room,
                         [](unsigned char B) { return B == Unwritten; })
                 ? ", its result is not written"
                 : "";
    }
    if (A.Is == Kind::Buffer && I >= 2) {
      std::string Get = Step.Function;
      const size_t At = Get.rfind("SetAttribute");
      if (At == std::string::npos)
        return "";
      Get.replace(At, 3, "Get");
      auto Function = functions().find(Get);
      if (Function == functions().end() || A.Size > 8)
        return "";
      int64_t Held = 0;
      size_t Written = 0;
      std::vector<Word> Words = {word(Step.Arguments[0]),
                                 word(Step.Arguments[1])};
      Words.push_back({&Held, 0});
      Words.push_back({nullptr, static_cast<int64_t>(A.Size)});
      Words.push_back({&Written, 0});
      if (Function->second(R.Lt, Words) != CUBLAS_STATUS_SUCCESS)
        return "";
      return ", " + A.Name + " holds " + std::to_string(Held) +
             (Held == A.Value ? "" : " instead of " + std::to_string(A.Value));
    }
  }
  return ", what it was to compute is not there";
}

void Path::note(const SequenceStep &Step, Status Seen) {
  const bool Fails = Seen.fails();
  for (const SequenceArgument &A : Step.Arguments)
    if (A.Is == Kind::Variable && !Fails &&
        Step.Function.rfind("cublasLt", 0) == 0)
      Alive.insert(A.Name);
  if (Step.Function.find("Destroy") != std::string::npos && !Fails &&
      Step.Arguments.size() == 1)
    Alive.erase(Step.Arguments[0].Name);
  if (IsQuiet)
    return;
  const bool IsTold = Step.IsFlagged || Fails;
  if (!IsTold)
    return;
  if (Step.Function.rfind("cublasLt", 0) == 0)
    R.saw(Step.Function.c_str(), Seen.Lt);
  else
    R.saw(Step.Function.c_str(), Seen.Cuda);
  if (Story.size() < 400)
    Story += (Story.empty() ? "" : ", then ") +
             (Step.Place.empty() ? "" : Step.Place + ": ") + R.last();
}

std::string Path::follow(const std::vector<SequenceStep> &Steps) {
  bool IsAfter = false;
  for (const SequenceStep &Step : Steps) {
    if (Step.Function.empty())
      continue; // a test
    if (!isRunnable(Step.Function))
      return "no function " + Step.Function;
    const Status Seen = make(Step);
    const bool Fails = Seen.fails();
    note(Step, Seen);
    CallsAfter += IsAfter;
    if (Step.MustSucceed && Fails && !FlaggedFails)
      return Story + ": the path goes on only where it succeeds";
    if (Step.MustFail && !Fails)
      return Step.Function + " could not be made to fail (" + Step.Failure +
             ")";
    if (Step.IsFlagged) {
      IsAfter = true;
      FlaggedFails = Fails;
      if (Fails && !IsQuiet)
        Story += remains(Step);
      if (Fails && Step.IsTested) {
        Stops = true;
        return "";
      }
    }
  }
  return "";
}

/// The matrix that a matmul writes, among its arguments.
static constexpr size_t OutputOfMatmul = 10;
/// So many on each stream keep the device busy: two single ones often do not
/// meet on it.
static constexpr unsigned CallsInARow = 16;

std::optional<RunOutcome> Path::repeat(const std::vector<SequenceStep> &Steps,
                                       unsigned Rounds) {
  struct Side {
    const SequenceStep *Step;
    void *Output;
    std::vector<char> Alone, Seen;
  };
  std::vector<Side> Sides;
  for (const SequenceStep &Step : Steps)
    if ((Step.IsRival || Step.IsFlagged) &&
        Step.Arguments.size() > OutputOfMatmul) {
      void *Output = word(Step.Arguments[OutputOfMatmul]).Pointer;
      Sides.push_back({&Step, Output, std::vector<char>(Bytes[Output]), {}});
    }
  auto Fetch = [&](Side &Each, std::vector<char> &Into) {
    Into.resize(Each.Alone.size());
    return R.expect("cudaDeviceSynchronize", cudaDeviceSynchronize()) &&
           R.expect("cudaMemcpy",
                    cudaMemcpy(Into.data(), Each.Output, Into.size(),
                               cudaMemcpyDeviceToHost));
  };
  if (Sides.size() != 2)
    return std::nullopt;
  for (Side &Each : Sides)
    if (make(*Each.Step).fails() || !Fetch(Each, Each.Alone))
      return R.notReached("a matmul alone failed: " + R.last());
  unsigned Corrupted = 0;
  for (unsigned Round = 0; Round < Rounds; ++Round) {
    for (unsigned I = 0; I < CallsInARow; ++I)
      for (Side &Each : Sides)
        if (make(*Each.Step).fails())
          return R.notReached("a matmul of the path failed");
    bool IsOther = false;
    for (Side &Each : Sides) {
      if (!Fetch(Each, Each.Seen))
        return R.answered(true, R.last());
      IsOther |= Each.Seen != Each.Alone;
    }
    Corrupted += IsOther;
  }
  R.figure("rounds", Rounds);
  R.figure("corruptedRounds", Corrupted);
  return R.answered(Corrupted > 0,
                    "every call succeeded: " + std::to_string(Corrupted) +
                        " of " + std::to_string(Rounds) +
                        " results are not those of the calls "
                        "one after the other");
}

RunOutcome CallSequence::run(Form F, const Settings &S) const {
  DeviceRun Run;
  if (!Run)
    return Run.nothing();
  RunRecorder &R = Run.recorder();
  const std::vector<SequenceStep> Steps = sequenceOf(S);
  Path Once(R, S, false);
  const std::string Why = Once.follow(Steps);
  if (!Why.empty())
    return R.notReached(Why);
  const std::string Story =
      Once.Story.empty() ? "every call succeeded" : Once.Story;
  R.figure("calls", static_cast<double>(Steps.size()));
  if (Once.Stops)
    return R.answered(false, Story + ": stops at the status");
  if (S.word("mend") == "test-status") {
    if (!Once.FlaggedFails)
      return R.answered(false, Story);
    return R.answered(
        true,
        Story + ", and the program goes on" +
            (Once.CallsAfter
                 ? " with " + std::to_string(Once.CallsAfter) +
                       (Once.CallsAfter == 1 ? " call more" : " calls more")
                 : ""));
  }
  const std::string Mend = S.word("mend");
  if (Mend == "ask-again" && !Once.FlaggedFails) {
    if (!R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize()))
      return R.answered(true, Story + ", then " + R.last());
    // Another algorithm may have computed something else.
    if (F == Form::Flagged)
      return R.notReached(Story + "; what it computes is not compared");
  }
  if (Mend == "ask-again" || Mend == "halve")
    return R.answered(Once.FlaggedFails, Story);
  if (Mend == "own-workspace") {
    auto Outcome = Once.repeat(
        Steps, static_cast<unsigned>(S.numberOr("workspace.rounds", 64)));
    return Outcome ? *Outcome
                   : R.notReached("the path has no two matmuls to compare");
  }
  const uint64_t Rounds = S.numberOr("leak.rounds", 0);
  if (!Rounds)
    return R.answered(false, Story);
  const uint64_t Before = residentBytes();
  for (uint64_t I = 0; I < Rounds; ++I) {
    Path Again(R, S, true);
    const std::string Stopped = Again.follow(Steps);
    if (!Stopped.empty())
      return R.notReached("in round " + std::to_string(I + 1) + ": " + Stopped);
  }
  const uint64_t After = residentBytes(),
                 Grown = After > Before ? After - Before : 0;
  R.figure("rounds", static_cast<double>(Rounds));
  R.figure("objectsLeft", static_cast<double>(Once.left()));
  R.figure("hostBytesBefore", static_cast<double>(Before));
  R.figure("hostBytesAfter", static_cast<double>(After));
  return R.answered(Grown > Rounds * 16,
                    std::to_string(Once.left()) +
                        (Once.left() == 1 ? " object" : " objects") +
                        " left at the path's end; " + std::to_string(Rounds) +
                        " times the path: " + bytesForPeople(Grown) +
                        " of host memory more");
}
