//===-- ProblemNumbers.cpp - equal problems at one call -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/ProblemNumbers.h"
#include "checks/flow/FlowEngine.h"

using namespace clang;

namespace cublaslt::checks::flow {

const ProblemNumbers::AttributeLists &
ProblemNumbers::attributesOf(const kb::Function *F) {
  auto [It, IsNew] = Attributes.try_emplace(F);
  if (!IsNew)
    return It->second;
  const kb::Api &TheApi = Api.apiOf(F);
  for (const kb::Parameter &P : F->Parameters) {
    auto &List = It->second.emplace_back();
    std::string_view Kind = TheApi.kindOf(P.TheRole);
    if (Kind.empty())
      continue;
    for (const kb::Attribute &A : TheApi.Attributes)
      if (A.Object == Kind)
        List.push_back(&A);
  }
  return It->second;
}

unsigned ProblemNumbers::of(const KnownCall &Call, const State &S) {
  llvm::FoldingSetNodeID Id;
  // The value, what is known of it, and what it points to.
  auto AddValue = [&](ValueRef V) {
    Id.AddPointer(V);
    if (V->HasFacts)
      S.rangeOf(V).Profile(Id);
    if (V->Kind != ValueKind::Address)
      return;
    Id.AddPointer(States.load(S, V->Place));
    bool IsReadable = false;
    for (LocationRef At = V->Place; At; At = At->Parent)
      IsReadable |= S.Readable.contains(At);
    Id.AddBoolean(IsReadable);
  };
  Id.AddPointer(Call.Call);
  Id.AddPointer(Call.In->Path);
  const AttributeLists &Lists = attributesOf(Call.Function);
  for (unsigned I = 0; I < Call.Arguments.size(); ++I) {
    ValueRef Argument = Call.Arguments[I];
    AddValue(Argument);
    if (!Argument->isConstant() && I < Lists.size())
      for (const kb::Attribute *A : Lists[I])
        AddValue(States.attribute(S, Argument, A));
  }
  auto [It, IsNew] = Numbers.try_emplace(std::move(Id), Last + 1);
  Last += IsNew;
  return It->second;
}

} // namespace cublaslt::checks::flow
