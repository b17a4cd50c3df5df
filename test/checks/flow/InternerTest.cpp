//===-- InternerTest.cpp - equal values and places are one --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"

namespace cublaslt::checks::flow {
namespace {

class InternerTest : public FlowTest {};

TEST_F(InternerTest, equalValuesAreOneObject) {
  EXPECT_EQ(constant(7), constant(7));
  EXPECT_EQ(constant(70000), constant(70000));
  EXPECT_EQ(constant(-1), constant(-1));
  EXPECT_NE(constant(1), constant(-1));
  EXPECT_EQ(unknown(1), unknown(1));
  EXPECT_NE(unknown(1), unknown(2));
  EXPECT_EQ(sum(unknown(), constant(3)), sum(unknown(), constant(3)));
  EXPECT_NE(sum(unknown(), constant(3)), sum(unknown(), constant(4)));
}

TEST_F(InternerTest, numbersBeyond64BitsAreToldApart) {
  Integer Large = Integer(1) << 64;
  EXPECT_EQ(constant(Large), constant(Large));
  EXPECT_NE(constant(Large), constant(0));
  EXPECT_NE(constant(Large), constant(Large + 1));
}

TEST_F(InternerTest, constantsAreComputed) {
  auto Fold = [&](Operation Op, Integer L, Integer R) {
    return Values.binary(Op, constant(L), constant(R));
  };
  EXPECT_EQ(Fold(Operation::Add, 2, 3), constant(5));
  EXPECT_EQ(Fold(Operation::Sub, 2, 3), constant(-1));
  EXPECT_EQ(Fold(Operation::Mul, -2, 3), constant(-6));
  EXPECT_EQ(Fold(Operation::Div, 7, 2), constant(3));
  EXPECT_EQ(Fold(Operation::Rem, -7, 2), constant(-1));
  EXPECT_EQ(Fold(Operation::Shl, 1, 40), constant(Integer(1) << 40));
  EXPECT_EQ(Fold(Operation::Shr, 256, 4), constant(16));
  EXPECT_EQ(Fold(Operation::Xor, 6, 3), constant(5));
  EXPECT_EQ(Fold(Operation::Less, 2, 3), constant(1));
  EXPECT_EQ(Fold(Operation::GreaterEqual, 2, 3), constant(0));
  EXPECT_EQ(Fold(Operation::Min, 2, 3), constant(2));
  EXPECT_EQ(Fold(Operation::Max, 2, 3), constant(3));
}

TEST_F(InternerTest, whatHasNoResultStaysAnExpression) {
  auto IsFolded = [&](Operation Op, Integer L, Integer R) {
    return Values.binary(Op, constant(L), constant(R))->isConstant();
  };
  EXPECT_FALSE(IsFolded(Operation::Div, 1, 0));
  EXPECT_FALSE(IsFolded(Operation::Rem, 1, 0));
  EXPECT_FALSE(IsFolded(Operation::Shl, 1, 64));
  EXPECT_FALSE(IsFolded(Operation::Shl, 1, -1));
  EXPECT_FALSE(IsFolded(Operation::Shr, 1, 64));
  EXPECT_FALSE(IsFolded(Operation::Mul, Integer(1) << 100, Integer(1) << 100));
}

TEST_F(InternerTest, whatChangesNothingIsDropped) {
  ValueRef V = unknown();
  EXPECT_EQ(sum(V, constant(0)), V);
  EXPECT_EQ(sum(constant(0), V), V);
  EXPECT_EQ(Values.binary(Operation::Sub, V, constant(0)), V);
  EXPECT_EQ(product(V, constant(1)), V);
  EXPECT_EQ(product(constant(1), V), V);
  EXPECT_EQ(Values.binary(Operation::Or, V, constant(0)), V);
  EXPECT_EQ(Values.binary(Operation::Or, V, V), V);
  EXPECT_EQ(Values.binary(Operation::Min, V, V), V);
  EXPECT_NE(Values.binary(Operation::Sub, constant(0), V), V);
  EXPECT_NE(sum(V, V), V);
}

TEST_F(InternerTest, aLargeExpressionBecomesASymbol) {
  ValueRef Sum = unknown(0);
  unsigned Terms = 1;
  while (Sum->Kind != ValueKind::Symbol || Terms == 1)
    Sum = sum(Sum, unknown(Terms++));
  EXPECT_TRUE(Sum->isSymbol(SymbolKind::Merged));
  EXPECT_EQ(Terms, 21u); // 39 nodes are one expression, 41 are too many
  // It is not looked into, and is the same when it is made again.
  EXPECT_FALSE(mentions(Sum, unknown(0)));
  EXPECT_EQ(sum(Sum->Left, Sum->Right), Sum);
}

TEST_F(InternerTest, aLargeExpressionKeepsWhatItTracks) {
  ValueRef Status = made(SymbolKind::Status), Sum = Status;
  for (unsigned I = 1; I < 25; ++I)
    Sum = sum(Sum, unknown(I));
  ASSERT_EQ(Sum->Tracked.size(), 1u);
  EXPECT_EQ(Sum->Tracked.front(), Status);
}

TEST_F(InternerTest, anAddressAndItsTargetAreInverse) {
  parse("int x;");
  LocationRef X = place("x");
  EXPECT_EQ(Values.target(Values.address(X)), X);
  ValueRef P = unknown();
  EXPECT_EQ(Values.target(P), Values.pointee(P));
}

TEST_F(InternerTest, redeclarationsNameOnePlace) {
  parse("extern int x; int x = 3; extern int x;");
  LocationRef First = nullptr;
  for (const clang::Decl *D :
       Ast->getASTContext().getTranslationUnitDecl()->decls())
    if (const auto *Var = llvm::dyn_cast<clang::VarDecl>(D)) {
      if (!First)
        First = Values.variable(Var);
      EXPECT_EQ(Values.variable(Var), First);
    }
  EXPECT_TRUE(First);
}

TEST_F(InternerTest, aPlaceIsRebasedWithItsWay) {
  parse("struct S { int a[4]; }; S s, t;");
  LocationRef From = place("s"), To = place("t");
  LocationRef Part =
      Values.element(Values.field(From, field("a")), constant(2));
  EXPECT_EQ(Values.rebase(Part, From, To),
            Values.element(Values.field(To, field("a")), constant(2)));
  EXPECT_EQ(Values.rebase(From, From, To), To);
  EXPECT_EQ(Values.rebase(Values.held(From), From, To), Values.held(To));
}

TEST_F(InternerTest, partsOfAnExpressionAreReplaced) {
  ValueRef M = unknown(1), N = unknown(2);
  ValueRef Size = product(M, sum(M, N));
  EXPECT_EQ(Values.replace(Size, M, constant(3)),
            product(constant(3), sum(constant(3), N)));
  EXPECT_EQ(Values.replace(Size, unknown(3), constant(3)), Size);
}

TEST_F(InternerTest, theWayToACallTellsUsesApart) {
  const CallPath *Outer = Values.enter(nullptr, nullptr);
  EXPECT_EQ(Values.enter(nullptr, nullptr), Outer);
  const CallPath *Inner = Values.enter(Outer, nullptr);
  EXPECT_NE(Inner, Outer);
  EXPECT_NE(Values.temporary(nullptr, Inner), Values.temporary(nullptr, Outer));
}

TEST_F(InternerTest, temporariesBelongToAllTheirCallers) {
  const CallPath *Outer = Values.enter(nullptr, nullptr);
  const CallPath *Inner = Values.enter(Outer, nullptr);
  LocationRef Made = Values.temporary(nullptr, Inner);
  EXPECT_TRUE(llvm::is_contained(Values.temporariesOf(Inner), Made));
  EXPECT_TRUE(llvm::is_contained(Values.temporariesOf(Outer), Made));
  EXPECT_FALSE(llvm::is_contained(Values.temporariesOf(nullptr), Made));
}

TEST_F(InternerTest, localVariablesBelongToTheirFunction) {
  parse("int global; void f() { int local; }");
  LocationRef Local = place("local");
  place("global");
  llvm::ArrayRef<LocationRef> Found =
      Values.variablesOf(declaration<clang::FunctionDecl>("f"));
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found.front(), Local);
}

} // namespace
} // namespace cublaslt::checks::flow
