//===-- ProblemSnapshot.cpp - what a call was asked for -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/problem/ProblemSnapshot.h"
#include <tuple>

namespace cublaslt::checks {

ProblemSnapshot ProblemSnapshot::of(const flow::KnownCall &Call,
                                    const flow::State &S,
                                    flow::FlowEngine &Engine) {
  ProblemSnapshot Result;
  const kb::Api &Api = Engine.api().apiOf(Call.Function);
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  for (size_t I = 0; I < Parameters.size() && I < Call.Arguments.size(); ++I) {
    const kb::Parameter &P = Parameters[I];
    std::string_view Kind = Api.kindOf(P.TheRole);
    if (Kind.empty())
      continue;
    Part Each;
    Each.Parameter = &P;
    Each.Object = Call.Arguments[I];
    for (const kb::Attribute &A : Api.Attributes)
      if (A.Object == Kind && !A.IsRemoved && !A.IsPointer && A.IsSettable)
        Each.Attributes.emplace_back(
            &A, Engine.states().attribute(S, Each.Object, &A));
    Result.Parts.push_back(std::move(Each));
  }
  return Result;
}

const ProblemSnapshot::Part *ProblemSnapshot::part(kb::Role R,
                                                   char Matrix) const {
  for (const Part &Each : Parts)
    if (Each.Parameter->TheRole == R && Each.Parameter->Matrix == Matrix)
      return &Each;
  return nullptr;
}

bool ProblemSnapshot::Part::operator<(const Part &O) const {
  auto KeyOf = [](const Part &P) {
    return std::tie(P.Parameter->TheRole, P.Parameter->Matrix, P.Object,
                    P.Attributes);
  };
  return KeyOf(*this) < KeyOf(O);
}

size_t SnapshotList::indexOf(const flow::KnownCall &Call, const flow::State &S,
                             flow::FlowEngine &Engine) {
  auto [Known, IsNewProblem] = OfProblem.try_emplace(Call.Problem, 0);
  if (!IsNewProblem)
    return Known->second;
  auto [It, IsNew] =
      Numbers.try_emplace(ProblemSnapshot::of(Call, S, Engine), All.size());
  if (IsNew)
    All.push_back(&It->first);
  return Known->second = It->second;
}

} // namespace cublaslt::checks
