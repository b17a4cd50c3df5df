//===-- DecidingUnit.cpp - what a verdict rests on ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Deciding.h"
#include "runtime-check/FittingCase.h"
#include "runtime-check/Verifier.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <gtest/gtest.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::CallSpecification;
using findings::VerdictKind;

namespace {

//===----------------------------------------------------------------------===//
// What a verdict rests on
//===----------------------------------------------------------------------===//

struct Deciding : testing::Test {
  const kb::KnowledgeBase &Kb = kb::KnowledgeBase::builtin();
  const kb::Api &Api = Kb.apis().front();
  CallSpecification Call;
  const kb::Experiment *Case = nullptr;

  Deciding() { Call.Function = "cublasLtMatmul"; }
  findings::DecidingValues of(const char *Rule,
                              const std::vector<std::string> &Filled = {},
                              const char *Part = "") {
    Case = fittingCase(Kb.experimentsOf(Rule), Call);
    EXPECT_TRUE(Case);
    Planner P(Call, *Case);
    P.Part = Part;
    for (const std::string &Key : Filled)
      P.noteFilled(Key);
    return decidingValues(P, Kb.rule(Rule), &Api);
  }
  void known(const std::string &Key, int64_t Value) {
    Call.Values[findings::Key::written(Key)].Known = Value;
  }
  void known(const std::string &Key, const char *Word) {
    const findings::Key Of = findings::Key::written(Key);
    Call.Values[Of].setWord(Of, Word);
  }
  void unknown(const std::string &Key) {
    Call.Values[findings::Key::written(Key)].SourceText = "n";
  }
  using Keys = std::vector<std::string>;
};

TEST_F(Deciding, OperandsOfTheConditionDecide) {
  known("problem.condition", "leading-dimension");
  known("argument.C", "D");
  known(layoutKey('C', "LD"), 64);
  unknown(layoutKey('D', "LD"));
  known(layoutKey('A', "ROWS"), 64); // no matter here
  auto D = of("cublaslt-inplace-layout", {layoutKey('D', "LD")});
  EXPECT_EQ(D.FromProgram,
            (Keys{layoutKey('C', "LD"), "argument.C", "argument.D"}));
  EXPECT_EQ(D.FromWitness, Keys{layoutKey('D', "LD")});
}

TEST_F(Deciding, AQuantityIsWhatItsChoiceSays) {
  known("problem.condition", "inner-dimensions");
  known(descriptorKey("TRANSA"), "CUBLAS_OP_T");
  known(descriptorKey("TRANSB"), "CUBLAS_OP_N");
  known(layoutKey('A', "ROWS"), 64);
  known(layoutKey('B', "ROWS"), 32);
  unknown(layoutKey('A', "COLS"));
  auto D = of("cublaslt-layout-shape", {layoutKey('A', "COLS")});
  EXPECT_EQ(D.FromWitness, Keys{});
  EXPECT_EQ(D.FromProgram,
            (Keys{descriptorKey("TRANSA"), layoutKey('A', "ROWS"),
                  descriptorKey("TRANSB"), layoutKey('B', "ROWS")}));
  // The operation decides which of rows and columns it is.
  Call.Values[descriptorKey("TRANSA")].Known = std::monostate();
  D = of("cublaslt-layout-shape");
  EXPECT_EQ(D.FromWitness, Keys{descriptorKey("TRANSA")});
}

TEST_F(Deciding, AnAttributeThatIsNeverSetHasItsDefault) {
  known("problem.condition", "inner-dimensions");
  known(layoutKey('A', "COLS"), 64);
  known(layoutKey('B', "ROWS"), 32);
  // Of a descriptor that comes from elsewhere nothing is known.
  auto D = of("cublaslt-layout-shape");
  EXPECT_EQ(D.FromWitness,
            (Keys{descriptorKey("TRANSA"), descriptorKey("TRANSB")}));
  // One that is made in sight has a compute type.
  known(descriptorKey("COMPUTE_TYPE"), "CUBLAS_COMPUTE_32F");
  EXPECT_EQ(of("cublaslt-layout-shape").FromWitness, Keys{});
}

TEST_F(Deciding, WhatAConditionFixesIsTheProgramsOwn) {
  known("problem.condition", "host-alpha");
  unknown("argument.alpha");
  known(descriptorKey("POINTER_MODE"), "CUBLASLT_POINTER_MODE_DEVICE");
  EXPECT_EQ(of("cublaslt-pointer-mode").FromWitness, Keys{});
  // One of many types: which, is not said.
  known("problem.condition", "alpha-for-half");
  known(descriptorKey("SCALE_TYPE"), "CUDA_R_16F");
  EXPECT_EQ(of("cublaslt-alpha-beta-type").FromWitness, Keys{"argument.alpha"});
}

TEST_F(Deciding, ANamedKeyStandsForItsValue) {
  known("question", "A.CUBLASLT_MATRIX_LAYOUT_ROWS");
  known("size.A.CUBLASLT_MATRIX_LAYOUT_ROWS", 4);
  auto D = of("cublaslt-attribute-size");
  EXPECT_EQ(D.FromProgram,
            (Keys{"question", "size.A.CUBLASLT_MATRIX_LAYOUT_ROWS"}));
  EXPECT_EQ(D.FromWitness, Keys{});
  Call.Values.erase(findings::OwnKey::Question);
  EXPECT_EQ(of("cublaslt-attribute-size").FromWitness,
            (Keys{"question", "size.{question}"}));
}

TEST_F(Deciding, TheProblemIsAllOfLayoutsAndDescriptor) {
  known("argument.algo", "null");
  known("argument.workspace", "null");
  known(layoutKey('A', "ROWS"), 64);
  auto D = of("cublaslt-unused-heuristic",
              {layoutKey('B', "COLS"), "preference.CUBLASLT_MATMUL_PREF_"
                                       "MAX_WORKSPACE_BYTES"});
  EXPECT_EQ(D.FromProgram, (Keys{"argument.algo", "argument.workspace",
                                 layoutKey('A', "ROWS")}));
  EXPECT_EQ(D.FromWitness, Keys{layoutKey('B', "COLS")});
  // With nothing known and nothing filled the problem is not the program's.
  Call.Values.erase(layoutKey('A', "ROWS"));
  EXPECT_EQ(of("cublaslt-unused-heuristic").FromWitness, Keys{"problem"});
}

TEST_F(Deciding, APartsKeyCountsInItsPart) {
  const Keys Pressure{"pressure.remainingBytes"};
  known("preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES", INT64_MAX);
  known(layoutKey('A', "ROWS"), 64);
  EXPECT_EQ(of("cublaslt-unbounded-workspace", {}, "memory").FromWitness,
            Pressure);
  EXPECT_EQ(of("cublaslt-unbounded-workspace", {}, "slowness").FromWitness,
            Keys{});
}

TEST_F(Deciding, ARuleOfPathsNeedsThePath) {
  Call.Values[findings::OwnKey::StatusTested].Known = false;
  EXPECT_EQ(of("cublaslt-unchecked-status").FromWitness, Keys{"path"});
}

TEST_F(Deciding, AValueThatIsNotRunIsNotTheProgramsOwn) {
  known("question", "A.CUBLASLT_MATRIX_LAYOUT_ROWS");
  known("overflow.left", 65536);
  known("overflow.right", 65536);
  const kb::Experiment &E = *Kb.experimentsOf("cublaslt-integer-overflow")[0];
  Planner P(Call, E);
  P.ThePlan.TheSettings.set("question", std::string("A.another"));
  P.ThePlan.TheSettings.set("overflow.left", uint64_t(65536));
  P.ThePlan.TheSettings.set("overflow.right", uint64_t(1));
  auto D = decidingValues(P, Kb.rule(E.Rule), &Api);
  EXPECT_EQ(D.FromProgram, Keys{"overflow.left"});
  EXPECT_EQ(D.FromWitness, (Keys{"question", "overflow.right"}));
}

TEST_F(Deciding, WithoutItsConditionAFindingIsNotTheProgramsOwn) {
  known("A.CUBLASLT_MATRIX_LAYOUT_LD", 1);
  known("A.CUBLASLT_MATRIX_LAYOUT_ROWS", 2);
  EXPECT_EQ(of("cublaslt-layout-shape").FromWitness, Keys{"problem.condition"});
}

TEST_F(Deciding, EachRulesOwnFormIsTheWitnesses) {
  for (const kb::Experiment &E : Kb.experiments()) {
    CallSpecification Own;
    Own.Values[findings::OwnKey::Case].Known = E.Case;
    Planner P(Own, E);
    EXPECT_FALSE(decidingValues(P, Kb.rule(E.Rule), &Api).FromWitness.empty())
        << E.Rule << " " << E.Case;
  }
}

TEST(Settling, ConfirmsOnlyWithoutAWitness) {
  findings::Verdict V;
  V.Kind = VerdictKind::Confirmed;
  V.Deciding.FromProgram = {"a.b"};
  settle(V);
  EXPECT_EQ(V.Kind, VerdictKind::Confirmed);
  V.Deciding.FromWitness = {"c.d"};
  settle(V);
  EXPECT_EQ(V.Kind, VerdictKind::Holds);
  V.Kind = VerdictKind::Confirmed;
  V.Deciding = {{"path"}, {}};
  settle(V);
  EXPECT_EQ(V.Kind, VerdictKind::PathConfirmed);
  V.Kind = VerdictKind::Refuted;
  settle(V);
  EXPECT_EQ(V.Kind, VerdictKind::Refuted);
}

TEST(Settling, TwoFindingsOfOneRunHaveTheirOwnVerdicts) {
  Prepared P;
  P.Result.TheVerdict.Deciding.FromProgram = {"a.b"};
  Prepared Run;
  findings::Verdict &Ran = Run.Result.TheVerdict;
  Ran.Kind = VerdictKind::Confirmed;
  Ran.Device = "d";
  Ran.Deciding.FromWitness = {"a.b"};
  P.take(Run);
  EXPECT_EQ(P.Result.TheVerdict.Kind, VerdictKind::Confirmed);
  EXPECT_EQ(P.Result.TheVerdict.Device, "d");
  // And one whose path is not run says so, of its own.
  Prepared Other;
  Other.PathRefusal = "why";
  Other.Result.TheVerdict.Deciding.FromWitness = {"path"};
  Other.take(Run);
  EXPECT_EQ(Other.Result.TheVerdict.Kind, VerdictKind::Holds);
  EXPECT_EQ(Other.Result.TheVerdict.Reason, "its path is not run: why");
}

/// A path that cannot be taken is reported where two conditions exclude one
/// another in a way that the analysis does not see. Its calls can be made all
/// the same; that says nothing of the program.
TEST_F(Deciding, ATestThatNoCallDecidesIsTheWitness) {
  known("lifetime.form", "path");
  Call.Function = "cublasLtMatmulDescCreate";
  findings::PathStep Create, Test;
  Create.Function = Call.Function;
  Test.Condition = "isLast(n)";
  Test.IsAssumed = true;
  Call.Path = {Create, Test};
  Case = fittingCase(Kb.experimentsOf("cublaslt-descriptor-leak"), Call);
  Planner P(Call, *Case);
  P.ThePlan.RunsPath = true;
  findings::Verdict V;
  V.Kind = VerdictKind::Confirmed;
  V.Deciding = decidingValues(P, nullptr, &Api);
  EXPECT_EQ(V.Deciding.FromProgram, (Keys{"lifetime.form", "path"}));
  EXPECT_EQ(V.Deciding.FromWitness, Keys{"path.1.condition"});
  settle(V);
  EXPECT_EQ(V.Kind, VerdictKind::Holds);
  // A status that the path goes by is an outcome of a call on it.
  Call.Path[1].IsAssumed = false;
  V.Kind = VerdictKind::Confirmed;
  V.Deciding = decidingValues(P, nullptr, &Api);
  settle(V);
  EXPECT_EQ(V.Kind, VerdictKind::PathConfirmed);
}

TEST_F(Deciding, APathThatIsRunStandsForTheProblem) {
  known("heuristic.statusTested", int64_t(0));
  known("heuristic.countTested", int64_t(0));
  Call.Function = "cublasLtMatmulAlgoGetHeuristic";
  Case = fittingCase(Kb.experimentsOf("cublaslt-unchecked-heuristic-status"),
                     Call);
  Planner P(Call, *Case);
  P.ThePlan.RunsPath = true;
  P.noteFilled(layoutKey('A', "TYPE"));
  const auto D = decidingValues(P, nullptr, &Api);
  EXPECT_EQ(D.FromProgram,
            (Keys{"heuristic.statusTested", "heuristic.countTested", "path"}));
  EXPECT_EQ(D.FromWitness, Keys());
}

TEST(Settling, APathThatIsNotFollowedToItsEndIsLeft) {
  Prepared Whole, Without;
  Whole.Result.TheVerdict.Experiment = "call-sequence/leak";
  Whole.Result.TheVerdict.Deciding.FromProgram = {"path"};
  Without.Result.TheVerdict.Experiment = "descriptor-leak/leak";
  Without.Result.TheVerdict.Deciding.FromWitness = {"path"};
  Whole.WithoutPath = std::make_shared<Prepared>(Without);
  // Another finding's run of the same question has left it, too.
  Prepared Run;
  Run.Result.TheVerdict.Kind = VerdictKind::Confirmed;
  Run.Result.TheVerdict.Experiment = "descriptor-leak/leak";
  Run.PathRefusal = "line 3: a call failed";
  Whole.take(Run);
  EXPECT_EQ(Whole.Result.TheVerdict.Kind, VerdictKind::Holds);
  EXPECT_EQ(Whole.Result.TheVerdict.Reason,
            "its path is not run: line 3: a call failed");
}

//===----------------------------------------------------------------------===//
// Devices that lack a type
//===----------------------------------------------------------------------===//

struct Lacking : Deciding {
  std::string why(const char *Type, const char *Capability) {
    Call.Values[layoutKey('A', "TYPE")].Known = std::string(Type);
    DeviceFacts Machine;
    Machine.ComputeCapability = Capability;
    return whyNotApplicable(kb::Experiment(), Call, &Api, Machine);
  }
};

TEST_F(Lacking, ATypeOfLaterDevicesIsNamed) {
  EXPECT_EQ(why("CUDA_R_4F_E2M1", "9.0"),
            "A.CUBLASLT_MATRIX_LAYOUT_TYPE is CUDA_R_4F_E2M1, which takes "
            "compute capability 10.0; this device has 9.0");
  EXPECT_EQ(why("CUDA_R_4F_E2M1", "10.0"), "");
  EXPECT_NE(why("CUDA_R_8F_E4M3", "8.6"), "");
  EXPECT_EQ(why("CUDA_R_8F_E4M3", "8.9"), "");
  EXPECT_EQ(why("CUDA_R_16F", "7.0"), "");
  EXPECT_EQ(why("CUDA_R_4711", "9.0"), "");
}

//===----------------------------------------------------------------------===//
// Cases by function
//===----------------------------------------------------------------------===//

TEST(Fitting, ACaseForAnotherFunctionIsNone) {
  kb::Experiment A, B;
  A.Case = "a";
  A.Functions = {"f"};
  B.Case = "b";
  B.Functions = {"g"};
  CallSpecification Call;
  Call.Function = "g";
  EXPECT_EQ(fittingCase({&A, &B}, Call), &B);
  Call.Function = "h";
  EXPECT_EQ(fittingCase({&A, &B}, Call), nullptr);
  Call.Values[findings::OwnKey::Case].Known = std::string("a");
  EXPECT_EQ(fittingCase({&A, &B}, Call), &A);
}

} // namespace
