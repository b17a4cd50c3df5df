//===-- RuntimeCheckUnit.cpp - unit tests of the verifier -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
// What needs neither a GPU nor a child process: messages, bounds, judgements,
// the completion of a problem.

#include "runtime-check/Experiment.h"
#include "runtime-check/Schedule.h"
#include "runtime-check/experiments/MatmulTiming.h"
#include "runtime-check/problem/MatmulSettings.h"
#include "runtime-check/sandbox/Messages.h"
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <gtest/gtest.h>
#include <map>
#include <mutex>
#include <utility>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::CallSpecification;
using findings::RunOutcome;
using findings::VerdictKind;

namespace {

/// Threads that wait until all of them are here, for a minute at the most.
class Meeting {
public:
  explicit Meeting(size_t Expected) : Expected(Expected) {}
  bool join() {
    std::unique_lock<std::mutex> Guard(Lock);
    ++Here;
    Changed.notify_all();
    return Changed.wait_for(Guard, std::chrono::minutes(1),
                            [this] { return Here >= Expected; });
  }

private:
  const size_t Expected;
  size_t Here = 0;
  std::mutex Lock;
  std::condition_variable Changed;
};

/// Runs 24 jobs on fake devices, two at a time on each; every sixth needs its
/// device alone. A runner waits in its first job of each kind for all others.
void runOn(const std::vector<std::string> &Devices) {
  std::vector<Job> Jobs;
  for (size_t I = 0; I < 24; ++I)
    Jobs.push_back({I, I % 6 == 0});
  Meeting All(2 * Devices.size()), Lone(Devices.size());
  std::mutex Lock;
  std::map<std::string, int> Sharing;
  std::map<std::string, bool> IsAlone;
  std::vector<int> Done(Jobs.size());
  schedule(
      Jobs, Devices, 2,
      [&](const std::string &Device) {
        return
            [&, Device, HasMet = std::array<bool, 2>()](const Job &J) mutable {
              {
                std::lock_guard<std::mutex> Guard(Lock);
                EXPECT_FALSE(IsAlone[Device]);
                EXPECT_TRUE(!J.NeedsDeviceAlone || Sharing[Device] == 0);
                IsAlone[Device] = J.NeedsDeviceAlone;
                ++Sharing[Device];
                ++Done[J.Number];
              }
              if (!std::exchange(HasMet[J.NeedsDeviceAlone], true)) {
                EXPECT_TRUE((J.NeedsDeviceAlone ? Lone : All).join());
              }
              std::lock_guard<std::mutex> Guard(Lock);
              --Sharing[Device];
              IsAlone[Device] = false;
            };
      },
      [] { return true; });
  for (int Count : Done)
    EXPECT_EQ(Count, 1);
}

TEST(Schedule, SpreadsOverDevicesAndKeepsTheLoneAlone) {
  runOn({"0"});
  runOn({"0", "1"});
}

TEST(Schedule, StopsWhenToldTo) {
  std::atomic<int> Runs{0};
  schedule(
      std::vector<Job>(100), {"0"}, 1,
      [&](const std::string &) { return [&](const Job &) { ++Runs; }; },
      [&] { return Runs < 3; });
  EXPECT_EQ(Runs, 3);
}

TEST(Messages, KeepARequest) {
  Request R;
  R.TheKind = Request::Kind::Run;
  R.Experiment = "x";
  R.TheForm = Form::Control;
  R.TheSettings.set("limit", UINT64_MAX);
  R.TheSettings.set("word", std::string("CUDA_R_16F"));
  R.TheSettings.set("flag", true);
  R.TheSettings.set("real", 1.5);
  R.TheSettings.Attributes["CUBLASLT_MATMUL_DESC_HOUSE"] = {99, 4, "int32_t",
                                                            true, true};
  auto Back = requestFrom(toText(R));
  ASSERT_TRUE(Back);
  EXPECT_EQ(Back->Experiment, "x");
  EXPECT_EQ(Back->TheForm, Form::Control);
  EXPECT_EQ(Back->TheSettings.number("limit"), UINT64_MAX);
  EXPECT_EQ(Back->TheSettings.word("word"), "CUDA_R_16F");
  EXPECT_TRUE(Back->TheSettings.flag("flag"));
  EXPECT_EQ(Back->TheSettings.real("real"), 1.5);
  const Settings::Attribute *A =
      Back->TheSettings.attribute("CUBLASLT_MATMUL_DESC_HOUSE");
  ASSERT_TRUE(A);
  EXPECT_EQ(A->Number, 99);
  EXPECT_EQ(A->Size, 4u);
  EXPECT_EQ(A->Type, "int32_t");
  EXPECT_TRUE(A->IsPointer && A->IsRemoved);
}

TEST(Settings, AttributesAreThoseOfTheKnowledgeBaseInUse) {
  kb::Api Api;
  kb::Attribute House;
  House.Name = "CUBLASLT_MATMUL_DESC_HOUSE";
  House.Size = 8;
  Api.Attributes.push_back(House);
  Plan P;
  P.TheSettings.set("chosenFor.matmulDesc." + House.Name, uint64_t(1));
  P.TheSettings.set("matmulDesc.CUBLASLT_MATMUL_DESC_TRANSA", uint64_t(1));
  P.ControlSettings = P.TheSettings;
  describeAttributes(P, Api);
  for (const Settings &S : {P.TheSettings, *P.ControlSettings}) {
    ASSERT_TRUE(S.attribute(House.Name));
    EXPECT_EQ(S.attribute(House.Name)->Size, 8u);
    EXPECT_FALSE(S.attribute("CUBLASLT_MATMUL_DESC_TRANSA"));
  }
}

TEST(Messages, KeepAnOutcome) {
  RunOutcome O;
  O.Ran = O.Failed = true;
  O.Summary = "not UTF-8: \xff";
  O.Statuses = {{"cublasLtMatmul", 7, "CUBLAS_STATUS_INVALID_VALUE"}};
  O.LibraryLog = {"reason"};
  O.Figures["workspaceBytes"] = 2147483648.0;
  auto Back = outcomeFrom(toText(O));
  ASSERT_TRUE(Back);
  EXPECT_TRUE(Back->Ran && Back->Failed);
  ASSERT_EQ(Back->Statuses.size(), 1u);
  EXPECT_EQ(Back->Statuses[0].Number, 7);
  EXPECT_EQ(Back->LibraryLog, O.LibraryLog);
  EXPECT_EQ(Back->Figures, O.Figures);
}

TEST(Messages, RefuseGarbage) {
  for (
      const char *Text :
      {"", "{", "[]", "null", "{}", "\xff\xfe",
       R"({"ran":1,"failed":true,"summary":"","statuses":[],"log":[],"figures":{}})",
       R"({"ran":true,"failed":true,"summary":"","statuses":{},"log":[],"figures":{}})",
       R"({"ran":true,"failed":true,"summary":"","statuses":[{"number":"7"}],"log":[],"figures":{}})",
       R"({"ran":true,"failed":true,"summary":"","statuses":[],"log":[1],"figures":{}})",
       R"({"ran":true,"failed":true,"summary":"","statuses":[],"log":[],"figures":{"a":"b"}})"}) {
    EXPECT_FALSE(outcomeFrom(Text)) << Text;
    EXPECT_FALSE(requestFrom(Text)) << Text;
    EXPECT_FALSE(factsFrom(Text)) << Text;
  }
  const std::string Start =
      R"({"request":"run","stays":false,"experiment":"x","form":)";
  EXPECT_TRUE(
      requestFrom(Start + R"("control","settings":{},"attributes":{}})"));
  for (const char *End :
       {R"("both","settings":{},"attributes":{}})",
        R"("control","settings":{"a":[]},"attributes":{}})",
        R"("control","settings":{}})",
        R"("control","settings":{},"attributes":[1]})",
        R"("control","settings":{},"attributes":{"a":{"number":1.5}}})",
        R"("control","settings":{},"attributes":{"a":{"number":1,"size":4}}})"})
    EXPECT_FALSE(requestFrom(Start + End)) << End;
}

struct Planning : testing::Test {
  CallSpecification Call;
  kb::Experiment E;
  void number(const std::string &Key, std::variant<int64_t, double> V) {
    std::visit(
        [&](auto N) { Call.Values[findings::Key::written(Key)].Known = N; }, V);
  }
};

TEST_F(Planning, RefusesByNameWhatIsOutsideItsBounds) {
  number("rows", int64_t(-4));
  Planner P(Call, E);
  EXPECT_FALSE(P.knownNumber("rows", DimensionBounds));
  EXPECT_EQ(P.ThePlan.Refusal, "rows is -4, outside 1 to 2147483647: not run");
}

TEST_F(Planning, RefusesFractionsAndWordsAsNumbers) {
  number("rows", 1.5);
  Planner P(Call, E);
  EXPECT_FALSE(P.knownNumber("rows", DimensionBounds));
  EXPECT_TRUE(P.refused());

  Call.Values[findings::Key::written("cols")].Known =
      std::string("many\033[31m");
  Planner Q(Call, E);
  EXPECT_FALSE(Q.knownNumber("cols", DimensionBounds));
  EXPECT_EQ(Q.ThePlan.Refusal,
            "cols is 'many?[31m', outside 1 to 2147483647: not run");
}

TEST_F(Planning, TakesTheWitnessForTheUnknownAndSaysSo) {
  Call.Values[findings::Key::written("rows")].SourceText = "m";
  E.Witness = {{"rows", "128"}, {"slowness.rows", "64"}, {"cols", "1e3"}};
  Planner P(Call, E);
  EXPECT_EQ(P.number("rows", DimensionBounds, 1), 128u);
  EXPECT_EQ(P.ThePlan.FilledByWitness, std::vector<std::string>{"rows"});
  P.Part = "slowness";
  EXPECT_EQ(P.number("rows", DimensionBounds, 1), 64u);
  EXPECT_FALSE(P.refused());
  P.number("cols", DimensionBounds, 1);
  EXPECT_TRUE(P.refused()) << "1e3 is no whole number";
}

struct Plain : Experiment {
  const char *id() const override { return "plain"; }
  void plan(Planner &, const DeviceFacts &, const kb::Api *) const override {}
  RunOutcome run(Form, const Settings &) const override { return {}; }
};

TEST(Judging, NeedsBothRuns) {
  auto Judge = [](bool FRan, bool FFailed, bool CRan, bool CFailed) {
    RunOutcome F, C;
    F.Ran = FRan;
    F.Failed = FFailed;
    C.Ran = CRan;
    C.Failed = CFailed;
    return Plain().judge({}, F, C).Kind;
  };
  EXPECT_EQ(Judge(true, true, true, false), VerdictKind::Confirmed);
  EXPECT_EQ(Judge(true, false, true, false), VerdictKind::Refuted);
  EXPECT_EQ(Judge(true, true, true, true), VerdictKind::Inconclusive);
  EXPECT_EQ(Judge(false, false, true, false), VerdictKind::Inconclusive);
  EXPECT_EQ(Judge(true, true, false, false), VerdictKind::Inconclusive);
}

TEST(Bytes, AreReadable) {
  EXPECT_EQ(bytesForPeople(12), "12 bytes");
  EXPECT_EQ(bytesForPeople(uint64_t(1) << 31), "2 GiB");
  EXPECT_EQ(bytesForPeople(UINT64_MAX), "SIZE_MAX");
}

RunOutcome timed(double Low, double Median, double High) {
  RunOutcome O;
  O.Ran = true;
  O.Figures = {{"lowMilliseconds", Low},
               {"medianMilliseconds", Median},
               {"highMilliseconds", High}};
  return O;
}

TEST(Judging, SlownessMustExcludeOne) {
  RunOutcome Control;
  RunOutcome Slow = timed(1.40, 1.42, 1.45);
  Control = timed(0.13, 0.14, 0.15);
  EXPECT_EQ(judgeSlowdown(Slow, Control, 1.05).Kind, VerdictKind::Confirmed);
  EXPECT_TRUE(Slow.Failed);
  EXPECT_NEAR(Slow.Figures["slowdownRatio"], 10.14, 0.01);

  RunOutcome Same = timed(0.170, 0.172, 0.175);
  Control = timed(0.168, 0.171, 0.174);
  EXPECT_EQ(judgeSlowdown(Same, Control, 1.05).Kind, VerdictKind::Refuted);
  EXPECT_FALSE(Same.Failed);

  RunOutcome Noisy = timed(0.5, 1.2, 3.0);
  Control = timed(0.6, 1.0, 2.0);
  EXPECT_EQ(judgeSlowdown(Noisy, Control, 1.05).Kind,
            VerdictKind::Inconclusive);

  RunOutcome Nothing;
  Control = timed(1, 1, 1);
  EXPECT_EQ(judgeSlowdown(Nothing, Control, 1.05).Kind,
            VerdictKind::Inconclusive);
}

struct Completing : Planning {
  void SetUp() override {
    for (char M : {'A', 'B', 'C', 'D'})
      E.Witness[layoutKey(M, "TYPE")] = "CUDA_R_16BF";
    E.Witness[descriptorKey("COMPUTE_TYPE")] = "CUBLAS_COMPUTE_32F";
    E.Witness[descriptorKey("SCALE_TYPE")] = "CUDA_R_32F";
    E.Witness[layoutKey('A', "ROWS")] = "100";
    E.Witness[layoutKey('A', "COLS")] = "300";
    E.Witness[layoutKey('B', "COLS")] = "200";
    Table.Types = {row("CUBLAS_COMPUTE_16F", "CUDA_R_16F", "CUDA_R_16F"),
                   row("CUBLAS_COMPUTE_32F", "CUDA_R_32F", "CUDA_R_16F"),
                   row("CUBLAS_COMPUTE_64F", "CUDA_R_64F", "CUDA_R_64F")};
  }
  static kb::TypeCombination row(const char *Compute, const char *Scale,
                                 const char *Data) {
    kb::TypeCombination T;
    T.ComputeType = Compute;
    T.ScaleType = Scale;
    T.A = T.B = T.C = T.D = Data;
    return T;
  }
  Settings complete() {
    Planner P(Call, E);
    planMatmul(P, &Table, witnessShape(P));
    EXPECT_EQ(P.ThePlan.Refusal, "");
    Filled = P.ThePlan.FilledByWitness;
    return P.ThePlan.TheSettings;
  }
  bool filled(const std::string &Key) const {
    return std::find(Filled.begin(), Filled.end(), Key) != Filled.end();
  }
  kb::Api Table;
  std::vector<std::string> Filled;
};

TEST_F(Completing, UsesTheWitnessWhereNothingIsKnown) {
  Settings S = complete();
  EXPECT_EQ(S.number(layoutKey('D', "ROWS")), 100u);
  EXPECT_EQ(S.number(layoutKey('D', "COLS")), 200u);
  EXPECT_EQ(S.number(layoutKey('B', "ROWS")), 300u);
  EXPECT_EQ(S.number(layoutKey('B', "LD")), 300u);
  EXPECT_TRUE(filled(layoutKey('B', "ROWS")));
  // 100*300 + 300*200 + 100*200 elements of 2 bytes
  EXPECT_EQ(matmulBytes(S), 220000u);
}

TEST_F(Completing, DerivesDimensionsFromTheKnownOnes) {
  number(layoutKey('A', "ROWS"), int64_t(64)); // k, because A is transposed
  number(layoutKey('D', "ROWS"), int64_t(32));
  Call.Values[descriptorKey("TRANSA")].Known = std::string("CUBLAS_OP_T");
  Settings S = complete();
  EXPECT_EQ(S.number(layoutKey('A', "COLS")), 32u);
  EXPECT_EQ(S.number(layoutKey('B', "ROWS")), 64u);
  EXPECT_EQ(S.number(layoutKey('B', "COLS")), 200u);
  EXPECT_FALSE(filled(layoutKey('A', "COLS")));
  EXPECT_TRUE(filled(layoutKey('B', "COLS")));
}

TEST_F(Completing, KeepsWhatContradictsItself) {
  number(layoutKey('A', "COLS"), int64_t(64));
  number(layoutKey('B', "ROWS"), int64_t(48));
  Settings S = complete();
  EXPECT_EQ(S.number(layoutKey('A', "COLS")), 64u);
  EXPECT_EQ(S.number(layoutKey('B', "ROWS")), 48u);
}

TEST_F(Completing, ChoosesTypesThatGoTogether) {
  Call.Values[layoutKey('A', "TYPE")].Known = std::string("CUDA_R_16F");
  Settings S = complete();
  EXPECT_EQ(S.word(layoutKey('D', "TYPE")), "CUDA_R_16F");
  // Of the two rows, the one that is nearer to the witness.
  EXPECT_EQ(S.word(descriptorKey("COMPUTE_TYPE")), "CUBLAS_COMPUTE_32F");

  Call.Values[layoutKey('A', "TYPE")].Known = std::string("CUDA_R_64F");
  EXPECT_EQ(complete().word(descriptorKey("SCALE_TYPE")), "CUDA_R_64F");
}

TEST_F(Completing, RefusesUnknownTypes) {
  Call.Values[layoutKey('A', "TYPE")].Known = std::string("CUDA_R_4F_E2M1");
  Planner P(Call, E);
  planMatmul(P, &Table, witnessShape(P));
  EXPECT_EQ(P.ThePlan.Refusal,
            "A.CUBLASLT_MATRIX_LAYOUT_TYPE is 'CUDA_R_4F_E2M1', which this "
            "experiment does not know: not run");
}

TEST_F(Completing, NoticesOverflow) {
  for (const char *Key : {"ROWS", "COLS", "LD", "BATCH_COUNT"})
    for (char M : {'A', 'B', 'C', 'D'})
      number(layoutKey(M, Key), int64_t(2147483647));
  EXPECT_FALSE(matmulBytes(complete()));
}

} // namespace
