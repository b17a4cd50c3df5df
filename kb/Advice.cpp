//===-- Advice.cpp - what a person is told about a problem ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/Advice.h"
#include <algorithm>

namespace cublaslt::kb {

using Kind = AnswerLine::Kind;

const char *titleOf(Kind What) {
  switch (What) {
  case Kind::Observed:
    return "observed";
  case Kind::Look:
    return "look at";
  case Kind::Fix:
    return "fix";
  case Kind::WontHelp:
    return "won't help";
  }
  return "";
}

static std::string evidenceOf(const Measurement &M) {
  return M.Evidence + " (" + M.Device + ", driver " + M.Driver + ", " +
         M.Library + (M.Date.empty() ? "" : ", " + M.Date) + ")";
}

static bool isMeasuredAs(const Claim &C, const char *Verdict) {
  return std::any_of(
      C.Measured.begin(), C.Measured.end(),
      [&](const Measurement &M) { return M.Verdict == Verdict; });
}

/// A claim as its source gives it.
static Advice adviceOf(Kind What, const Claim &C) {
  Advice Line{What, C.Text, "not measured", {}};
  if (isMeasuredAs(C, "confirmed"))
    Line.Mark = "confirmed";
  else if (isMeasuredAs(C, "refuted"))
    Line.Mark = "refuted";
  for (const Measurement &M : C.Measured)
    Line.Evidence.push_back(evidenceOf(M));
  return Line;
}

std::vector<Advice> adviceOf(const Entry &E, CallKind Call) {
  std::vector<Advice> Lines;
  for (const AnswerLine &A : E.Answer) {
    if (Call != CallKind::Any && !A.At.empty() &&
        !std::count(A.At.begin(), A.At.end(), Call))
      continue;
    Advice Line{A.What, A.Says, A.Mark, {}};
    if (const Claim *C = E.claim(A.Claim))
      for (const Measurement &M : C->Measured)
        if (A.Experiments.empty() ||
            std::count(A.Experiments.begin(), A.Experiments.end(),
                       M.Experiment))
          Line.Evidence.push_back(evidenceOf(M));
    Lines.push_back(std::move(Line));
  }
  if (!Lines.empty())
    return Lines;
  // A workaround that a measurement refutes is not advice.
  for (const Claim &C : E.Workarounds)
    if (!isMeasuredAs(C, "refuted") || isMeasuredAs(C, "confirmed"))
      Lines.push_back(adviceOf(Kind::Fix, C));
  for (const Claim &C : E.DeadEnds)
    if (!isMeasuredAs(C, "refuted"))
      Lines.push_back(adviceOf(Kind::WontHelp, C));
  return Lines;
}

CallKind kindOf(const std::string &Name, const KnowledgeBase &Kb) {
  const Function *F = Kb.apis().front().function(Name);
  const bool IsOfLt = Name.rfind("cublasLt", 0) == 0;
  if (F && F->TheAction == Action::Heuristic)
    return CallKind::Heuristic;
  if (F && F->TheAction == Action::Matmul)
    return CallKind::Matmul;
  if (Name.rfind("cublasCreate", 0) == 0 || Name == "cublasLtCreate")
    return CallKind::Create;
  if (F &&
      (F->TheAction == Action::Create || F->TheAction == Action::Initialize))
    return CallKind::Descriptor;
  return !IsOfLt && Name.rfind("cublas", 0) == 0 ? CallKind::Gemm
                                                 : CallKind::Any;
}

} // namespace cublaslt::kb
