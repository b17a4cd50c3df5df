//===-- OldCalls.cpp - call specifications of version 1 -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/OldCalls.h"
#include "kb/Lookup.h"
#include <cstdlib>

using namespace cublaslt;
using namespace cublaslt::findings;

/// The old spellings that need no knowledge of the API.
static void respell(const Key &Of, SpecificationValue &Value) {
  const auto *Word = std::get_if<std::string>(&Value.Known);
  const Key::Kind Kind = Of.kind();
  if (!Word || (Kind != Key::Kind::Attribute && Kind != Key::Kind::Argument))
    return;
  // The checks gave a number without an enumerator as they would a word.
  const bool IsNumber =
      !Word->empty() && Word->size() < 10 &&
      Word->find_first_not_of("0123456789") == std::string::npos;
  if (*Word == "nullptr")
    Value.Known = PointerKind::Null;
  else if (*Word == "set")
    Value.Known = DeviceAddress();
  else if (IsNumber)
    Value.Known =
        static_cast<int64_t>(std::strtoll(Word->c_str(), nullptr, 10));
}

static bool isPointer(const Key &Of, const kb::Function *F,
                      const kb::Attribute *A) {
  if (A)
    return A->IsPointer;
  if (F && Of.kind() == Key::Kind::Argument)
    for (const kb::Parameter &P : F->Parameters)
      if (P.Name == Of.name())
        return kb::isPointer(P.TheRole);
  return false;
}

static const kb::Attribute *attributeOf(const SpecificationValue &Which,
                                        const kb::Function *F,
                                        const kb::Api &Api) {
  if (const auto *Name = std::get_if<std::string>(&Which.Known))
    return Api.attribute(*Name);
  const auto Number = asSigned(Which);
  if (Number && F)
    for (const kb::Attribute &A : Api.Attributes)
      if (A.Object == F->Object && A.Number == *Number &&
          (F->AttributeGroup.empty() || A.Group == F->AttributeGroup))
        return &A;
  return nullptr;
}

/// The arguments of a Set or Get call, as a question about its attribute.
static void askForAttribute(CallSpecification &Call, const kb::Api &Api) {
  const auto Which = Call.Values.find("argument.attr");
  const kb::Attribute *A =
      Which == Call.Values.end()
          ? nullptr
          : attributeOf(Which->second, Api.function(Call.Function), Api);
  if (!A)
    return;
  const Key Asked = Key::attribute(Api.keyOf(A->Object), *A);
  Call.Values[OwnKey::Question].Known = Asked.str();
  Call.Values.erase(Which);
  if (auto Size = Call.Values.find("argument.sizeInBytes");
      Size != Call.Values.end()) {
    Call.Values[Key::sizeOf(Asked)] = Size->second;
    Call.Values.erase(Size);
  }
  if (auto Buffer = Call.Values.find("argument.buf");
      Buffer != Call.Values.end()) {
    SpecificationValue &Value = Call.Values[Asked];
    if (isNull(Buffer->second))
      Value.Known = PointerKind::NullBuffer;
    else if (A->IsPointer && !Value.isKnown())
      Value.Known = PointerKind::ByValue;
    Call.Values.erase(Buffer);
  }
}

void findings::bringUpToDate(CallSpecification &Call, const kb::Api *Api) {
  const kb::Function *F = Api ? Api->function(Call.Function) : nullptr;
  for (auto &[Of, Value] : Call.Values) {
    respell(Of, Value);
    const kb::Attribute *A = Api && Of.kind() == Key::Kind::Attribute
                                 ? Api->attribute(Of.name())
                                 : nullptr;
    const auto Number = asSigned(Value);
    if (Number == 0 && isPointer(Of, F, A))
      Value.Known = PointerKind::Null;
    else if (A && Number)
      if (const kb::Enumeration *Of = kb::enumeration(*Api, A->IdiomaticType))
        if (const kb::Enumerator *E = kb::numbered(*Of, *Number))
          Value.Known = E->Name;
  }
  for (PathStep &Step : Call.Path)
    for (auto &[Of, Value] : Step.Values)
      respell(Of, Value);
  if (Api)
    askForAttribute(Call, *Api);
}
