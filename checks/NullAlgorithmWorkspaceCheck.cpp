//===-- NullAlgorithmWorkspaceCheck.cpp - neither of the two --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/NullAlgorithmWorkspaceCheck.h"
#include "checks/flow/Origin.h"
#include "checks/queries/AlgorithmSource.h"

using namespace clang;

namespace cublaslt::checks {

void NullAlgorithmWorkspaceCheck::beforeCall(const flow::KnownCall &Call,
                                             const flow::State &S) {
  if (Call.Function->TheAction != kb::Action::Matmul)
    return;
  flow::ValueRef Size = Call.argument(kb::Role::WorkspaceSize);
  // A size without a buffer is refused: the business of another check.
  bool IsRefused = Size && S.rangeOf(Size).excludesZero();
  if (!hasNullAlgorithm(Call) || !hasNullWorkspace(Call) || IsRefused) {
    Candidates.refute(Call.Call);
    return;
  }
  if (Candidates.find(Call.Call))
    return;
  Candidate C;
  C.Argument = Call.expression(kb::Role::Algorithm);
  C.In = Call.In->Function;
  C.Call = describe(Call, S);
  for (kb::Role R : {kb::Role::Algorithm, kb::Role::Workspace})
    if (int I = Call.Function->indexOf(R); I >= 0) {
      C.Call.Values[findings::Key::argument(Call.Function->Parameters[I])]
          .Known = findings::PointerKind::Null;
      if (const Stmt *Source = flow::sourceOf(engine(), Call, R, S))
        C.Sources.push_back({R, Source});
    }
  Candidates.add(Call.Call, std::move(C));
}

void NullAlgorithmWorkspaceCheck::endUnit() {
  Candidates.forEachUnrefuted([&](const Stmt *, Candidate &C) {
    Report Warning = report(C.Argument->getBeginLoc(),
                            "neither an algorithm nor a workspace is passed; " +
                                effect("neither"),
                            C.In, std::move(C.Call));
    for (const auto &[R, Source] : C.Sources)
      Warning.note(Source, R == kb::Role::Algorithm
                               ? "the algorithm is null from here"
                               : "the workspace is null from here");
  });
  Candidates.clear();
}

} // namespace cublaslt::checks
