//===-- ValueTest.cpp - what values and places say of themselves --------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"

namespace cublaslt::checks::flow {
namespace {

class ValueTest : public FlowTest {};

TEST_F(ValueTest, comparisonsAreToldFromArithmetic) {
  EXPECT_TRUE(isComparison(Operation::Equal));
  EXPECT_TRUE(isComparison(Operation::GreaterEqual));
  EXPECT_FALSE(isComparison(Operation::Add));
  EXPECT_FALSE(isComparison(Operation::Min));
}

TEST_F(ValueTest, anExpressionMentionsItsParts) {
  ValueRef M = unknown(1), N = unknown(2), Other = unknown(3);
  ValueRef Size = product(sum(M, constant(1)), N);
  EXPECT_TRUE(mentions(Size, M));
  EXPECT_TRUE(mentions(Size, N));
  EXPECT_TRUE(mentions(Size, Size));
  EXPECT_FALSE(mentions(Size, Other));
  EXPECT_FALSE(mentions(nullptr, M));
}

TEST_F(ValueTest, statusesCountsAndResultsAreTracked) {
  for (SymbolKind Kind : {SymbolKind::Status, SymbolKind::HostStatus,
                          SymbolKind::Count, SymbolKind::Results}) {
    ValueRef V = made(Kind);
    EXPECT_TRUE(V->isTracked());
    ASSERT_EQ(V->Tracked.size(), 1u);
    EXPECT_EQ(V->Tracked.front(), V);
  }
  EXPECT_TRUE(made(SymbolKind::Object)->Tracked.empty());
}

TEST_F(ValueTest, anExpressionTracksWhatIsInIt) {
  ValueRef First = made(SymbolKind::Status, 1),
           Second = made(SymbolKind::Status, 2);
  ValueRef Either = Values.binary(Operation::Or, Second, First);
  ASSERT_EQ(Either->Tracked.size(), 2u);
  // By order of creation, whatever the order in the expression.
  EXPECT_EQ(Either->Tracked[0], First);
  EXPECT_EQ(Either->Tracked[1], Second);
  ValueRef Twice = Values.binary(Operation::Or, Either, sum(First, constant(1)));
  EXPECT_EQ(Twice->Tracked.size(), 2u);
}

TEST_F(ValueTest, theAddressOfAnElementTracksItsIndex) {
  parse("int results[4];");
  ValueRef Count = made(SymbolKind::Count);
  LocationRef Element = Values.element(place("results"), Count);
  ASSERT_EQ(Values.address(Element)->Tracked.size(), 1u);
  EXPECT_EQ(Values.address(Element)->Tracked.front(), Count);
}

TEST_F(ValueTest, placesKnowWhatTheyAreIn) {
  parse("struct S { int a, b; }; S s, t;");
  LocationRef S = place("s"), A = Values.field(S, field("a"));
  EXPECT_TRUE(A->isInside(S));
  EXPECT_TRUE(S->isInside(S));
  EXPECT_FALSE(S->isInside(A));
  EXPECT_FALSE(A->isInside(place("t")));
  EXPECT_EQ(A->root(), S);
  EXPECT_TRUE(S->HasParts);
  EXPECT_FALSE(A->HasParts);
}

TEST_F(ValueTest, globalsAndPointeesAreExternal) {
  parse("int global; void f(int parameter) { int local; static int kept; }");
  EXPECT_TRUE(place("global")->isExternal());
  EXPECT_TRUE(place("kept")->isExternal());
  EXPECT_FALSE(place("local")->isExternal());
  EXPECT_FALSE(place("parameter")->isExternal());
  EXPECT_TRUE(Values.pointee(unknown())->isExternal());
}

TEST_F(ValueTest, attributesOfOneObjectAreKeptTogether) {
  const kb::Attribute Rows, Columns;
  ValueRef Layout = made(SymbolKind::Object, 1),
           Other = made(SymbolKind::Object, 2);
  LocationRef Mark = Values.attribute(Layout, nullptr);
  EXPECT_EQ(Values.attribute(Layout, &Rows)->cluster(), Mark);
  EXPECT_EQ(Values.attribute(Layout, &Columns)->cluster(), Mark);
  EXPECT_NE(Values.attribute(Other, &Rows)->cluster(), Mark);
}

} // namespace
} // namespace cublaslt::checks::flow
