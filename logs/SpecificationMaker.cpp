//===-- SpecificationMaker.cpp - a traced call's values -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/SpecificationMaker.h"
#include <iterator>

using namespace cublaslt;
using namespace cublaslt::logs;
using findings::CallSpecification;
using findings::Key;
using findings::SpecificationValue;

static SpecificationValue valueOf(std::string_view Text,
                                  const std::string &Prefix) {
  SpecificationValue Value;
  Value.SourceText = std::string(Text.substr(0, 64));
  auto Number = numberOf(Text);
  if (!Prefix.empty() && !Number) {
    Value.Known = Prefix + std::string(Text.substr(0, 64));
  } else if (Number && *Number <= INT64_MAX) {
    Value.Known = static_cast<int64_t>(*Number);
  } else if (Number) {
    Value.Known = *Number;
  } else if (!Text.empty() && Text[0] == '-') {
    if (auto Positive = numberOf(Text.substr(1)))
      Value.Known = -static_cast<int64_t>(*Positive & INT64_MAX);
  }
  return Value;
}

/// An address, or null.
static SpecificationValue pointerOf(std::string_view Text) {
  SpecificationValue Value = valueOf(Text, "");
  if (findings::isNull(Value))
    Value.Known = findings::PointerKind::Null;
  return Value;
}

/// The attribute's default, as the log would show it.
static SpecificationValue defaultOf(const kb::Attribute &A,
                                    const std::string &Prefix) {
  SpecificationValue Value;
  if (!A.Default)
    return Value;
  bool IsWord = !Prefix.empty() &&
                A.DefaultText.find(' ') == std::string::npos &&
                A.DefaultText.find('_') != std::string::npos;
  if (IsWord)
    Value.Known = A.DefaultText;
  else if (A.IsPointer && *A.Default == 0)
    Value.Known = findings::PointerKind::Null;
  else
    Value.Known = *A.Default;
  return Value;
}

void SpecificationMaker::nameArguments(const kb::Api &Api) {
  size_t Next = 0;
  for (const kb::Function &F : Api.Functions) {
    if (F.TheAction != kb::Action::Matmul &&
        F.TheAction != kb::Action::Heuristic)
      continue;
    for (const kb::Parameter &P : F.Parameters) {
      const Key Of = Key::argument(P);
      if (P.TheRole == kb::Role::Algorithm && !P.IsOut)
        Algorithm = Of;
      else if (P.TheRole == kb::Role::Preference)
        PreferenceArgument = Of;
      else if (P.TheRole == kb::Role::Workspace)
        Workspace = Of;
      else if (P.TheRole == kb::Role::WorkspaceSize)
        WorkspaceSize = Of;
      else if (P.TheRole == kb::Role::Matrix && Next < Matrices.size())
        Matrices[Next++] = {std::string(1, P.Matrix), Of};
    }
  }
}

SpecificationMaker::SpecificationMaker(const kb::Api &Api) {
  nameArguments(Api);
  const std::pair<const char *, Kind *> Kinds[] = {{"layout", &Layout},
                                                   {"matmulDesc", &Descriptor},
                                                   {"preference", &Preference}};
  for (const auto &[Object, Shown] : Kinds) {
    std::map<std::string, std::optional<SpecificationValue>> Defaults;
    for (const kb::LogField &F : Api.Log.Fields) {
      if (F.Object != Object)
        continue;
      std::optional<SpecificationValue> &Default = Defaults[F.Attribute];
      const kb::Attribute *A = Api.attribute(F.Attribute);
      if (!Default && A && A->Default)
        Default = defaultOf(*A, F.Prefix);
    }
    for (auto &[Name, Default] : Defaults)
      Shown->Attributes.push_back({Name, std::move(Default)});
    for (const kb::LogField &F : Api.Log.Fields)
      if (F.Object == Object) {
        auto Place = Defaults.find(F.Attribute);
        size_t Index =
            static_cast<size_t>(std::distance(Defaults.begin(), Place));
        Shown->Fields.emplace(F.Name, Field{F.Prefix, Index});
      }
  }
}

/// Adds the attributes of one nested value; keys begin with \p Name.
void SpecificationMaker::addObject(const TracedCall &Call,
                                   std::string_view Text, const Kind &Shown,
                                   const std::string &Name,
                                   CallSpecification &Into) const {
  if (Text == "null")
    return;
  const bool IsUnclosed = Text.data() == Call.Unclosed;
  struct Given {
    std::string_view Text;
    const Field *By = nullptr;
  };
  std::vector<Given> Values(Shown.Attributes.size());
  TraceFields Fields(Text);
  TraceField F;
  while (Fields.next(F)) {
    bool IsLast = F.Value.data() + F.Value.size() == Text.data() + Text.size();
    if (IsUnclosed && IsLast)
      break; // half a value, perhaps
    auto [Known, Last] = Shown.Fields.equal_range(F.Key);
    for (; Known != Last; ++Known)
      Values[Known->second.AttributeIndex] = {F.Value, &Known->second};
  }
  for (size_t I = 0; I < Values.size(); ++I) {
    const Attribute &A = Shown.Attributes[I];
    const Given &Value = Values[I];
    if (!Value.By && (Call.IsCut || !A.Default))
      continue;
    // The keys come in the map's order.
    Into.Values.emplace_hint(Into.Values.end(), Key::attribute(Name, A.Name),
                             Value.By ? valueOf(Value.Text, Value.By->Prefix)
                                      : *A.Default);
  }
}

CallSpecification SpecificationMaker::make(const TracedCall &Call,
                                           std::string_view Function) const {
  CallSpecification Result;
  Result.Function = std::string(Function);
  auto Set = [&](const std::optional<Key> &Of, SpecificationValue Value) {
    if (Of)
      Result.Values.emplace_hint(Result.Values.end(), *Of, std::move(Value));
  };
  SpecificationValue Null;
  Null.Known = findings::PointerKind::Null;
  if (Call.IsNested)
    for (size_t I = 0; I < Matrices.size(); ++I)
      if (!Call.Layout[I].empty())
        addObject(Call, Call.Layout[I], Layout, Matrices[I].Object, Result);
  for (size_t I = 0; I < Matrices.size(); ++I)
    if (!Call.Pointer[I].empty())
      Set(Matrices[I].Address, pointerOf(Call.Pointer[I]));
  if (Call.Algorithm == "0X0")
    Set(Algorithm, Null);
  if (Call.HasPreference && Call.Preference == "null")
    Set(PreferenceArgument, Null);
  if (!Call.Workspace.empty())
    Set(Workspace, pointerOf(Call.Workspace));
  if (!Call.WorkspaceSize.empty())
    Set(WorkspaceSize, valueOf(Call.WorkspaceSize, ""));
  if (Call.IsNested && !Call.Descriptor.empty())
    addObject(Call, Call.Descriptor, Descriptor, "matmulDesc", Result);
  // "preference=" of a cut line is not a preference without attributes.
  if (Call.HasPreference && !(Call.IsCut && Call.Preference.empty()))
    addObject(Call, Call.Preference, Preference, "preference", Result);
  return Result;
}
