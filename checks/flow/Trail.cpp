//===-- Trail.cpp - what a path has called and tested ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Trail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace cublaslt::checks::flow {

const TrailStep Trails::Lost;

const TrailStep *Trails::extend(const TrailStep *Before, TrailStep S) {
  const unsigned Length = Before ? Before->Length : 0;
  if (isLost(Before) || Length >= MostSteps)
    return &Lost;
  S.Before = Before;
  S.Length = Length + 1;
  S.Arguments = S.Arguments.copy(Memory);
  S.Outcomes = S.Outcomes.copy(Memory);
  return new (Memory) TrailStep(S);
}

static bool isSameCall(const TrailStep &A, const TrailStep &B) {
  return A.isAt(B.Site, B.Path) && A.Function == B.Function &&
         A.Arguments == B.Arguments && A.Content == B.Content;
}

const TrailStep *Trails::join(const TrailStep *A, const TrailStep *B) {
  if (A == B)
    return A;
  if (isLost(A) || isLost(B))
    return &Lost;
  // Back to where the two part.
  llvm::SmallVector<const TrailStep *, 32> InA, InB;
  auto Length = [](const TrailStep *S) { return S ? S->Length : 0; };
  while (A != B) {
    const bool IsA = Length(A) >= Length(B);
    const TrailStep *&Longer = IsA ? A : B;
    (IsA ? InA : InB).push_back(Longer);
    Longer = Longer->Before;
  }
  auto IsCall = [](const TrailStep *S) { return S->isCall(); };
  auto CallsOf = [&](llvm::ArrayRef<const TrailStep *> Steps) {
    return llvm::make_filter_range(Steps, IsCall);
  };
  const auto CallsA = CallsOf(InA), CallsB = CallsOf(InB);
  if (!std::equal(CallsA.begin(), CallsA.end(), CallsB.begin(), CallsB.end(),
                  [](const TrailStep *X, const TrailStep *Y) {
                    return isSameCall(*X, *Y);
                  }))
    return &Lost;
  for (const TrailStep *S : llvm::reverse(InA))
    if (S->isCall() || llvm::any_of(InB, [S](const TrailStep *Other) {
          return !Other->isCall() && Other->isAt(S->Site, S->Path) &&
                 Other->Holds == S->Holds && Other->What == S->What;
        }))
      A = S->Before == A ? S : extend(A, *S);
  return A;
}

} // namespace cublaslt::checks::flow
