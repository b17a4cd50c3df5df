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

std::vector<Advice> adviceOf(const Entry &E) {
  std::vector<Advice> Lines;
  for (const AnswerLine &A : E.Answer) {
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
  // A workaround that measurement refutes is none.
  for (const Claim &C : E.Workarounds)
    if (!isMeasuredAs(C, "refuted") || isMeasuredAs(C, "confirmed"))
      Lines.push_back(adviceOf(Kind::Fix, C));
  for (const Claim &C : E.DeadEnds)
    if (!isMeasuredAs(C, "refuted"))
      Lines.push_back(adviceOf(Kind::WontHelp, C));
  return Lines;
}

} // namespace cublaslt::kb
