//===-- StatusMeaning.cpp - what is known of a status ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/StatusMeaning.h"
#include <algorithm>
#include <cstdlib>

using namespace cublaslt;
using namespace cublaslt::logs;
using kb::Capture;

std::string logs::statusOf(const MessageMatch &Match,
                           const kb::KnowledgeBase &Kb) {
  std::string Name = Match.captured(Capture::Status);
  if (!Name.empty())
    return Name.rfind("CUBLAS_STATUS_", 0) == 0 ||
                   Name.rfind("HIPBLAS_STATUS_", 0) == 0
               ? Name
               : "CUBLAS_STATUS_" + Name;
  std::string Number = Match.captured(Capture::StatusNumber);
  if (!Number.empty() && Number.size() < 6) {
    const auto &Names = Kb.apis().front().StatusNames;
    auto It = Names.find(std::atoi(Number.c_str()));
    return It == Names.end() ? Number + ", which no version of the library has"
                             : It->second;
  }
  std::string Text = Match.captured(Capture::StatusText);
  for (const kb::StatusKnowledge &S : Kb.statuses())
    if (Text.rfind(S.Sentence, 0) == 0)
      return S.Status;
  return Text;
}

StatusMeaning logs::meaningOf(const std::string &Status,
                              const std::string &Function,
                              const kb::KnowledgeBase &Kb) {
  StatusMeaning Result;
  auto It = std::find_if(
      Kb.statuses().begin(), Kb.statuses().end(),
      [&](const kb::StatusKnowledge &S) { return S.Status == Status; });
  if (It == Kb.statuses().end())
    return Result;
  const kb::Function *F = Kb.apis().front().function(Function);
  auto Add = [&](const std::vector<std::string> &Names) {
    for (const std::string &Name : Names)
      if (std::find(Result.Causes.begin(), Result.Causes.end(), Name) ==
          Result.Causes.end())
        Result.Causes.push_back(Name);
  };
  for (const kb::StatusCause &C : It->Causes) {
    // A function of cuBLAS, or of the framework's own, is neither call.
    if (C.At && (!F || F->TheAction != *C.At) && !Function.empty())
      continue;
    if (!C.Says.empty())
      Result.Text += (Result.Text.empty() ? "" : "; ") + C.Says;
    Add(C.Rules);
    Add(C.Entries);
  }
  return Result;
}
