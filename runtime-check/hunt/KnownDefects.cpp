//===-- KnownDefects.cpp - which defect a failure is ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/KnownDefects.h"
#include "findings/CallFacts.h"
#include "rules/Evaluate.h"
#include <algorithm>

namespace cublaslt::runtime {

KnownDefects::KnownDefects(const kb::KnowledgeBase &Kb,
                           const std::string &Library,
                           const std::string &ComputeCapability)
    : Api(Kb.apis().front()) {
  for (const kb::Defect &D : Kb.defects()) {
    if (!Library.empty() && !kb::concerns(D, Library))
      continue;
    if (ComputeCapability.empty() || kb::concernsDevice(D, ComputeCapability))
      All.push_back(&D);
  }
}

bool KnownDefects::applies(const kb::Defect &D,
                           const findings::CallSpecification &Call) const {
  findings::CallFacts Facts(Call, Api);
  return std::any_of(D.Conditions.begin(), D.Conditions.end(),
                     [&](const std::vector<kb::Term> &Terms) {
                       return rules::holds(Terms, Facts) == rules::Truth::Yes;
                     });
}

static bool fits(kb::DefectEffect Effect, const std::string &Kind) {
  switch (Effect) {
  case kb::DefectEffect::WrongResult:
    return Kind == "wrong" || Kind == "unwritten";
  case kb::DefectEffect::ContextLost:
    // What reads or writes elsewhere may do anything.
    return Kind == "lost" || Kind == "outside" || Kind == "wrong" ||
           Kind == "hang";
  case kb::DefectEffect::Hang:
    return Kind == "hang";
  case kb::DefectEffect::Refused:
    return Kind == "refused";
  case kb::DefectEffect::Accepted:
  case kb::DefectEffect::CaptureLost:
    return false;
  }
  return false;
}

const kb::Defect *KnownDefects::of(const HuntFailure &F) const {
  const auto P = huntProblemFrom(F.Problem);
  if (!P)
    return nullptr;
  const auto C = huntConfigFrom(F.Config);
  const findings::CallSpecification Call =
      factsOf(*P, C.value_or(HuntConfig()));
  for (const kb::Defect *D : All) {
    // A condition that is only part of one explains nothing by itself: it must
    // have been seen.
    const bool IsSeen = std::any_of(
        D->Measured.begin(), D->Measured.end(),
        [](const kb::Measurement &M) { return M.Verdict == "confirmed"; });
    if ((IsSeen || D->NotSaid.empty()) && fits(D->Effect, F.Kind) &&
        applies(*D, Call))
      return D;
  }
  return nullptr;
}

bool KnownDefects::losesContext(const HuntProblem &P, const HuntConfig &C,
                                const std::vector<std::string> &Ids) const {
  if (Ids.empty())
    return false;
  const findings::CallSpecification Call = factsOf(P, C);
  return std::any_of(All.begin(), All.end(), [&](const kb::Defect *D) {
    return std::find(Ids.begin(), Ids.end(), D->Id) != Ids.end() &&
           applies(*D, Call);
  });
}

std::string classOf(const HuntFailure &F, const kb::Defect *Known) {
  if (Known)
    return Known->Id;
  const auto P = huntProblemFrom(F.Problem);
  const auto C = huntConfigFrom(F.Config);
  std::string Class = F.Kind;
  if (F.Kind == "refused")
    Class += " " + F.Detail.substr(0, F.Detail.find(" ("));
  if (C)
    Class += " algorithm " + std::to_string(C->Id) +
             (C->SplitK > 1 ? " split-K" : "");
  if (P)
    Class += " " + P->Layouts[MatrixA].Type + " to " +
             P->Layouts[MatrixD].Type +
             (P->HasPointerArrays ? " pointer arrays" : "") +
             (P->Epilogue == "DEFAULT" ? "" : " with an epilogue");
  return Class;
}

} // namespace cublaslt::runtime
