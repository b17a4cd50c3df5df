//===-- TrailTest.cpp - what a path has called, where paths meet ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"

namespace cublaslt::checks::flow {
namespace {

class TrailTest : public FlowTest {
protected:
  const TrailStep *call(const TrailStep *Before, const kb::Function &F) {
    TrailStep S;
    S.Function = &F;
    return All.extend(Before, S);
  }
  const TrailStep *test(const TrailStep *Before, bool Holds) {
    TrailStep S;
    S.Holds = Holds;
    return All.extend(Before, S);
  }
  Trails All;
  kb::Function F, G;
};

TEST_F(TrailTest, theSameCallsStayAndATestThatDiffersGoes) {
  const TrailStep *First = call(nullptr, F);
  const TrailStep *A = call(test(First, true), G),
                  *B = call(test(First, false), G);
  const TrailStep *Joined = All.join(A, B);
  ASSERT_FALSE(Trails::isLost(Joined));
  EXPECT_EQ(Joined->Function, &G);
  EXPECT_EQ(Joined->Before, First);
  EXPECT_EQ(Joined->Length, 2u);
}

TEST_F(TrailTest, aTestThatCameOutTheSameStays) {
  const TrailStep *First = call(nullptr, F);
  const TrailStep *A = test(First, true), *B = test(First, true);
  EXPECT_EQ(All.join(A, B), A);
}

TEST_F(TrailTest, otherCallsHaveNoCommonTrail) {
  const TrailStep *First = call(nullptr, F);
  EXPECT_TRUE(Trails::isLost(All.join(call(First, F), call(First, G))));
  EXPECT_TRUE(Trails::isLost(All.join(call(First, F), First)));
  EXPECT_TRUE(Trails::isLost(All.join(nullptr, First)));
}

TEST_F(TrailTest, whatIsLostStaysLostAndALongTrailIsLost) {
  const TrailStep *Long = nullptr;
  for (unsigned I = 0; I < 1000; ++I)
    Long = call(Long, F);
  EXPECT_TRUE(Trails::isLost(Long));
  EXPECT_TRUE(Trails::isLost(All.join(Long, call(nullptr, F))));
}

TEST_F(TrailTest, statesThatDifferInItAloneAreEqual) {
  State A = States.empty(), B = A;
  A.Steps = call(nullptr, F);
  EXPECT_TRUE(A == B);
  EXPECT_TRUE(Trails::isLost(States.join(A, B).Steps));
}

} // namespace
} // namespace cublaslt::checks::flow
