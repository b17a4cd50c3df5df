//===-- RangeTest.cpp - what a path establishes of a value --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"

namespace cublaslt::checks::flow {
namespace {

class RangeTest : public FlowTest {
protected:
  State S = States.empty();
  ValueRef V = unknown();
};

TEST_F(RangeTest, nothingIsKnownAtFirst) {
  EXPECT_EQ(S.rangeOf(V), Range::all());
  EXPECT_FALSE(S.rangeOf(V).excludesZero());
}

TEST_F(RangeTest, aConstantIsItself) {
  EXPECT_EQ(S.rangeOf(constant(5)), (Range{5, 5}));
  EXPECT_TRUE(S.rangeOf(constant(5)).excludesZero());
  EXPECT_TRUE(S.rangeOf(constant(0)).isZero());
}

TEST_F(RangeTest, boundsAreIntersected) {
  EXPECT_TRUE(States.constrain(S, V, {0, 100}));
  EXPECT_TRUE(States.constrain(S, V, {50, 200}));
  EXPECT_EQ(S.rangeOf(V), (Range{50, 100}));
  EXPECT_FALSE(States.constrain(S, V, {101, 200}));
}

TEST_F(RangeTest, aConstantIsNotMadeAnother) {
  EXPECT_TRUE(States.constrain(S, constant(5), {0, 10}));
  EXPECT_FALSE(States.constrain(S, constant(5), {6, 10}));
  EXPECT_TRUE(S.Ranges.isEmpty());
}

TEST_F(RangeTest, zeroIsTakenOffTheEnds) {
  Range NonZero = Range::all();
  NonZero.NonZero = true;
  EXPECT_TRUE(States.constrain(S, V, {0, 8}));
  EXPECT_TRUE(States.constrain(S, V, NonZero));
  EXPECT_EQ(S.rangeOf(V).Low, 1);
  EXPECT_TRUE(S.rangeOf(V).excludesZero());
  ValueRef W = unknown(1);
  EXPECT_TRUE(States.constrain(S, W, {-8, 0}));
  EXPECT_TRUE(States.constrain(S, W, NonZero));
  EXPECT_EQ(S.rangeOf(W).High, -1);
  ValueRef Zero = unknown(2);
  EXPECT_TRUE(States.constrain(S, Zero, {0, 0}));
  EXPECT_FALSE(States.constrain(S, Zero, NonZero));
}

TEST_F(RangeTest, aValueStaysNamedWhereItWasComparedOnce) {
  EXPECT_TRUE(States.constrain(S, V, {4, 4, false, true}));
  EXPECT_TRUE(States.constrain(S, V, {0, 10}));
  EXPECT_EQ(S.rangeOf(V), (Range{4, 4, false, true}));
}

TEST_F(RangeTest, whatRestsOnAValueIsForgottenWithIt) {
  ValueRef Twice = product(V, constant(2)), Other = unknown(1);
  EXPECT_TRUE(States.constrain(S, Twice, {0, 10}));
  EXPECT_TRUE(States.constrain(S, Other, {0, 10}));
  States.addRelation(S, Values.binary(Operation::Less, V, Other));
  States.forgetFacts(S, V);
  EXPECT_EQ(S.rangeOf(Twice), Range::all());
  EXPECT_EQ(S.rangeOf(Other), (Range{0, 10}));
  EXPECT_TRUE(S.Relations.isEmpty());
}

TEST_F(RangeTest, onePathDoesNotTellAnother) {
  State Other = S;
  EXPECT_TRUE(States.constrain(S, V, {0, 10}));
  EXPECT_EQ(Other.rangeOf(V), Range::all());
  EXPECT_FALSE(S == Other);
}

} // namespace
} // namespace cublaslt::checks::flow
