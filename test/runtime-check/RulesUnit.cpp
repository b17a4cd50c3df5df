//===-- RulesUnit.cpp - each rule's experiment takes what it flags --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Experiment.h"
#include "runtime-check/FittingCase.h"
#include <gtest/gtest.h>
#include <set>

using namespace cublaslt;
using namespace cublaslt::runtime;
using kb::Action;

namespace {

/// Whose calls a rule flags, by what they do; an empty list: functions that the
/// API does not have.
const std::map<std::string, std::set<Action>> &flagged() {
  static const std::set<Action> Problem = {Action::Heuristic, Action::Matmul};
  static const std::set<Action> Sets = {Action::SetAttribute};
  static const std::map<std::string, std::set<Action>> Table = {
      {"cublaslt-alpha-beta-type", {Action::Matmul}},
      {"cublaslt-attribute-size", Sets},
      {"cublaslt-attribute-value", Sets},
      {"cublaslt-default-stream", {Action::Matmul, Action::Transform}},
      {"cublaslt-descriptor-leak", {Action::Create}},
      {"cublaslt-disabled-backend", {}},
      {"cublaslt-epilogue", Problem},
      {"cublaslt-fp8-layout", Problem},
      {"cublaslt-growing-batch", {Action::Heuristic, Action::Matmul}},
      {"cublaslt-handle-per-call", {Action::Create}},
      {"cublaslt-heuristic-request", {Action::Heuristic}},
      {"cublaslt-ineffective-environment", {}},
      {"cublaslt-inplace-layout", {Action::Matmul}},
      {"cublaslt-integer-overflow", Sets},
      {"cublaslt-layout-shape", Problem},
      {"cublaslt-missing-alignment", {Action::Matmul}},
      {"cublaslt-missing-workspace", {Action::Heuristic}},
      {"cublaslt-null-algorithm-workspace", {Action::Matmul}},
      {"cublaslt-pointer-mode", {Action::Matmul}},
      {"cublaslt-scale-type", Problem},
      {"cublaslt-shared-workspace", {Action::Matmul}},
      {"cublaslt-sizeof-operand", Sets},
      {"cublaslt-stale-algorithm", {Action::Matmul}},
      {"cublaslt-stream-capture", {}},
      {"cublaslt-type-combination", Problem},
      {"cublaslt-unbounded-workspace", Sets},
      {"cublaslt-uncached-heuristic", {Action::Heuristic}},
      {"cublaslt-unchecked-heuristic-status",
       {Action::Heuristic, Action::ListAlgorithms, Action::CheckAlgorithm}},
      {"cublaslt-unchecked-status",
       {Action::Create, Action::Initialize, Action::InitializeAlgorithm,
        Action::SetAttribute, Action::Matmul, Action::Transform}},
      {"cublaslt-uninitialized-algo-count",
       {Action::Heuristic, Action::ListAlgorithms}},
      {"cublaslt-unused-heuristic", {Action::Matmul}},
      {"cublaslt-workspace-mismatch", {Action::Matmul}},
  };
  return Table;
}

/// Why the verifier would not run a finding of \p Rule about \p Function.
std::string whyNotRun(const std::string &Rule, const std::string &Function,
                      const kb::KnowledgeBase &Kb) {
  static const ExperimentRegistry Registry = ExperimentRegistry::builtin();
  DeviceFacts Machine;
  Machine.HasDevice = Machine.HasLibrary = true;
  Machine.TotalBytes = Machine.FreeBytes = uint64_t(100) << 30;
  findings::CallSpecification Call;
  Call.Function = Function;
  const kb::Experiment *Case = fittingCase(Kb.experimentsOf(Rule), Call);
  if (!Case)
    return "no experiment of its rule is for " + Function;
  const Experiment *E = Registry.find(Case->Id);
  if (!E)
    return "no experiment '" + Case->Id + "'";
  Planner P(Call, *Case);
  E->plan(P, Machine, &Kb.apis().front());
  return P.ThePlan.Refusal;
}

TEST(Rules, EachFlaggedFunctionHasAnExperimentThatRunsIt) {
  const kb::KnowledgeBase &Kb = kb::KnowledgeBase::builtin();
  for (const kb::Rule &R : Kb.rules()) {
    auto Row = flagged().find(R.Name);
    ASSERT_NE(Row, flagged().end())
        << R.Name << ": say here which functions it flags";
    if (Kb.experimentsOf(R.Name).empty())
      continue; // nothing is claimed that a run could show
    // Of a later library, a finding is not applicable (functions.test).
    const kb::Api &Api = Kb.apis().front();
    for (const kb::Function &F : Api.Functions) {
      const bool IsFlagged =
          F.ReturnsStatus && F.Versions.contains(Api.DescribedVersion) &&
          Row->second.count(F.TheAction) &&
          (R.Name != "cublaslt-handle-per-call" || F.Object == "handle") &&
          (R.Name != "cublaslt-unbounded-workspace" ||
           F.Object == "preference");
      EXPECT_EQ(IsFlagged ? whyNotRun(R.Name, F.Name, Kb) : "", "")
          << R.Name << " " << F.Name;
    }
  }
}

} // namespace
