//===-- HuntUnit.cpp - the hunt without a device --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "runtime-check/hunt/HuntFiles.h"
#include <gtest/gtest.h>
#include <set>

using namespace cublaslt;
using namespace cublaslt::runtime;

static const kb::KnowledgeBase &kbase() {
  return kb::KnowledgeBase::builtin();
}

static HuntProblem int8Problem() {
  return *huntProblemFrom(
      "m=96 n=64 k=160 compute=CUBLAS_COMPUTE_32I scale=CUDA_R_32I opA=T "
      "typeA=CUDA_R_8I typeB=CUDA_R_8I padB=32 typeC=CUDA_R_32I padC=64 "
      "typeD=CUDA_R_32I padD=16 beta=1 batches=3 deviceScalars=1 seed=9");
}

static const char Algorithm20[] = "id=20 tile=1 stages=2 splitk=1 reduction=0 "
                                  "swizzle=0 custom=0 inner=0 cluster=0";

TEST(HuntText, everyProblemIsReadBackAsItWas) {
  const HuntGenerator G(kbase().apis().front(), 3, HuntLimits());
  std::set<std::string> All;
  for (unsigned I = 0; I < 3000; ++I) {
    const HuntProblem P = G.problem(I);
    const auto Read = huntProblemFrom(P.text());
    ASSERT_TRUE(Read) << P.text();
    EXPECT_EQ(Read->text(), P.text());
    EXPECT_TRUE(isLegal(P, HuntLimits())) << P.text();
    EXPECT_EQ(G.problem(I).text(), P.text());
    All.insert(P.text());
  }
  EXPECT_GT(All.size(), 2990u);
}

TEST(HuntText, whatIsNoProblemIsRefused) {
  const std::string Good = int8Problem().text();
  EXPECT_TRUE(huntProblemFrom(Good));
  for (const char *Bad : {"", "m=1", "m=1 m=1", "hello"})
    EXPECT_FALSE(huntProblemFrom(Bad)) << Bad;
  for (const char *More :
       {" x=1", " m=96", " scaleA=q", " offsetC=3", " offsetA=8192"})
    EXPECT_FALSE(huntProblemFrom(Good + More)) << More;
  EXPECT_FALSE(huntConfigFrom("id=20"));
  EXPECT_TRUE(huntConfigFrom(Algorithm20));
}

TEST(HuntData, theEndOfKIsFullAndEveryPartHasAStratum) {
  const HuntGenerator G(kbase().apis().front(), 4, HuntLimits());
  for (unsigned I = 0; I < 3000; ++I) {
    const HuntProblem P = G.problem(I);
    const HuntData D = huntData(P);
    EXPECT_GE(D.Tail, 1) << P.text();
    EXPECT_LE(D.Tail + D.Strata, P.K) << P.text();
    EXPECT_TRUE(D.Strata >= 1 || D.Tail == P.K) << P.text();
    if (isExact(P) && P.Layouts[MatrixD].Type == "CUDA_R_16BF") {
      EXPECT_LE((D.Tail + D.Strata) * std::abs(P.Alpha), 256) << P.text();
    }
  }
}

TEST(KnownDefects, conditionsAndEffectDecide) {
  const KnownDefects Known(kbase(), "13.1.0", "9.0");
  HuntFailure F;
  F.Kind = "wrong";
  F.Problem = int8Problem().text();
  F.Config = Algorithm20;
  ASSERT_TRUE(Known.of(F));
  EXPECT_EQ(Known.of(F)->Id, "int8-c-leading-dimension");
  HuntProblem P = int8Problem();
  P.Layouts[MatrixC].Pad = P.Layouts[MatrixD].Pad;
  F.Problem = P.text();
  EXPECT_FALSE(Known.of(F));
  P = int8Problem();
  P.Beta = 0;
  F.Problem = P.text();
  EXPECT_FALSE(Known.of(F));
  F.Problem = int8Problem().text();
  // Another effect is another defect: this one has several batches.
  F.Kind = "refused";
  ASSERT_TRUE(Known.of(F));
  EXPECT_EQ(Known.of(F)->Id, "int8-large-n-or-batch");
  F.Kind = "hang";
  EXPECT_FALSE(Known.of(F));
  F.Kind = "wrong";
  EXPECT_FALSE(KnownDefects(kbase(), "12.1.0", "9.0").of(F));
  EXPECT_FALSE(KnownDefects(kbase(), "13.1.0", "8.0").of(F));

  F.Problem = "m=72 n=128 k=21512 compute=CUBLAS_COMPUTE_32F scale=CUDA_R_32F "
              "opB=T typeA=CUDA_R_16BF typeB=CUDA_R_16BF typeC=CUDA_R_32F "
              "typeD=CUDA_R_32F seed=1";
  F.Config = "id=66 tile=1 stages=35 splitk=16 reduction=2 swizzle=0 custom=0 "
             "inner=0 cluster=0";
  ASSERT_TRUE(Known.of(F));
  EXPECT_EQ(Known.of(F)->Id, "split-k-lost-end");
  F.Config = "id=66 tile=1 stages=35 splitk=8 reduction=2 swizzle=0 custom=0 "
             "inner=0 cluster=0";
  EXPECT_FALSE(Known.of(F));
}

TEST(KnownDefects, whatLosesTheContextIsLeftOut) {
  const KnownDefects Known(kbase(), "", "");
  const auto C = huntConfigFrom("id=23 tile=1 stages=2 splitk=1 reduction=0 "
                                "swizzle=0 custom=0 inner=0 cluster=0");
  const auto P = huntProblemFrom(
      "m=112 n=64 k=64 compute=CUBLAS_COMPUTE_32F scale=CUDA_R_32F "
      "typeA=CUDA_R_16F typeB=CUDA_R_16F typeC=CUDA_R_16F typeD=CUDA_R_16F "
      "padD=1 seed=1");
  ASSERT_TRUE(P && C);
  EXPECT_TRUE(Known.losesContext(*P, *C, {"misaligned-result"}));
  EXPECT_FALSE(Known.losesContext(*P, *C, {}));
  HuntProblem Same = *P;
  Same.Layouts[MatrixC].Pad = 1;
  EXPECT_FALSE(Known.losesContext(Same, *C, {"misaligned-result"}));
}

/// Fails as the INT8 defect does, from K = 20 on.
static std::optional<HuntFailure> failing(const HuntProblem &P,
                                          const std::string &Config) {
  if (P.Beta == 0 || P.K < 20 || P.Layouts[MatrixC].Pad == P.Layouts[MatrixD].Pad)
    return std::nullopt;
  HuntFailure F;
  F.Kind = "wrong";
  F.Problem = P.text();
  F.Config = Config;
  return F;
}

TEST(Minimiser, onlyWhatMattersRemains) {
  HuntFailure F = *failing(int8Problem(), Algorithm20);
  const Minimised Small =
      minimise(F, HuntLimits(), failing, 200, [] { return false; });
  EXPECT_TRUE(Small.IsRepeated);
  const auto P = huntProblemFrom(Small.Failure.Problem);
  ASSERT_TRUE(P);
  EXPECT_EQ(P->M, 4); // INT8 wants multiples of 4
  EXPECT_EQ(P->N, 1);
  EXPECT_EQ(P->K, 20);
  EXPECT_EQ(P->Batches, 1);
  EXPECT_FALSE(P->HasDeviceScalars);
  EXPECT_EQ(P->Layouts[MatrixB].Pad, 0);
  EXPECT_EQ(P->Beta, 1);
  EXPECT_NE(P->Layouts[MatrixC].Pad, P->Layouts[MatrixD].Pad);
  EXPECT_LE(Small.Trials, 200u);
}

TEST(Minimiser, anotherFailureIsNotTaken) {
  HuntFailure F = *failing(int8Problem(), Algorithm20);
  auto Other = [](const HuntProblem &P, const std::string &Config) {
    auto Seen = failing(P, Config);
    if (Seen && P.Batches == 1)
      Seen->Kind = "refused";
    return Seen;
  };
  const Minimised Small =
      minimise(F, HuntLimits(), Other, 200, [] { return false; });
  EXPECT_EQ(huntProblemFrom(Small.Failure.Problem)->Batches, 2);
  auto Never = [](const HuntProblem &, const std::string &) {
    return std::optional<HuntFailure>();
  };
  EXPECT_FALSE(
      minimise(F, HuntLimits(), Never, 200, [] { return false; }).IsRepeated);
}

namespace {
/// A library with defects: one problem in 50 kills the process, one in 70 the
/// context, and INT8 is wrong as above.
class FakeWorker : public HuntWorker {
public:
  explicit FakeWorker(const HuntGenerator &G) : G(G) {}
  std::optional<HuntAnswer> ask(const HuntRequest &R,
                                std::string &Reason) override {
    HuntAnswer A;
    for (uint64_t I = 0; I < (R.Problem.empty() ? R.Count : 1); ++I) {
      const HuntProblem P = R.Problem.empty() ? G.problem(R.First + I * R.Step)
                                              : *huntProblemFrom(R.Problem);
      if (P.Seed % 50 == 0) {
        Reason = "ended by signal 11";
        return std::nullopt;
      }
      if (R.IsListing) {
        A.NewConfigs.emplace_back(Algorithm20, P.text());
        return A;
      }
      ++A.Problems;
      ++A.Runs;
      if (P.Seed % 70 == 1) {
        A.Lost = "cudaErrorIllegalAddress";
        if (R.Problem.empty())
          A.LostAt = I;
        HuntFailure F;
        F.Kind = "lost";
        F.Problem = P.text();
        F.Config = Algorithm20;
        if (R.IsCareful)
          A.Failures.push_back(F);
        return A;
      }
      if (P.Layouts[MatrixA].Type == "CUDA_R_8I")
        if (auto F = failing(P, Algorithm20))
          A.Failures.push_back(*F);
    }
    return A;
  }

private:
  const HuntGenerator &G;
};
} // namespace

TEST(Hunt, eachProblemIsTriedOnceWhateverWorkersDieOf) {
  HuntOptions O;
  O.Count = 1000;
  O.Seconds = 0;
  const HuntGenerator G(kbase().apis().front(), O.Seed, O.Limits);
  uint64_t Crashes = 0, Losses = 0, Wrong = 0;
  for (uint64_t I = 0; I < O.Count; ++I) {
    const HuntProblem P = G.problem(I);
    if (P.Seed % 50 == 0)
      ++Crashes;
    else if (P.Seed % 70 == 1)
      ++Losses;
    else if (P.Layouts[MatrixA].Type == "CUDA_R_8I")
      Wrong += failing(P, Algorithm20).has_value();
  }
  ASSERT_GT(Crashes, 0u);
  ASSERT_GT(Losses, 0u);
  ASSERT_GT(Wrong, 0u);
  const KnownDefects Known(kbase(), "13.1.0", "9.0");
  std::vector<std::unique_ptr<HuntWorker>> Workers;
  for (int I = 0; I < 3; ++I)
    Workers.push_back(std::make_unique<FakeWorker>(G));
  unsigned Told = 0;
  std::mutex Lock;
  Hunt Search(kbase(), Known, O, [&](const HuntFinding &) {
    std::lock_guard<std::mutex> Guard(Lock);
    ++Told;
  });
  const HuntResult R = Search.run(Workers, [] { return false; });
  EXPECT_EQ(R.Problems, O.Count);
  EXPECT_EQ(R.Crashes, Crashes);
  EXPECT_EQ(R.Losses, Losses);
  EXPECT_EQ(Told, R.Findings.size());
  ASSERT_TRUE(R.Findings.count("int8-c-leading-dimension"));
  uint64_t Int8 = 0;
  for (const auto &[Class, F] : R.Findings)
    if (F.Small.Failure.Kind == "wrong")
      Int8 += F.Count;
  EXPECT_EQ(Int8, Wrong);
  // Also of a lost context the algorithm is known.
  for (const auto &[Class, F] : R.Findings)
    if (F.Small.Failure.Kind == "lost") {
      EXPECT_EQ(F.Small.Failure.Config, Algorithm20);
    }
  EXPECT_EQ(R.Findings.at("int8-c-leading-dimension").Defect,
            "int8-c-leading-dimension");
}

TEST(HuntMessages, answersAreReadBackAndDamagedOnesAreNot) {
  HuntAnswer A;
  A.Problems = 3;
  A.LostAt = 2;
  A.Lost = "cudaErrorMisalignedAddress";
  A.Failures.push_back(*failing(int8Problem(), Algorithm20));
  A.NewConfigs.emplace_back(Algorithm20, int8Problem().text());
  A.Records.push_back("run");
  A.Refusals["15 fp8"] = 4;
  const std::string Text = toText(A);
  const auto Read = huntAnswerFrom(Text);
  ASSERT_TRUE(Read);
  EXPECT_EQ(toText(*Read), Text);
  for (size_t Cut = 0; Cut + 1 < Text.size(); Cut += 7)
    EXPECT_FALSE(huntAnswerFrom(Text.substr(0, Cut)));
  EXPECT_FALSE(huntAnswerFrom("{}"));
  HuntRequest R;
  R.LeftOut = {"misaligned-result"};
  ASSERT_TRUE(huntRequestFrom(toText(R)));
  EXPECT_EQ(huntRequestFrom(toText(R))->LeftOut, R.LeftOut);
  R.IsAlone = R.IsListing = true;
  R.MostResults = 3;
  R.Limits.MatrixBytes = int64_t(1) << 36;
  EXPECT_EQ(toText(*huntRequestFrom(toText(R))), toText(R));
}
