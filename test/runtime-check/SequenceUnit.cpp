//===-- SequenceUnit.cpp - from a path to steps ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/CallSequence.h"
#include <gtest/gtest.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::PathStep;
using Kind = SequenceArgument::Kind;

namespace {

TEST(Sequence, AnArgumentIsKeptAsText) {
  SequenceArgument A;
  A.Is = Kind::Enumerator;
  A.Name = "CUDA_R_16F";
  A.Value = -2;
  A.Size = 8;
  auto Back = SequenceArgument::parse(A.text());
  ASSERT_TRUE(Back);
  EXPECT_EQ(Back->Is, Kind::Enumerator);
  EXPECT_EQ(Back->Name, "CUDA_R_16F");
  EXPECT_EQ(Back->Value, -2);
  EXPECT_EQ(Back->Size, 8u);
  EXPECT_TRUE(SequenceArgument::parse(SequenceArgument().text()));
  for (const char *Text : {"", "x:a:1:1", "n", "n:1", "n:a:b:1", "n:a:1:1 "})
    EXPECT_FALSE(SequenceArgument::parse(Text)) << Text;
}

struct Sequencing : testing::Test {
  const kb::Api &Api = kb::KnowledgeBase::builtin().apis().front();
  findings::CallSpecification Call;
  kb::Experiment E;
  DeviceFacts Facts;

  PathStep &step(const char *Function, const char *Object,
                 PathStep::Outcome Outcome = PathStep::Outcome::Untested) {
    PathStep Step;
    Step.Function = Function;
    Step.Line = 7;
    Step.TheOutcome = Outcome;
    const std::string Name = Api.function(Function)->Parameters.front().Name;
    Step.Values["argument." + Name].Known = std::string(Object);
    Call.Path.push_back(Step);
    return Call.Path.back();
  }
  Plan plan(const char *Mend) {
    E.Mend = Mend;
    Planner P(Call, E);
    CallSequence().plan(P, Facts, &Api);
    return P.ThePlan;
  }
};

TEST_F(Sequencing, EachStepsObjectIsThePathsOwn) {
  step("cublasLtMatmulDescCreate", "#1", PathStep::Outcome::Succeeds);
  step("cublasLtMatmulDescSetAttribute", "#1").IsFlagged = true;
  const Plan P = plan("test-status");
  EXPECT_EQ(P.Refusal, "");
  EXPECT_TRUE(P.RunsPath);
  EXPECT_FALSE(P.NeedsGpu);
  const auto Steps = sequenceOf(P.TheSettings);
  ASSERT_EQ(Steps.size(), 2u);
  EXPECT_EQ(Steps[0].Arguments[0].Is, Kind::Variable);
  EXPECT_EQ(Steps[0].Arguments[0].Name, "matmulDesc_1");
  EXPECT_TRUE(Steps[0].MustSucceed);
  EXPECT_EQ(Steps[1].Arguments[0].Is, Kind::Object);
  EXPECT_EQ(Steps[1].Arguments[0].Name, "matmulDesc_1");
  EXPECT_EQ(Steps[1].Place, "line 7");
  EXPECT_EQ(Steps[1].Failure, "wrong-size");
  EXPECT_FALSE(Steps[1].IsTested);
  // The mended step.
  EXPECT_TRUE(sequenceOf(*P.ControlSettings)[1].IsTested);
}

TEST_F(Sequencing, AnObjectFromOutsideIsMade) {
  step("cublasLtMatmulDescSetAttribute", "#1").IsFlagged = true;
  const auto Steps = sequenceOf(plan("test-status").TheSettings);
  ASSERT_EQ(Steps.size(), 2u);
  EXPECT_EQ(Steps[0].Function, "cublasLtMatmulDescCreate");
  EXPECT_EQ(Steps[0].Place, "");
}

TEST_F(Sequencing, ALeaksControlDestroysWhatTheFlaggedCallMade) {
  step("cublasLtMatrixLayoutCreate", "#a", PathStep::Outcome::Succeeds)
      .IsFlagged = true;
  step("cublasLtMatrixLayoutCreate", "#b", PathStep::Outcome::Fails);
  Plan P = plan("destroy");
  EXPECT_EQ(sequenceOf(P.TheSettings)[1].Failure, "null-variable");
  auto Steps = sequenceOf(*P.ControlSettings);
  ASSERT_EQ(Steps.size(), 3u);
  EXPECT_EQ(Steps[2].Function, "cublasLtMatrixLayoutDestroy");
  EXPECT_EQ(Steps[2].Arguments[0].Name, "layout_a");
  // A path that destroys it is not mended.
  step("cublasLtMatrixLayoutDestroy", "#a");
  EXPECT_EQ(sequenceOf(*plan("destroy").ControlSettings).size(), 3u);
}

TEST_F(Sequencing, ASecondDestructionIsLeftOut) {
  step("cublasLtMatmulDescCreate", "#1");
  step("cublasLtMatmulDescDestroy", "#1");
  step("cublasLtMatmulDescDestroy", "#1").IsFlagged = true;
  const Plan P = plan("leave-out");
  EXPECT_TRUE(P.CrashConfirms);
  EXPECT_EQ(sequenceOf(P.TheSettings).size(), 3u);
  EXPECT_EQ(sequenceOf(*P.ControlSettings).size(), 2u);
}

TEST_F(Sequencing, AHandleThatIsMadeNeedsAGpu) {
  step("cublasLtCreate", "#1", PathStep::Outcome::Succeeds).IsFlagged = true;
  EXPECT_TRUE(plan("destroy").NeedsGpu);
  EXPECT_FALSE(plan("test-status").NeedsGpu); // it is made to fail
}

TEST_F(Sequencing, RefusesWhatItCannotMake) {
  auto Why = [&](const char *Mend) { return plan(Mend).Refusal; };
  step("cublasLtMatmulDescCreate", "a b\n");
  EXPECT_EQ(Why("leave-out"), "argument.matmulDesc names no object: not run");
  Call.Path.clear();
  step("cublasLtMatmulDescCreate", "#1");
  EXPECT_EQ(Why("leave-out"), "the path marks 0 calls as the flagged one, "
                              "expected one: not run");
  Call.Path.clear();
  step("cublasLtMatmulDescSetAttribute", "#1").IsFlagged = true;
  Call.Path.back().Values["argument.attr"].Known = int64_t(4711);
  EXPECT_EQ(Why("test-status"), "argument.attr is an attribute that this "
                                "experiment does not know: not run");
  Call.Path.clear();
  step("cublasLtMatrixLayoutCreate", "#1").IsFlagged = true;
  Call.Path.back().Values["argument.type"].Known = std::string("CUDA_\"; x");
  EXPECT_EQ(Why("destroy"), "argument.type is a word that this experiment does "
                            "not know: not run");
  Call.Path.clear();
  step("cublasLtMatrixLayoutCreate", "#1").Values["argument.rows"].Known =
      int64_t(1) << 40;
  step("cublasLtMatrixTransform", "#2").IsFlagged = true;
  Call.Path.back().Values["argument.Adesc"].Known = std::string("#1");
  EXPECT_EQ(Why("leave-out"), "a matrix of the path is larger than the memory "
                              "of this experiment: not run");
}

TEST_F(Sequencing, WhatThePathLeavesOpenIsNoted) {
  step("cublasLtMatrixLayoutCreate", "#1").IsFlagged = true;
  Call.Path.back().Values["argument.rows"].Known = int64_t(8);
  Call.Path.back().Values["argument.cols"].SourceText = "n";
  const Plan P = plan("destroy");
  EXPECT_EQ(
      P.FilledByWitness,
      (std::vector<std::string>{"path.0.argument.cols", "path.0.argument.ld"}));
  EXPECT_EQ(sequenceOf(P.TheSettings)[0].Arguments[2].Value, 8);
}

} // namespace
