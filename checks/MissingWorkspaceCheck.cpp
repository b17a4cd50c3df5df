//===-- MissingWorkspaceCheck.cpp - cublaslt-missing-workspace ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/MissingWorkspaceCheck.h"
#include "checks/queries/AlgorithmSource.h"

using namespace clang;

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueRef;

void MissingWorkspaceCheck::beforeCall(const flow::KnownCall &Call,
                                       const flow::State &S) {
  const kb::Function &F = *Call.Function;
  if (F.TheAction == kb::Action::Matmul) {
    const Expr *Argument = Call.expression(kb::Role::Workspace);
    if (!Argument)
      return;
    bool IsWithout = hasNullWorkspace(Call);
    KnowsNullWorkspace |= IsWithout && !hasNullAlgorithm(Call);
    for (ValueRef Results : algorithmSources(engine(), Call, S)) {
      Candidate &C = Candidates[Results->Site];
      (IsWithout ? C.UsedWithout : C.UsedWith) = Argument;
    }
    return;
  }
  const kb::Attribute *Limit =
      F.TheAction == kb::Action::Heuristic
          ? engine().api().attributeMeaning(&F, kb::Meaning::WorkspaceLimit)
          : nullptr;
  ValueRef Preference = Call.argument(kb::Role::Preference);
  if (!Limit || !Preference || Preference->isConstant())
    return;
  Candidate &C = Candidates[Call.Call];
  if (!engine().states().isUnset(S, Preference, Limit)) {
    C.IsSetOnSomePath = true;
    return;
  }
  if (C.Argument)
    return;
  C.Argument = Call.expression(kb::Role::Preference);
  C.Created =
      Preference->isSymbol(SymbolKind::Object) ? Preference->Site : nullptr;
  C.Function = &F;
  C.In = Call.In->Function;
  C.Call = describe(Call, S);
  C.Call.Values["preference." + Limit->Name].Known = *Limit->Default;
}

void MissingWorkspaceCheck::endUnit() {
  for (auto &[Site, C] : Candidates) {
    bool IsOnPurpose = C.UsedWithout || (!C.UsedWith && KnowsNullWorkspace);
    if (!C.Argument || C.IsSetOnSomePath || IsOnPurpose)
      continue;
    if (!report(C.Argument->getBeginLoc(),
                "the preference's workspace limit is never set and is 0; " +
                    effect("limit"),
                C.In, std::move(C.Call)))
      continue;
    if (C.Created)
      note(C.Created->getBeginLoc(), "the preference is made here");
    if (C.UsedWith)
      note(C.UsedWith->getBeginLoc(), "this workspace is not used");
  }
  Candidates.clear();
  KnowsNullWorkspace = false;
}

} // namespace cublaslt::checks
