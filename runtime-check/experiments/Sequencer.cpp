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

/// What a dimension is where nothing says it.
static constexpr int64_t SomeDimension = 64;
/// An array of results has room for as many.
static constexpr int64_t MostResults = 64;
/// Larger sides are not worth a product.
static constexpr uint64_t MostSide = uint64_t(1) << 31;

std::optional<int64_t> Sequencer::number(const PathStep &Call,
                                         const std::string &Name) {
  auto It = Call.Values.find("argument." + Name);
  if (It == Call.Values.end() || !It->second.isKnown())
    return std::nullopt;
  return findings::asSigned(It->second);
}

std::string Sequencer::word(const PathStep &Call,
                            const std::string &Name) const {
  auto It = Call.Values.find("argument." + Name);
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
  auto Given = Call.Values.find("argument.attr");
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
  auto Given = Call.Values.find("argument." + Name);
  if (Given != Call.Values.end())
    if (auto Own = asNumber(Given->second))
      Size.Value = static_cast<int64_t>(std::min<uint64_t>(*Own, 64));
  if (Failure == "wrong-size" && Size.Value == static_cast<int64_t>(A.Size))
    Size.Value = A.Size == 1 ? 2 : 1;
  return Size;
}

Argument Sequencer::enumerated(const PathStep &Call, const std::string &Name,
                               const char *Default) {
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
  if (A.Name.empty())
    A.Name = Default;
  A.Value = enumerator(A.Name).value_or(0);
  return A;
}

/// An object of the call; one that nothing before has made is made here.
Argument Sequencer::object(const kb::Function &F,
                           const kb::Parameter &Parameter,
                           const std::string &ObjectKind,
                           const PathStep &Call) {
  Argument A;
  std::string Own = word(Call, Parameter.Name);
  if (Own == "null" || Own == "nullptr")
    return A;
  if (!Own.empty() && Own[0] == '#')
    Own.erase(0, 1);
  if (Own.size() > 40 ||
      Own.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX"
                            "YZ0123456789_") != std::string::npos) {
    refuse("argument." + Parameter.Name + " names no object");
    return A;
  }
  A.Name = ObjectKind + (Own.empty() ? "" : "_" + Own);
  const bool Makes = Parameter.IsOut && (F.TheAction == kb::Action::Create ||
                                         F.TheAction == kb::Action::Initialize);
  if (Makes) {
    const bool IsInPlace = F.TheAction == kb::Action::Initialize;
    Objects[A.Name].IsInPlace = IsInPlace;
    A.Is = IsInPlace ? Kind::InPlace : Kind::Variable;
    return A;
  }
  if (!Objects.count(A.Name)) {
    for (const kb::Function &Maker : Api.Functions)
      if (Maker.TheAction == kb::Action::Create && Maker.Object == ObjectKind) {
        PathStep Made;
        Made.Function = Maker.Name;
        Made.TheOutcome = PathStep::Outcome::Succeeds;
        Made.Values["argument." + Maker.Parameters.front().Name].Known =
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
      Parameter.TheRole == Role::Handle
          ? "handle"
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
      A.Value = Set->IsPointer
                    ? 0
                    : number(Call, Name).value_or(Set->Default.value_or(0) + 1);
    }
    return A;
  }
  case Role::DataType:
    return enumerated(Call, Name, "CUDA_R_16F");
  case Role::ComputeType:
    return enumerated(Call, Name, "CUBLAS_COMPUTE_32F");
  case Role::ScaleType:
    return enumerated(Call, Name, "CUDA_R_32F");
  case Role::Rows:
  case Role::Cols:
  case Role::LeadingDimension:
    return Count(SomeDimension);
  case Role::RequestedCount:
    return Count(1);
  case Role::AlgorithmId:
  case Role::WorkspaceSize:
    return Count(0);
  case Role::Alpha:
  case Role::Beta:
    A.Is = Kind::Scalar;
    A.Value = Parameter.TheRole == Role::Alpha;
    return A;
  case Role::Matrix:
    if (Failure.empty()) {
      A.Is = Kind::Device;
      A.Name = std::string(1, Parameter.Matrix);
      NeedsGpu = UsesMatrices = true;
    }
    return A;
  case Role::Count:
  case Role::SizeWritten:
    return Result(Parameter.TheRole == Role::Count ? "int" : "size_t");
  case Role::AlgorithmIds:
    return Result("ids");
  case Role::Results:
    return Result("cublasLtMatmulHeuristicResult_t");
  case Role::Algorithm:
    // A matmul without one chooses its own.
    return F.TheAction == kb::Action::Matmul ? A
                                             : Result("cublasLtMatmulAlgo_t");
  default:
    if (Name == "size") {
      A.Is = Failure == "small-object" ? Kind::Number : Kind::SizeOf;
      A.Value = 8;
      A.Name = F.Object;
    }
    return A;
  }
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
  if (Call.Line)
    Step.Place = Call.File + (Call.File.empty() ? "line " : ":") +
                 std::to_string(Call.Line);
  Step.IsFlagged = Call.IsFlagged;
  Step.MustSucceed = Call.TheOutcome == PathStep::Outcome::Succeeds;
  Step.MustFail = MakesFail && !Call.IsFlagged;
  for (const kb::Parameter &Parameter : F->Parameters)
    Step.Arguments.push_back(argument(*F, Parameter, Call, Step.Failure, Key));
  if (F->TheAction == kb::Action::Create && F->Object == "handle")
    NeedsGpu |= !MakesFail;
  noteElements(*F, Step);
  if (F->TheAction == kb::Action::Create && Call.IsFlagged)
    Flagged = Step.Arguments.front().Name;
  Steps.push_back(std::move(Step));
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
