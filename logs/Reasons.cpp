//===-- Reasons.cpp - what the log reader finds by itself -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/Reasons.h"
#include "rules/Alignment.h"

using namespace cublaslt;
using namespace cublaslt::logs;
using kb::NeededParameter;

namespace {
struct Known {
  Reason TheReason;
  const char *Name; ///< in the rule files
  std::vector<NeededParameter> Needed;
};
} // namespace

static const std::vector<Known> &known() {
  static const std::vector<Known> All = {
      {Reason::AttributeSize, "attribute-size", {}},
      {Reason::UnknownAttribute, "unknown-attribute", {}},
      {Reason::UnknownValue, "unknown-value", {}},
      {Reason::UseAfterDestruction, "use-after-destruction", {}},
      {Reason::DestroyedTwice, "destroyed-twice", {}},
      {Reason::NeverDestroyed, "never-destroyed", {{"manyLeft"}}},
      {Reason::TooManyAlive, "too-many-alive", {{"manyAlive"}}},
      {Reason::ManyHandles, "many-handles", {{"manyHandles"}, {"fewMatmuls"}}},
      {Reason::UseOfFailedHeuristic, "use-of-failed-heuristic", {}},
      {Reason::OtherTypes, "other-types", {}},
      {Reason::Misaligned, "misaligned", rules::alignmentParameters()},
      {Reason::GrowingBatchCount, "growing-batch-count", {{"manyGrowths"}}},
      {Reason::GrowingWorkspaceLimit, "growing-workspace-limit", {}},
      {Reason::GrowingRows, "growing-rows", {}},
      {Reason::GrowingColumns, "growing-columns", {}},
      {Reason::SameQuestion, "same-question", {{"manyRepeats"}}},
  };
  return All;
}

std::string Reasons::whyUnfit(const kb::KnowledgeBase &Kb) {
  for (const Known &K : known()) {
    const kb::KnowledgeBase::ReasonOf R = Kb.reason(K.Name);
    if (!R.TheRule)
      return "rules: found no rule with the reason '" + std::string(K.Name) +
             "' under logFindings, expected one";
    if (std::string Why = Kb.whyUnfit(R.TheRule->Name, K.Needed); !Why.empty())
      return Why;
  }
  return "";
}

Reasons::Reasons(const kb::KnowledgeBase &Kb) : Kb(Kb) {
  for (const Known &K : known())
    All[static_cast<size_t>(K.TheReason)] = Kb.reason(K.Name);
}

uint64_t Reasons::number(Reason R, const char *Name) const {
  return rule(R).number(Name).value_or(UINT64_MAX);
}

CallProblem Reasons::problem(Reason R, kb::LogFinding::Named Values) const {
  const kb::LogFinding &F = *of(R).Finding;
  CallProblem P;
  P.Rule = rule(R).Name;
  P.Words = F.text(Values);
  P.Effect = rule(R).observed(F.Effect);
  P.Advice = F.Advice;
  return P;
}
