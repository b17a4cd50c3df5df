//===-- StatusMeaning.cpp - what is known of a status ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/StatusMeaning.h"
#include "kb/Advice.h"
#include <algorithm>
#include <cstdlib>
#include <variant>

using namespace cublaslt;
using namespace cublaslt::logs;
using kb::Capture;

/// A name that its line's end has cut, if only one begins so.
static std::string whole(const std::string &Name, const kb::KnowledgeBase &Kb) {
  std::string Found;
  for (const auto &[Number, Known] : Kb.apis().front().StatusNames) {
    if (Known == Name || (Known.rfind(Name, 0) == 0 && !Found.empty()))
      return Name;
    if (Known.rfind(Name, 0) == 0)
      Found = Known;
  }
  return Found.empty() ? Name : Found;
}

std::string logs::statusOf(const MessageMatch &Match,
                           const kb::KnowledgeBase &Kb) {
  std::string Name = Match.captured(Capture::Status);
  if (!Name.empty())
    return whole(Name.rfind("CUBLAS_STATUS_", 0) == 0 ||
                         Name.rfind("HIPBLAS_STATUS_", 0) == 0
                     ? Name
                     : "CUBLAS_STATUS_" + Name,
                 Kb);
  std::string Number = Match.captured(Capture::StatusNumber);
  if (!Number.empty() && Number.size() < 6) {
    const auto &Names = Kb.apis().front().StatusNames;
    auto It = Names.find(std::atoi(Number.c_str()));
    return It == Names.end() ? Number + ", which no version of the library has"
                             : It->second;
  }
  std::string Text = Match.captured(Capture::StatusText);
  for (const kb::StatusKnowledge &S : Kb.statuses()) {
    if (Text.rfind(S.Sentence, 0) == 0)
      return S.Status;
    for (const std::string &Other : S.AlsoSaid)
      if (Text.rfind(Other, 0) == 0)
        return S.Status;
  }
  return Text;
}

/// A type that the line shows decides; where it shows none, any may be.
static bool fits(const kb::StatusCause &Cause, const Problem &P) {
  bool ShowsTypes = false;
  for (const auto &[Key, Value] : P.Call.Values) {
    const auto *Word = std::get_if<std::string>(&Value.Known);
    if (Key.name().find("LAYOUT_TYPE") == std::string_view::npos || !Word)
      continue;
    ShowsTypes = true;
    if (std::find(Cause.Types.begin(), Cause.Types.end(), *Word) !=
        Cause.Types.end())
      return true;
  }
  // A line may have the call's source, which names them.
  ShowsTypes |= P.Line.find("CUDA_R_") != std::string::npos;
  return Cause.Types.empty() || !ShowsTypes ||
         std::any_of(Cause.Types.begin(), Cause.Types.end(),
                     [&](const std::string &Type) {
                       return P.Line.find(Type) != std::string::npos;
                     });
}

StatusMeaning logs::meaningOf(const Problem &P, const kb::KnowledgeBase &Kb) {
  StatusMeaning Result;
  auto It = std::find_if(
      Kb.statuses().begin(), Kb.statuses().end(),
      [&](const kb::StatusKnowledge &S) { return S.Status == P.Status; });
  if (It == Kb.statuses().end())
    return Result;
  Result.Next = It->Next;
  const kb::CallKind Kind = kindOf(P.Function, Kb);
  for (const kb::StatusCause &C : It->Causes)
    // A function of the framework is not one of these calls.
    if ((C.At == kb::CallKind::Any || C.At == Kind || P.Function.empty()) &&
        fits(C, P))
      Result.Causes.push_back(&C);
  std::stable_sort(Result.Causes.begin(), Result.Causes.end(),
                   [](const kb::StatusCause *A, const kb::StatusCause *B) {
                     return A->Reports.size() > B->Reports.size();
                   });
  return Result;
}

std::vector<std::string> StatusMeaning::names() const {
  std::vector<std::string> All;
  for (const kb::StatusCause *C : Causes)
    for (const auto *Names : {&C->Rules, &C->Entries})
      for (const std::string &Name : *Names)
        if (std::find(All.begin(), All.end(), Name) == All.end())
          All.push_back(Name);
  return All;
}
