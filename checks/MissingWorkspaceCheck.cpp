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
      Use &U = Uses[Results->Site];
      (IsWithout ? U.Without : U.With) = Argument;
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
  if (!engine().states().isUnset(S, Preference, Limit)) {
    Candidates.refute(Call.Call);
    return;
  }
  if (Candidates.find(Call.Call))
    return;
  Candidate C;
  C.Argument = Call.expression(kb::Role::Preference);
  C.Created =
      Preference->isSymbol(SymbolKind::Object) ? Preference->Site : nullptr;
  C.Function = &F;
  C.In = Call.In->Function;
  C.Call = describe(Call, S);
  C.Call.Values[findings::Key::attribute(Limit->Object, *Limit)].Known =
      *Limit->Default;
  Candidates.add(Call.Call, std::move(C));
}

void MissingWorkspaceCheck::endUnit() {
  Candidates.forEachUnrefuted([&](const Stmt *Heuristic, Candidate &C) {
    const Use U = Uses.lookup(Heuristic);
    const bool IsOnPurpose = U.Without || (!U.With && KnowsNullWorkspace);
    if (IsOnPurpose)
      return;
    report(C.Argument->getBeginLoc(),
           "the workspace limit is never set, so it is 0; " + effect("limit"),
           C.In, std::move(C.Call))
        .note(C.Created, "the preference is made here")
        .note(U.With, "this workspace is not used");
  });
  Uses.clear();
  Candidates.clear();
  KnowsNullWorkspace = false;
}

} // namespace cublaslt::checks
