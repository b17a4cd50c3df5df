//===-- Problems.cpp - what a log shows to be wrong -----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/Problems.h"
#include <algorithm>

using namespace cublaslt::logs;

Problem *ProblemSet::find(const std::string &Key) {
  auto It = ByKey.find(Key);
  return It == ByKey.end() ? nullptr : It->second;
}

Problem *ProblemSet::add(const std::string &Key, const Problem &New,
                         const Place &Where, uint64_t Shape) {
  Problem *P = find(Key);
  if (!P) {
    if (Problems.size() >= Most) {
      ++LeftOut;
      LastAdded = nullptr;
      return nullptr;
    }
    Problems.push_back(New);
    P = &Problems.back();
    P->Number = ++LastNumber;
    P->First = Where;
    ByKey[Key] = P;
  }
  ++P->Count;
  P->Last = Where;
  LastAdded = P;
  if (P->isDiagnosed())
    LastDiagnosed = P;
  if (Shape && P->Shapes.size() < MostShapes)
    P->Shapes.insert(Shape);
  return P;
}

void ProblemSet::addReason(Problem &P, std::string_view Reason) {
  std::string Text = shown(Reason);
  if (P.Reasons.size() < MostReasons &&
      std::find(P.Reasons.begin(), P.Reasons.end(), Text) == P.Reasons.end())
    P.Reasons.push_back(std::move(Text));
}

void ProblemSet::replace(Problem &P, Problem Better) {
  Better.Number = P.Number;
  Better.Count = P.Count;
  Better.First = P.First;
  Better.Last = P.Last;
  Better.Reasons = std::move(P.Reasons);
  P = std::move(Better);
  if (P.isDiagnosed())
    LastDiagnosed = &P;
}

void ProblemSet::removeIf(const std::function<bool(const Problem &)> &IsNone) {
  ByKey.clear(); // points into Problems
  LastDiagnosed = LastAdded = nullptr;
  Problems.erase(std::remove_if(Problems.begin(), Problems.end(), IsNone),
                 Problems.end());
}
