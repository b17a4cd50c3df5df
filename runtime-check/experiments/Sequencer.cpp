//===-- Sequencer.cpp - makes steps of a path's calls ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/Sequencer.h"
#include "runtime-check/problem/Enumerators.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::PathStep;
using Argument = SequenceArgument;
using Kind = SequenceArgument::Kind;

/// The value of an unknown dimension.
static constexpr int64_t SomeDimension = 64;
/// An array of results has room for as many.
static constexpr int64_t MostResults = 64;
/// Larger sides are not worth a product.
static constexpr uint64_t MostSide = uint64_t(1) << 31;

/// "gemm.cpp:12"; empty for a call that the path does not make.
static std::string placeOf(const PathStep &Call) {
  if (!Call.Line)
    return "";
  return Call.File + (Call.File.empty() ? "line " : ":") +
         std::to_string(Call.Line);
}

std::optional<int64_t> Sequencer::number(const PathStep &Call,
                                         const std::string &Name) {
  auto It = Call.Values.find(findings::Key::argument(Name));
  if (It == Call.Values.end() || !It->second.isKnown())
    return std::nullopt;
  return findings::asSigned(It->second);
}

std::string Sequencer::word(const PathStep &Call,
                            const std::string &Name) const {
  auto It = Call.Values.find(findings::Key::argument(Name));
  auto *Word = It == Call.Values.end()
                   ? nullptr
                   : std::get_if<std::string>(&It->second.Known);
  return Word ? *Word : "";
}

/// A function's own way to fail without harm; empty for one that has none.
std::string Sequencer::howToFail(const kb::Function &F) const {
  switch (F.TheAction) {
  case kb::Action::Create:
    return F.Object == "handle"        ? "no-device"
           : P.E.Mend == "test-status" ? "no-memory"
                                       : "null-variable";
  case kb::Action::Initialize:
    return "small-object";
  case kb::Action::CreateStream:
    return "null-variable";
  case kb::Action::Allocate:
    return "too-large";
  case kb::Action::SetAttribute:
    return "wrong-size";
  case kb::Action::Heuristic:
  case kb::Action::ListAlgorithms:
  case kb::Action::InitializeAlgorithm:
  case kb::Action::CheckAlgorithm:
  case kb::Action::Matmul:
  case kb::Action::Transform:
    return "no-handle";
  default:
    return "";
  }
}

const kb::Attribute *Sequencer::attributeOf(const kb::Function &F,
                                            const PathStep &Call) const {
  const std::string Object = F.Object;
  const std::string Word = word(Call, "attr");
  auto Given = Call.Values.find(findings::Key::argument("attr"));
  auto Number = Given == Call.Values.end() ? std::nullopt
                                           : findings::asSigned(Given->second);
  const kb::Attribute *Some = nullptr;
  for (const kb::Attribute &A : Api.Attributes) {
    if (A.Object != Object || !A.IsSettable || A.IsRemoved ||
        (!F.AttributeGroup.empty() && A.Group != F.AttributeGroup))
      continue;
    if (A.Name == Word || (Number && A.Number == *Number))
      return &A;
    // A plain number rather than an enumerator, of which not every value is
    // one.
    const bool Fits = A.Default && !A.IsPointer && A.Size >= 4 && A.Size <= 8;
    if (Fits &&
        (!Some || (!Some->IdiomaticType.empty() && A.IdiomaticType.empty())))
      Some = &A;
  }
  return Word.empty() && !Number ? Some : nullptr;
}

Argument Sequencer::bufferSize(const kb::Attribute &A, const PathStep &Call,
                               const std::string &Name,
                               const std::string &Failure) const {
  Argument Size;
  Size.Is = Kind::Number;
  Size.Value = static_cast<int64_t>(A.Size);
  auto Given = Call.Values.find(findings::Key::argument(Name));
  if (Given != Call.Values.end())
    if (auto Own = asNumber(Given->second))
      Size.Value = static_cast<int64_t>(std::min<uint64_t>(*Own, 64));
  if (Failure == "wrong-size" && Size.Value == static_cast<int64_t>(A.Size))
    Size.Value = A.Size == 1 ? 2 : 1;
  return Size;
}

Argument Sequencer::enumerated(const PathStep &Call, const std::string &Name,
                               const char *Default, const std::string &Key) {
  Argument A;
  A.Is = Kind::Enumerator;
  A.Name = word(Call, Name);
  auto Number = A.Name.empty() ? std::nullopt : enumerator(A.Name);
  if (!A.Name.empty() && !Number)
    refuse("argument." + Name +
           " is a word that this experiment does not know");
  if (auto Own = number(Call, Name)) {
    A.Is = Kind::Number;
    A.Value = *Own;
    return A;
  }
  if (A.Name.empty()) {
    A.Name = Default;
    if (!Key.empty())
      P.noteFilled(Key + Name);
  }
  A.Value = enumerator(A.Name).value_or(0);
  return A;
}

/// An object of the call; one that nothing before has made is made here.
Argument Sequencer::object(const kb::Function &F,
                           const kb::Parameter &Parameter,
                           const std::string &ObjectKind,
                           const PathStep &Call) {
  Argument A;
  auto Given = Call.Values.find(findings::Key::argument(Parameter));
  if (Given != Call.Values.end() && findings::isNull(Given->second))
    return A;
  std::string Own = word(Call, Parameter.Name);
  if (!Own.empty() && Own[0] == '#')
    Own.erase(0, 1);
  if (Own.size() > 40 ||
      Own.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX"
                            "YZ0123456789_") != std::string::npos) {
    refuse("argument." + Parameter.Name + " names no object");
    return A;
  }
  A.Name = ObjectKind + (Own.empty() ? "" : "_" + Own);
  // No stream is the default one.
  if (Own.empty() && ObjectKind == "stream" && !Parameter.IsOut)
    return A;
  const bool Makes =
      Parameter.IsOut && (F.TheAction == kb::Action::Create ||
                          F.TheAction == kb::Action::Initialize ||
                          F.TheAction == kb::Action::CreateStream ||
                          F.TheAction == kb::Action::Allocate);
  if (Makes) {
    const bool IsInPlace = F.TheAction == kb::Action::Initialize;
    Objects[A.Name].IsInPlace = IsInPlace;
    A.Is = IsInPlace ? Kind::InPlace : Kind::Variable;
    return A;
  }
  if (!Objects.count(A.Name)) {
    if (ObjectKind == "memory")
      refuse("argument." + Parameter.Name + " is memory from outside the path");
    if (ObjectKind != "handle" && ObjectKind != "stream")
      FromOutside = "argument." + Parameter.Name;
    const bool IsStream = ObjectKind == "stream";
    for (const kb::Function &Maker :
         IsStream ? Api.HostFunctions : Api.Functions)
      if ((Maker.TheAction == kb::Action::Create &&
           Maker.Object == ObjectKind) ||
          (IsStream && Maker.TheAction == kb::Action::CreateStream)) {
        PathStep Made;
        Made.Function = Maker.Name;
        Made.TheOutcome = PathStep::Outcome::Succeeds;
        Made.Values[findings::Key::argument(Maker.Parameters.front())].Known =
            Own.empty() ? std::string() : "#" + Own;
        add(Made, false, "");
        break;
      }
  }
  A.Is = Objects[A.Name].IsInPlace ? Kind::InPlace : Kind::Object;
  return A;
}

Argument Sequencer::argument(const kb::Function &F,
                             const kb::Parameter &Parameter,
                             const PathStep &Call, const std::string &Failure,
                             const std::string &Key) {
  using kb::Role;
  Argument A;
  const std::string &Name = Parameter.Name;
  const std::string ObjectKind =
      Parameter.TheRole == Role::Handle   ? "handle"
      : Parameter.TheRole == Role::Stream ? "stream"
      : Parameter.TheRole == Role::AllocatedPointer
          ? "memory"
          : std::string(Api.kindOf(Parameter.TheRole));
  if (Parameter.TheRole == Role::Handle && Failure == "no-handle")
    return A;
  if (!ObjectKind.empty()) {
    if (Failure == "null-variable" && Parameter.IsOut)
      return A;
    return object(F, Parameter, ObjectKind, Call);
  }
  auto Count = [&](int64_t Default) {
    A.Is = Kind::Number;
    auto Own = number(Call, Name);
    if (!Own && !Key.empty())
      P.noteFilled(Key + Name);
    A.Value = Own.value_or(Default);
    if (Parameter.TheRole == Role::RequestedCount)
      A.Value = std::min(A.Value, MostResults);
    return A;
  };
  /// "#7" is number 7.
  auto Number = [&] {
    const std::string Own = word(Call, Name);
    return Own.size() > 1 && Own.size() < 8 && Own[0] == '#'
               ? std::strtoull(Own.c_str() + 1, nullptr, 10)
               : 0;
  };
  auto Result = [&](const char *Type) {
    A.Is = Kind::Result;
    A.Name = Type;
    A.Value = Parameter.IsOut;
    return A;
  };
  switch (Parameter.TheRole) {
  case Role::Attribute:
  case Role::Buffer:
  case Role::BufferSize: {
    const kb::Attribute *Set = attributeOf(F, Call);
    if (!Set) {
      refuse("argument.attr is an attribute that this experiment does not "
             "know");
      return A;
    }
    if (Parameter.TheRole == Role::BufferSize)
      return bufferSize(*Set, Call, Name, Failure);
    A.Name = Set->Name;
    A.Size = std::min<uint64_t>(Set->Size ? Set->Size : 8, 64);
    A.Is = Kind::Enumerator;
    A.Value = Set->Number;
    if (Parameter.TheRole == Role::Buffer) {
      A.Is = Kind::Buffer;
      auto Own = number(Call, Name);
      if (!Own && !Set->IsPointer && !Key.empty())
        P.noteFilled(Key + Name);
      A.Value = Set->IsPointer ? 0 : Own.value_or(Set->Default.value_or(0) + 1);
    }
    return A;
  }
  case Role::DataType:
    return enumerated(Call, Name, "CUDA_R_16F", Key);
  case Role::ComputeType:
    return enumerated(Call, Name, "CUBLAS_COMPUTE_32F", Key);
  case Role::ScaleType:
    return enumerated(Call, Name, "CUDA_R_32F", Key);
  case Role::Rows:
  case Role::Cols:
  case Role::LeadingDimension:
    return Count(SomeDimension);
  case Role::RequestedCount:
    return Count(1);
  case Role::AlgorithmId:
  case Role::WorkspaceSize:
    return Count(0);
  case Role::AllocationSize:
    Count(1 << 20);
    A.Size = static_cast<uint64_t>(std::max<int64_t>(A.Value, 0));
    if (Failure == "too-large")
      A.Value = INT64_MAX / 2;
    return A;
  case Role::Alpha:
  case Role::Beta:
    A.Is = Kind::Scalar;
    A.Value = Parameter.TheRole == Role::Alpha;
    return A;
  case Role::Matrix:
    if (Failure.empty()) {
      A = memory(word(Call, Name), std::string(1, Parameter.Matrix));
      NeedsGpu = UsesMatrices = true;
    }
    return A;
  case Role::Workspace:
    return Number() ? memory(word(Call, Name), "") : A;
  case Role::Count:
  case Role::SizeWritten:
    return Result(Parameter.TheRole == Role::Count ? "int" : "size_t");
  case Role::AlgorithmIds:
    return Result("ids");
  case Role::Results:
    A.Size = Number();
    return Result("cublasLtMatmulHeuristicResult_t");
  case Role::Algorithm:
    if (F.TheAction != kb::Action::Matmul)
      return Result("cublasLtMatmulAlgo_t");
    A.Size = Number();
    if (A.Size)
      A.Is = Kind::Chosen;
    // A matmul without one chooses its own.
    else if (word(Call, Name).empty() && !Key.empty())
      P.noteFilled(Key + Name);
    return A;
  default:
    if (Name == "size") {
      A.Is = Failure == "small-object" ? Kind::Number : Kind::SizeOf;
      A.Value = 8;
      A.Name = F.Object;
    }
    return A;
  }
}

/// What the word names, or memory of the run's own.
Argument Sequencer::memory(const std::string &Word, const std::string &Name) {
  Argument A;
  const std::string Own = Word.empty() ? "" : Word.substr(Word[0] == '#');
  A.Is = Objects.count("memory_" + Own) ? Kind::Object : Kind::Device;
  A.Name = A.Is == Kind::Object ? "memory_" + Own
           : Own.empty() || Own.size() > 8 ||
                   Own.find_first_not_of("0123456789") != std::string::npos
               ? Name
               : "_" + Own;
  return A;
}

/// Device memory of a run has a fixed size: a layout must not need more.
void Sequencer::noteElements(const kb::Function &F, const SequenceStep &Step) {
  uint64_t Sides[2] = {0, 1}; // the leading dimension or the rows; the columns
  for (size_t I = 0; I < F.Parameters.size(); ++I) {
    const kb::Role R = F.Parameters[I].TheRole;
    const auto Value =
        static_cast<uint64_t>(std::max<int64_t>(Step.Arguments[I].Value, 0));
    if (R == kb::Role::Cols)
      Sides[1] = Value;
    else if (R == kb::Role::Rows || R == kb::Role::LeadingDimension)
      Sides[0] = std::max(Sides[0], Value);
  }
  // In row order the leading dimension is counted over the rows.
  const uint64_t Side = std::max(Sides[0], Sides[1]);
  if (Sides[0])
    MostElements =
        std::max(MostElements, Side > MostSide ? UINT64_MAX : Sides[0] * Side);
}

void Sequencer::add(const PathStep &Call, bool MakesFail,
                    const std::string &Key) {
  const std::string Place = placeOf(Call);
  if (Call.isTest()) {
    SequenceStep Test;
    Test.Place = Place;
    Test.Comment = "'" + Call.Condition.substr(0, 80) + "' is " +
                   (Call.Holds ? "true" : "false");
    Steps.push_back(std::move(Test));
    return;
  }
  const kb::Function *F = Api.function(Call.Function);
  if (!F || !isRunnable(Call.Function)) {
    refuse("the path calls a function that this experiment does not know, '" +
           Call.Function.substr(0, 60) + "'");
    return;
  }
  SequenceStep Step;
  Step.Function = Call.Function;
  if (MakesFail) {
    Step.Failure = howToFail(*F);
    if (Step.Failure.empty()) {
      refuse(Call.Function + " fails on the path, and has no way to be made "
                             "to");
      return;
    }
  }
  Step.Place = Place;
  Step.IsFlagged = Call.IsFlagged;
  Step.MustSucceed =
      Call.TheOutcome == PathStep::Outcome::Succeeds && !MakesFail;
  Step.MustFail = MakesFail && !Call.IsFlagged;
  for (const kb::Parameter &Parameter : F->Parameters)
    Step.Arguments.push_back(argument(*F, Parameter, Call, Step.Failure, Key));
  if (F->TheAction == kb::Action::Create && F->Object == "handle")
    NeedsGpu |= !MakesFail;
  NeedsGpu |= Call.Function.rfind("cuda", 0) == 0;
  noteElements(*F, Step);
  if (F->TheAction == kb::Action::Create && Call.IsFlagged)
    Flagged = Step.Arguments.front().Name;
  Steps.push_back(std::move(Step));
}

SequenceStep *Sequencer::flagged() {
  for (SequenceStep &Step : Steps)
    if (Step.IsFlagged)
      return &Step;
  return nullptr; // a plan has one
}

int Sequencer::indexOf(const SequenceStep &Step, kb::Role R,
                       char Matrix) const {
  const kb::Function *F = Api.function(Step.Function);
  for (size_t I = 0; F && I < F->Parameters.size(); ++I)
    if (F->Parameters[I].TheRole == R &&
        (!Matrix || F->Parameters[I].Matrix == Matrix))
      return static_cast<int>(I);
  return -1;
}

SequenceStep *Sequencer::lastTry() {
  SequenceStep *Last = nullptr, *Flagged = flagged();
  for (SequenceStep &Step : Steps) {
    if (&Step == Flagged)
      break;
    if (Step.Function == Flagged->Function && Step.Place == Flagged->Place)
      Last = &Step;
  }
  return Last;
}

/// The heuristic is asked for what the flagged call is given.
void Sequencer::askAgain() {
  const SequenceStep Flagged = *flagged();
  const int Algorithm = indexOf(Flagged, kb::Role::Algorithm);
  const SequenceStep *Asked = nullptr;
  for (const SequenceStep &Step : Steps) {
    const kb::Function *F = Api.function(Step.Function);
    const int At = F && F->TheAction == kb::Action::Heuristic
                       ? indexOf(Step, kb::Role::Results)
                       : -1;
    if (At >= 0 && Algorithm >= 0 &&
        Flagged.Arguments[size_t(Algorithm)].Is == Kind::Chosen &&
        Step.Arguments[size_t(At)].Size ==
            Flagged.Arguments[size_t(Algorithm)].Size)
      Asked = &Step;
  }
  if (!Asked)
    return refuse("the path does not ask for the algorithm that the flagged "
                  "call takes");
  SequenceStep Again = *Asked;
  Again.Place = "the step that mends the path";
  Again.IsFlagged = false;
  const kb::Function &F = *Api.function(Again.Function);
  for (size_t I = 0; I < F.Parameters.size(); ++I) {
    const kb::Parameter &Parameter = F.Parameters[I];
    const bool IsOfProblem = Parameter.TheRole == kb::Role::Layout ||
                             Parameter.TheRole == kb::Role::MatmulDesc;
    const int At = IsOfProblem
                       ? indexOf(Flagged, Parameter.TheRole, Parameter.Matrix)
                       : -1;
    if (At >= 0)
      Again.Arguments[I] = Flagged.Arguments[size_t(At)];
  }
  Steps.insert(Steps.begin() + (flagged() - Steps.data()), std::move(Again));
}

/// The last matmul before the flagged one that has its workspace.
void Sequencer::markRival() {
  const SequenceStep &Flagged = *flagged();
  const int Own = indexOf(Flagged, kb::Role::Workspace);
  SequenceStep *Rival = nullptr;
  for (SequenceStep &Step : Steps) {
    if (&Step == &Flagged)
      break;
    const int At = indexOf(Step, kb::Role::Workspace);
    if (Own >= 0 && At >= 0 && Step.Arguments[size_t(At)].Is != Kind::Null &&
        Step.Arguments[size_t(At)].text() ==
            Flagged.Arguments[size_t(Own)].text())
      Rival = &Step;
  }
  if (!Rival)
    return refuse("no call before the flagged one has its workspace");
  Rival->IsRival = true;
}

void Sequencer::ownWorkspace() {
  if (P.refused())
    return;
  SequenceStep &Flagged = *flagged();
  Argument &Workspace =
      Flagged.Arguments[size_t(indexOf(Flagged, kb::Role::Workspace))];
  Workspace.Is = Kind::Device;
  Workspace.Name = "Own";
  Flagged.Place += ", with the workspace that mends the path";
}

/// Less cannot be withheld precisely: the context and the driver's granules
/// take some of it.
static constexpr int64_t LeastWithheld = int64_t(256) << 20;

void Sequencer::failForLackOfMemory() {
  SequenceStep *First = lastTry();
  const int At = First ? indexOf(*First, kb::Role::AllocationSize) : -1;
  if (At < 0)
    return refuse("the memory that the flagged call lacks is not allocated on "
                  "the path by a try before it");
  // Made to fail, it asks for too much.
  SequenceArgument &Asked = First->Arguments[size_t(At)];
  Asked.Value = static_cast<int64_t>(Asked.Size);
  if (Asked.Value < LeastWithheld)
    return refuse("the first try asks for less than can be withheld");
  First->Failure = "full-memory";
  First->MustFail = true;
  RemainingBytes = Asked.Size / 4 * 3;
  if (flagged()->Arguments[size_t(At)].Value <= Asked.Value)
    refuse("the next try does not ask for more");
}

void Sequencer::halve() {
  if (P.refused())
    return;
  SequenceStep &Next = *flagged();
  const size_t At = size_t(indexOf(Next, kb::Role::AllocationSize));
  Next.Arguments[At].Value = lastTry()->Arguments[At].Value / 2;
  Next.Place += ", with the size that mends the path";
}

/// The control of a leak: the object goes where the path ends.
void Sequencer::destroyFlagged() {
  for (const SequenceStep &Step : Steps) {
    const kb::Function *F = Api.function(Step.Function);
    // A path that destroys it leaves nothing to mend.
    if (F && F->TheAction == kb::Action::Destroy &&
        Step.Arguments.front().Name == Flagged)
      return;
  }
  for (const kb::Function &F : Api.Functions) {
    if (F.TheAction != kb::Action::Destroy ||
        Flagged.compare(0, F.Object.size(), F.Object) != 0 ||
        (Flagged.size() > F.Object.size() && Flagged[F.Object.size()] != '_'))
      continue;
    SequenceStep Step;
    Step.Function = F.Name;
    Argument A;
    A.Is = Kind::Object;
    A.Name = Flagged;
    Step.Place = "the step that mends the path";
    Step.Arguments.push_back(A);
    Steps.push_back(std::move(Step));
    return;
  }
  refuse("the flagged call makes no object that could be destroyed");
}
