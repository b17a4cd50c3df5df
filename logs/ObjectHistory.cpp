//===-- ObjectHistory.cpp - objects that a log creates --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/ObjectHistory.h"
#include "logs/TracedCall.h"

using namespace cublaslt;
using namespace cublaslt::logs;
using kb::Action;

/// A problem of a whole log does not belong to one line.
Problem ObjectHistory::problem(CallProblem Found,
                               std::string_view Function) const {
  Problem P;
  P.Rule = std::move(Found.Rule);
  P.Words = std::move(Found.Words);
  P.Effect = Found.Effect;
  P.Advice = Found.Advice;
  P.Framework = Api.Log.Name;
  P.Function = std::string(Function);
  return P;
}

bool ObjectHistory::isStillDestroyed(const Destroyed &D, const Counts &C,
                                     std::string_view Thread) {
  // Another thread may be another process, whose addresses are its own.
  return D.CreatedBefore == C.Created && D.Thread == Thread;
}

void ObjectHistory::used(const std::string &Kind, std::string_view Function,
                         std::string_view Object, std::string_view Thread,
                         const Place &Where) {
  if (Gone.empty())
    return;
  auto Address = numberOf(Object);
  auto It = Address && *Address ? Gone.find(*Address) : Gone.end();
  if (It == Gone.end())
    return;
  const Counts &C = ByKind[Kind];
  if (isStillDestroyed(It->second, C, Thread))
    Problems.add(
        "used-after-destruction " + Kind,
        problem(Why.problem(Reason::UseAfterDestruction, {{"kind", Kind}}),
                Function),
        Where);
  else if (It->second.CreatedBefore != C.Created)
    Gone.erase(It);
}

void ObjectHistory::loseLines() {
  LosesLines = true;
  Gone.clear();
}

void ObjectHistory::note(const kb::Function &F, std::string_view Object,
                         std::string_view Thread, const Place &Where) {
  if (F.Object.empty() || LosesLines)
    return;
  auto Address = numberOf(Object);
  switch (F.TheAction) {
  case Action::Create: {
    Counts &C = ByKind[F.Object];
    if (C.Created++ == 0) {
      C.First = Where;
      C.Creator = F.Name;
    }
    return;
  }
  case Action::Initialize: // in the caller's own memory
    if (Address)
      Gone.erase(*Address);
    return;
  case Action::SetAttribute:
  case Action::GetAttribute:
    used(F.Object, F.Name, Object, Thread, Where);
    return;
  case Action::Destroy:
    break;
  default:
    return;
  }
  if (!Address || *Address == 0)
    return;
  Counts &C = ByKind[F.Object];
  // A second handle has the address of the first, and each is destroyed (seen
  // with 13.1.0.3).
  bool MayBeShared = F.Object == "handle" && C.Destroyed < C.Created;
  auto It = Gone.find(*Address);
  if (!MayBeShared && It != Gone.end() &&
      isStillDestroyed(It->second, C, Thread)) {
    Problems.add(
        "destroyed-twice " + F.Object,
        problem(Why.problem(Reason::DestroyedTwice, {{"kind", F.Object}}),
                F.Name),
        Where);
    return;
  }
  ++C.Destroyed;
  if (It == Gone.end()) {
    if (Gone.size() >= MostAddresses)
      Gone.clear();
    It = Gone.try_emplace(*Address).first;
  }
  It->second.CreatedBefore = C.Created;
  It->second.Thread.assign(Thread);
}

void ObjectHistory::finishKind(const std::string &Kind, const Counts &C,
                               bool HasEnded) {
  if (C.Created <= C.Destroyed)
    return;
  uint64_t Alive = C.Created - C.Destroyed;
  // Some are kept by nearly every program, and many die with their program:
  // either the program has ended, or hardly any was ever destroyed.
  bool IsLeft =
      HasEnded && C.Created >= Why.number(Reason::NeverDestroyed, "manyLeft");
  bool Grows = Alive >= Why.number(Reason::TooManyAlive, "manyAlive") &&
               C.Destroyed * 10 < Alive;
  if (!IsLeft && !Grows)
    return;
  Problems.add("never-destroyed " + Kind,
               problem(Why.problem(HasEnded ? Reason::NeverDestroyed
                                            : Reason::TooManyAlive,
                                   {{"alive", std::to_string(Alive)},
                                    {"created", std::to_string(C.Created)},
                                    {"kind", Kind}}),
                       ""),
               C.First);
}

void ObjectHistory::finish() {
  if (LosesLines)
    return;
  Counts Handles = ByKind["handle"];
  bool HasEnded = Handles.Created > 0 && Handles.Created == Handles.Destroyed;
  for (const auto &[Kind, C] : ByKind)
    if (Kind != "handle")
      finishKind(Kind, C, HasEnded);
  if (Handles.Created >= Why.number(Reason::ManyHandles, "manyHandles") &&
      Handles.Destroyed * 2 >= Handles.Created &&
      Matmuls / Handles.Created < Why.number(Reason::ManyHandles, "fewMatmuls"))
    Problems.add(
        "handles",
        problem(Why.problem(Reason::ManyHandles,
                            {{"handles", std::to_string(Handles.Created)},
                             {"matmuls", std::to_string(Matmuls)}}),
                Handles.Creator),
        Handles.First);
}
