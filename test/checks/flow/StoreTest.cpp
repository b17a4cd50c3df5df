//===-- StoreTest.cpp - what places hold --------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"

namespace cublaslt::checks::flow {
namespace {

class StoreTest : public FlowTest {
protected:
  State S = States.empty();
};

TEST_F(StoreTest, aPlaceHoldsWhatItHeldAtEntry) {
  parse("int global; const int Fixed = 8; void f(int given) { int local; }");
  EXPECT_TRUE(States.load(S, place("local"))->isSymbol(
      SymbolKind::Uninitialized));
  EXPECT_EQ(States.load(S, place("global")), Values.initial(place("global")));
  EXPECT_EQ(States.load(S, place("given")), Values.initial(place("given")));
  EXPECT_EQ(States.load(S, place("Fixed")), constant(8));
}

TEST_F(StoreTest, whatIsStoredIsLoaded) {
  parse("int x, y;");
  State Before = S;
  States.store(S, place("x"), constant(3), nullptr);
  EXPECT_EQ(States.load(S, place("x")), constant(3));
  EXPECT_EQ(States.load(S, place("y")), Values.initial(place("y")));
  EXPECT_FALSE(States.load(Before, place("x"))->isConstant());
}

TEST_F(StoreTest, thePartsOfZeroAreZero) {
  parse("struct S { int a[4], b; }; S s;");
  States.store(S, place("s"), constant(0), nullptr);
  LocationRef A = Values.field(place("s"), field("a"));
  EXPECT_EQ(States.load(S, A), constant(0));
  EXPECT_EQ(States.load(S, Values.element(A, unknown())), constant(0));
}

TEST_F(StoreTest, thePartsOfAnUnknownWholeHaveNames) {
  parse("struct S { int a, b; }; S s;");
  ValueRef Whole = made(SymbolKind::Results);
  States.store(S, place("s"), Whole, nullptr);
  ValueRef Part = States.load(S, Values.field(place("s"), field("a")));
  EXPECT_EQ(Part, Values.field(Whole, field("a")));
  EXPECT_EQ(Part->Tracked, Whole->Tracked);
}

TEST_F(StoreTest, aStoreOfTheWholeReplacesTheParts) {
  parse("struct S { int a, b; }; S s;");
  LocationRef A = Values.field(place("s"), field("a"));
  States.store(S, A, constant(1), nullptr);
  EXPECT_EQ(States.load(S, A), constant(1));
  States.store(S, place("s"), constant(0), nullptr);
  EXPECT_EQ(States.load(S, A), constant(0));
}

TEST_F(StoreTest, theMembersOfAUnionShareTheirPlace) {
  parse("union U { int a; float b; }; U u;");
  LocationRef A = Values.field(place("u"), field("a")),
              B = Values.field(place("u"), field("b"));
  States.store(S, A, constant(1), nullptr);
  States.store(S, B, constant(2), nullptr);
  EXPECT_NE(States.load(S, A), constant(1));
  EXPECT_EQ(States.load(S, B), constant(2));
}

TEST_F(StoreTest, anElementAtAnUnknownIndexHidesTheOthers) {
  parse("int a[4];");
  LocationRef First = Values.element(place("a"), constant(0)),
              Second = Values.element(place("a"), constant(1)),
              Some = Values.element(place("a"), unknown());
  States.store(S, First, constant(1), nullptr);
  States.store(S, Second, constant(2), nullptr);
  EXPECT_EQ(States.load(S, First), constant(1));
  States.store(S, Some, constant(3), nullptr);
  EXPECT_NE(States.load(S, First), constant(1));
  EXPECT_EQ(States.load(S, Some), constant(3));
}

TEST_F(StoreTest, aCopyTakesTheParts) {
  parse("struct S { int a, b; }; S s, t;");
  States.store(S, Values.field(place("s"), field("a")), constant(1), nullptr);
  States.store(S, Values.field(place("t"), field("b")), constant(9), nullptr);
  States.store(S, place("t"), Values.copyOf(place("s")), nullptr);
  EXPECT_EQ(States.load(S, Values.field(place("t"), field("a"))), constant(1));
  EXPECT_NE(States.load(S, Values.field(place("t"), field("b"))), constant(9));
}

TEST_F(StoreTest, droppedPlacesAreGone) {
  parse("void f() { struct S { int a; } s; int x; }");
  States.store(S, place("x"), constant(1), nullptr);
  States.store(S, Values.field(place("s"), field("a")), constant(2), nullptr);
  States.drop(S, {place("x"), place("s")});
  EXPECT_TRUE(S.Store.isEmpty());
}

TEST_F(StoreTest, aNewObjectHasItsDefaults) {
  kb::Attribute Batch, Unlisted;
  Batch.Default = 1;
  ValueRef Layout = made(SymbolKind::Object);
  EXPECT_FALSE(States.attribute(S, Layout, &Batch)->isConstant());
  States.renewObject(S, Layout);
  EXPECT_TRUE(States.isUnset(S, Layout, &Batch));
  EXPECT_EQ(States.attribute(S, Layout, &Batch), constant(1));
  EXPECT_FALSE(States.attribute(S, Layout, &Unlisted)->isConstant());
}

TEST_F(StoreTest, anAttributeIsWhatItWasSetTo) {
  kb::Attribute Batch;
  Batch.Default = 1;
  ValueRef Layout = made(SymbolKind::Object, 1),
           Other = made(SymbolKind::Object, 2);
  States.renewObject(S, Layout);
  States.renewObject(S, Other);
  States.setAttribute(S, Layout, &Batch, constant(4), nullptr);
  EXPECT_EQ(States.attribute(S, Layout, &Batch), constant(4));
  EXPECT_EQ(States.attribute(S, Other, &Batch), constant(1));
  // Code out of sight may have set it to anything, the default included.
  States.forgetObject(S, Layout);
  EXPECT_FALSE(States.attribute(S, Layout, &Batch)->isConstant());
  EXPECT_FALSE(States.isUnset(S, Layout, &Batch));
}

TEST_F(StoreTest, codeOutOfSightWritesWhatItCanSee) {
  parse("int global; void f() { int given; int own; }");
  for (const char *Name : {"global", "given", "own"})
    States.store(S, place(Name), constant(1), nullptr);
  States.addEscaped(S, place("given"), /*IsWritable=*/true);
  States.forgetVisible(S, nullptr, nullptr);
  EXPECT_FALSE(States.load(S, place("global"))->isConstant());
  EXPECT_FALSE(States.load(S, place("given"))->isConstant());
  EXPECT_EQ(States.load(S, place("own")), constant(1));
}

TEST_F(StoreTest, whatCodeOutOfSightCanReadCountsAsTested) {
  parse("void f() { int shown; int own; }");
  ValueRef Shown = made(SymbolKind::Status, 1),
           Own = made(SymbolKind::Status, 2);
  States.addUntested(S, Shown);
  States.addUntested(S, Own);
  States.store(S, place("shown"), Shown, nullptr);
  States.store(S, place("own"), Own, nullptr);
  States.addEscaped(S, place("shown"), /*IsWritable=*/false);
  States.forgetVisible(S, nullptr, nullptr);
  EXPECT_FALSE(S.isUntested(Shown));
  EXPECT_TRUE(S.isUntested(Own));
  // It may be read, and not written.
  EXPECT_EQ(States.load(S, place("shown")), Shown);
}

} // namespace
} // namespace cublaslt::checks::flow
