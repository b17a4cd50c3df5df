//===-- SequenceUnit.cpp - from a path to steps ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/CallSequence.h"
#include <algorithm>
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
    Step.Values[findings::Key::argument(Name)].Known = std::string(Object);
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
  Call.Path.back().Values[findings::Key::argument("attr")].Known =
      int64_t(4711);
  EXPECT_EQ(Why("test-status"), "argument.attr is an attribute that this "
                                "experiment does not know: not run");
  Call.Path.clear();
  step("cublasLtMatrixLayoutCreate", "#1").IsFlagged = true;
  Call.Path.back().Values[findings::Key::argument("type")].Known =
      std::string("CUDA_\"; x");
  EXPECT_EQ(Why("destroy"), "argument.type is a word that this experiment does "
                            "not know: not run");
  Call.Path.clear();
  step("cublasLtMatrixLayoutCreate", "#1")
      .Values[findings::Key::argument("rows")]
      .Known = int64_t(1) << 40;
  step("cublasLtMatrixTransform", "#2").IsFlagged = true;
  Call.Path.back().Values[findings::Key::argument("Adesc")].Known =
      std::string("#1");
  EXPECT_EQ(Why("leave-out"), "a matrix of the path is larger than the memory "
                              "of this experiment: not run");
}

TEST_F(Sequencing, WhatThePathLeavesOpenIsNoted) {
  step("cublasLtMatrixLayoutCreate", "#1").IsFlagged = true;
  Call.Path.back().Values[findings::Key::argument("rows")].Known = int64_t(8);
  Call.Path.back().Values[findings::Key::argument("cols")].SourceText = "n";
  const Plan P = plan("destroy");
  EXPECT_EQ(
      P.FilledByWitness,
      (std::vector<std::string>{"path.0.argument.type", "path.0.argument.cols",
                                "path.0.argument.ld"}));
  EXPECT_EQ(sequenceOf(P.TheSettings)[0].Arguments[2].Value, 8);
}

TEST_F(Sequencing, ATestIsToldAndCallsNothing) {
  step("cublasLtMatmulDescCreate", "#1", PathStep::Outcome::Succeeds)
      .IsFlagged = true;
  PathStep Test;
  Test.Line = 9;
  Test.Condition = "n > 8";
  Call.Path.push_back(Test);
  const Plan P = plan("destroy");
  EXPECT_EQ(P.Refusal, "");
  const auto Steps = sequenceOf(P.TheSettings);
  ASSERT_EQ(Steps.size(), 2u);
  EXPECT_EQ(Steps[1].Function, "");
  EXPECT_EQ(Steps[1].Comment, "'n > 8' is false");
  const auto Text = CallSequence().statements(Form::Flagged, P.TheSettings, {});
  EXPECT_EQ(std::count(Text.begin(), Text.end(),
                       "// line 9: 'n > 8' is false on the path"),
            1);
}

TEST_F(Sequencing, APathThatTestsTheStatusIsNotMendedByATest) {
  E.Witness.clear();
  Call.Values[findings::OwnKey::HeuristicStatusTested].Known = true;
  step("cublasLtMatmulAlgoGetIds", "#1").IsFlagged = true;
  EXPECT_EQ(plan("test-status").Refusal, "the path tests the status: not run");
}

/// A path on which all is known: two layouts, a heuristic for the first, and a
/// matmul on the second.
struct Matmuls : Sequencing {
  Matmuls() {
    step("cublasLtCreate", "#1");
    words(step("cublasLtMatmulDescCreate", "#2"),
          {{"computeType", "CUBLAS_COMPUTE_32F"}, {"scaleType", "CUDA_R_32F"}});
    layout("#3", 64);
    layout("#4", 128);
    step("cublasLtMatmulPreferenceCreate", "#5");
    PathStep &Asked = step("cublasLtMatmulAlgoGetHeuristic", "#1");
    words(Asked, {{"operationDesc", "#2"},
                  {"Adesc", "#3"},
                  {"Bdesc", "#3"},
                  {"Cdesc", "#3"},
                  {"Ddesc", "#3"},
                  {"preference", "#5"},
                  {"heuristicResultsArray", "#6"}});
    Asked.Values[findings::Key::argument("requestedAlgoCount")].Known =
        int64_t(1);
  }
  void words(PathStep &Step, std::map<std::string, std::string> Words) {
    for (const auto &[Name, Word] : Words)
      if (findings::SpecificationValue &Value =
              Step.Values[findings::Key::argument(Name)];
          Word == "null")
        Value.Known = findings::PointerKind::Null;
      else
        Value.Known = Word;
  }
  void layout(const char *Name, int64_t Side) {
    PathStep &Made = step("cublasLtMatrixLayoutCreate", Name);
    words(Made, {{"type", "CUDA_R_16F"}});
    for (const char *Each : {"rows", "cols", "ld"})
      Made.Values[findings::Key::argument(Each)].Known = Side;
  }
  PathStep &matmul(const char *Layout, const char *Stream, const char *D) {
    PathStep &Made = step("cublasLtMatmul", "#1");
    words(Made, {{"computeDesc", "#2"},
                 {"A", "#20"},
                 {"Adesc", Layout},
                 {"B", "#21"},
                 {"Bdesc", Layout},
                 {"C", D},
                 {"Cdesc", Layout},
                 {"D", D},
                 {"Ddesc", Layout},
                 {"algo", "#6"},
                 {"workspace", "#9"},
                 {"stream", Stream}});
    Made.Values[findings::Key::argument("workspaceSizeInBytes")].Known =
        int64_t(1 << 20);
    return Made;
  }
};

TEST_F(Matmuls, AStaleAlgorithmsControlAsksAgainForItsOwnProblem) {
  matmul("#4", "null", "#22").IsFlagged = true;
  const Plan P = plan("ask-again");
  EXPECT_EQ(P.Refusal, "");
  EXPECT_TRUE(P.NeedsGpu);
  EXPECT_TRUE(P.RunsPath);
  const auto Steps = sequenceOf(P.TheSettings),
             Mended = sequenceOf(*P.ControlSettings);
  ASSERT_EQ(Steps.size(), 7u);
  EXPECT_EQ(Steps[6].Arguments[12].Is, Kind::Chosen);
  EXPECT_EQ(Steps[6].Arguments[12].Size, 6u);
  EXPECT_EQ(Steps[6].Arguments[15].Is, Kind::Null); // the default stream
  EXPECT_EQ(Steps[6].Arguments[8].text(), Steps[6].Arguments[10].text());
  EXPECT_EQ(Steps[5].Arguments[8].Size, 6u);
  ASSERT_EQ(Mended.size(), 8u);
  EXPECT_EQ(Mended[6].Function, "cublasLtMatmulAlgoGetHeuristic");
  EXPECT_EQ(Mended[6].Place, "the step that mends the path");
  EXPECT_EQ(Mended[6].Arguments[2].Name, "layout_4");
  EXPECT_EQ(Mended[5].Arguments[2].Name, "layout_3");
  EXPECT_TRUE(Mended[7].IsFlagged);
}

TEST_F(Matmuls, WhatDecidesAndIsNotKnownIsNamed) {
  matmul("#4", "null", "#22").IsFlagged = true;
  Call.Path[3].Values.erase(findings::Key::argument("ld"));
  Call.Path[3].Values[findings::Key::argument("ld")].SourceText = "ld";
  EXPECT_EQ(plan("ask-again").Refusal,
            "path.3.argument.ld is not known, and decides: not run");
  Call.Path.erase(Call.Path.begin() + 3);
  EXPECT_EQ(plan("ask-again").Refusal,
            "argument.Adesc comes from outside the path, and decides: not run");
}

TEST_F(Matmuls, AnAlgorithmThatThePathDoesNotAskForIsNotMended) {
  words(matmul("#4", "null", "#22"), {{"algo", "#7"}});
  Call.Path.back().IsFlagged = true;
  EXPECT_EQ(plan("ask-again").Refusal,
            "the path does not ask for the algorithm that the flagged call "
            "takes: not run");
}

TEST_F(Matmuls, ASharedWorkspacesControlHasTwo) {
  words(step("cudaStreamCreate", "#10"), {{"pStream", "#10"}});
  words(step("cudaStreamCreate", "#11"), {{"pStream", "#11"}});
  matmul("#3", "#10", "#22");
  matmul("#3", "#11", "#23").IsFlagged = true;
  const Plan P = plan("own-workspace");
  EXPECT_EQ(P.Refusal, "");
  EXPECT_TRUE(P.NeedsDeviceAlone);
  const auto Steps = sequenceOf(P.TheSettings),
             Mended = sequenceOf(*P.ControlSettings);
  ASSERT_EQ(Steps.size(), 10u);
  EXPECT_EQ(Steps[8].Arguments[13].text(), Steps[9].Arguments[13].text());
  EXPECT_TRUE(Steps[8].IsRival);
  EXPECT_TRUE(Mended[8].IsRival);
  EXPECT_EQ(Mended[8].Arguments[13].text(), Steps[8].Arguments[13].text());
  EXPECT_EQ(Mended[9].Arguments[13].Name, "Own");
  EXPECT_EQ(Steps[8].Arguments[15].Name, "stream_10");
  EXPECT_NE(Steps[8].Arguments[10].text(), Steps[9].Arguments[10].text());
  // The program that repeats the two.
  const auto Text = CallSequence().statements(Form::Flagged, P.TheSettings, {});
  EXPECT_NE(Text.back().find("if (corrupted(first, device_22, 64 << 20, "
                             "second, device_23, 64 << 20, 64)) return 1;"),
            std::string::npos)
      << Text.back();
  // Another workspace is no rival.
  words(Call.Path[8], {{"workspace", "#12"}});
  EXPECT_EQ(plan("own-workspace").Refusal,
            "no call before the flagged one has its workspace: not run");
}

TEST_F(Sequencing, AGrowthsControlAsksForHalf) {
  auto Allocate = [&](int64_t Size, PathStep::Outcome Outcome) -> PathStep & {
    PathStep &Step = step("cudaMalloc", "#1", Outcome);
    Step.Values[findings::Key::argument("size")].Known = Size;
    return Step;
  };
  const int64_t GiB = int64_t(1) << 30;
  Allocate(4 * GiB, PathStep::Outcome::Fails);
  Allocate(8 * GiB, PathStep::Outcome::Untested).IsFlagged = true;
  const Plan P = plan("halve");
  EXPECT_EQ(P.Refusal, "");
  EXPECT_TRUE(P.NeedsExclusiveMemory);
  const auto Steps = sequenceOf(P.TheSettings),
             Mended = sequenceOf(*P.ControlSettings);
  ASSERT_EQ(Steps.size(), 2u);
  EXPECT_EQ(Steps[0].Failure, "full-memory");
  EXPECT_TRUE(Steps[0].MustFail);
  EXPECT_EQ(Steps[0].Arguments[1].Value, 4 * GiB);
  EXPECT_EQ(Steps[1].Arguments[1].Value, 8 * GiB);
  EXPECT_EQ(Mended[0].Arguments[1].Value, 4 * GiB);
  EXPECT_EQ(Mended[1].Arguments[1].Value, 2 * GiB);
  EXPECT_EQ(P.TheSettings.number("pressure.remainingBytes"), uint64_t(3 * GiB));
  Call.Path[0].Values[findings::Key::argument("size")].Known = int64_t(4096);
  EXPECT_EQ(plan("halve").Refusal,
            "the first try asks for less than can be withheld: not run");
  Call.Path[0].Values[findings::Key::argument("size")].SourceText = "n";
  Call.Path[0].Values[findings::Key::argument("size")].Known = std::monostate();
  EXPECT_EQ(plan("halve").Refusal,
            "path.0.argument.size is not known, and decides: not run");
  Call.Path.erase(Call.Path.begin());
  EXPECT_EQ(plan("halve").Refusal,
            "the memory that the flagged call lacks is not allocated on the "
            "path by a try before it: not run");
}

TEST_F(Sequencing, AnAllocationThatFailsOnThePathAsksForTooMuch) {
  step("cublasLtMatmulDescCreate", "#1").IsFlagged = true;
  step("cudaMalloc", "#2", PathStep::Outcome::Fails)
      .Values[findings::Key::argument("size")]
      .Known = int64_t(64);
  const auto Steps = sequenceOf(plan("destroy").TheSettings);
  EXPECT_EQ(Steps[1].Failure, "too-large");
  EXPECT_GT(Steps[1].Arguments[1].Value, int64_t(1) << 50);
}

} // namespace
