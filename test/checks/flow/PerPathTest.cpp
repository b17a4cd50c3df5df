//===-- PerPathTest.cpp - what a check remembers on a path -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/PerPath.h"
#include "FlowTest.h"
#include "checks/report/Pending.h"

namespace cublaslt::checks::flow {
namespace {

class PerPathTest : public FlowTest {
protected:
  const PerPath<unsigned> Sizes{"sizes"};
  State S = States.empty();
  ValueRef V = unknown(1), W = unknown(2);
};

TEST_F(PerPathTest, whatIsSetIsRememberedOnThatPathOnly) {
  const State Before = S;
  Sizes.set(S, V, 64);
  ASSERT_TRUE(Sizes.get(S, V));
  EXPECT_EQ(*Sizes.get(S, V), 64u);
  EXPECT_FALSE(Sizes.get(S, W));
  EXPECT_FALSE(Sizes.get(Before, V));
  EXPECT_FALSE(S == Before);
}

TEST_F(PerPathTest, equalMemoriesMakeEqualStates) {
  State Other = S;
  Sizes.set(S, V, 64);
  Sizes.set(Other, V, 128);
  EXPECT_FALSE(S == Other);
  EXPECT_FALSE(Sizes.isSame(S, Other));
  Sizes.set(Other, V, 64);
  EXPECT_TRUE(S == Other);
  EXPECT_TRUE(Sizes.isSame(S, Other));
}

TEST_F(PerPathTest, twoMemoriesDoNotMix) {
  const PerPath<unsigned> Others("others");
  Sizes.set(S, V, 64);
  EXPECT_FALSE(Others.get(S, V));
  Others.set(S, V, 1);
  Sizes.clear(S);
  EXPECT_TRUE(Sizes.isEmpty(S));
  EXPECT_EQ(*Others.get(S, V), 1u);
}

TEST_F(PerPathTest, aForgottenMemoryLeavesNothing) {
  const State Before = S;
  Sizes.set(S, V, 64);
  Sizes.clear(S, W);
  EXPECT_TRUE(Sizes.get(S, V));
  Sizes.clear(S, V);
  EXPECT_TRUE(S == Before);
}

TEST_F(PerPathTest, aListIsNotTouchedByWhatIsChangedMeanwhile) {
  Sizes.set(S, V, 64);
  Sizes.set(S, nullptr, 1); // of the path itself
  unsigned Sum = 0;
  for (const auto &[Subject, Size] : Sizes.all(S)) {
    Sizes.clear(S, Subject);
    Sum += *Size;
  }
  EXPECT_EQ(Sum, 65u);
  EXPECT_TRUE(Sizes.isEmpty(S));
}

TEST(PendingTest, aRefutedSiteIsNotReported) {
  const int Sites[4] = {};
  Pending<unsigned, const int *> Reports;
  Reports.refute(&Sites[0]); // before it is found
  for (unsigned I = 0; I < 4; ++I)
    Reports.add(&Sites[I], I);
  Reports.refute(&Sites[2]);
  std::vector<unsigned> Left;
  Reports.forEachUnrefuted(
      [&](const int *, unsigned I) { Left.push_back(I); });
  EXPECT_EQ(Left, (std::vector<unsigned>{1, 3}));
}

TEST(PendingTest, theFirstCandidateOfASiteStays) {
  const int Site = 0;
  Pending<unsigned, const int *> Reports;
  EXPECT_FALSE(Reports.find(&Site));
  EXPECT_EQ(Reports.addOnce(&Site, 1), 1u);
  EXPECT_EQ(Reports.addOnce(&Site, 2), 1u);
  ASSERT_TRUE(Reports.find(&Site));
  EXPECT_EQ(*Reports.find(&Site), 1u);
  Reports.clear();
  EXPECT_FALSE(Reports.find(&Site));
}

} // namespace
} // namespace cublaslt::checks::flow
