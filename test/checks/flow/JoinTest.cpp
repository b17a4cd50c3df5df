//===-- JoinTest.cpp - what is left where paths meet --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"
#include "checks/flow/PerPath.h"

namespace cublaslt::checks::flow {
namespace {

class JoinTest : public FlowTest {
protected:
  void SetUp() override { parse("void f() { int x, y; }"); }
  State A = States.empty(), B = States.empty();
  ValueRef V = unknown();
};

TEST_F(JoinTest, whatIsTheSameStays) {
  States.store(A, place("x"), constant(3), nullptr);
  States.store(B, place("x"), constant(3), nullptr);
  EXPECT_EQ(States.load(States.join(A, B), place("x")), constant(3));
}

TEST_F(JoinTest, aStateJoinedWithItselfIsItself) {
  States.store(A, place("x"), constant(3), nullptr);
  EXPECT_TRUE(States.constrain(A, V, {0, 5}));
  States.addUntested(A, made(SymbolKind::Status));
  EXPECT_TRUE(States.join(A, A) == A);
}

TEST_F(JoinTest, differentValuesBecomeOneThatIsUnknown) {
  States.store(A, place("x"), constant(3), nullptr);
  States.store(B, place("x"), constant(4), nullptr);
  ValueRef Joined = States.load(States.join(A, B), place("x"));
  EXPECT_TRUE(Joined->isSymbol(SymbolKind::Merged));
  EXPECT_EQ(Joined->Place, place("x"));
}

TEST_F(JoinTest, aStoreOnOnePathMeetsWhatThePlaceHeld) {
  States.store(B, place("x"), constant(4), nullptr);
  EXPECT_TRUE(States.load(States.join(A, B), place("x"))
                  ->isSymbol(SymbolKind::Merged));
  EXPECT_TRUE(States.load(States.join(B, A), place("x"))
                  ->isSymbol(SymbolKind::Merged));
}

TEST_F(JoinTest, aJoinedValueTracksBothStatuses) {
  ValueRef First = made(SymbolKind::Status, 1),
           Second = made(SymbolKind::Status, 2);
  States.store(A, place("x"), First, nullptr);
  States.store(B, place("x"), Second, nullptr);
  ValueRef Joined = States.load(States.join(A, B), place("x"));
  EXPECT_EQ(Joined->Tracked.size(), 2u);
  EXPECT_TRUE(llvm::is_contained(Joined->Tracked, First));
  EXPECT_TRUE(llvm::is_contained(Joined->Tracked, Second));
}

TEST_F(JoinTest, tooManyStatusesInOneValueCountAsTested) {
  ValueRef Many = constant(0);
  for (unsigned I = 0; I < 16; ++I)
    Many = Values.binary(Operation::Or, Many, made(SymbolKind::Status, I));
  ValueRef One = made(SymbolKind::Status, 16);
  for (State *S : {&A, &B}) {
    States.addUntested(*S, One);
    States.addUntested(*S, made(SymbolKind::Status, 0));
  }
  States.store(A, place("x"), Many, nullptr);
  States.store(B, place("x"), One, nullptr);
  State Joined = States.join(A, B);
  EXPECT_TRUE(States.load(Joined, place("x"))->Tracked.empty());
  EXPECT_FALSE(Joined.isUntested(One));
  EXPECT_FALSE(Joined.isUntested(made(SymbolKind::Status, 0)));
}

TEST_F(JoinTest, onlyWhatBothPathsLeftUntestedIsUntested) {
  ValueRef OfBoth = made(SymbolKind::Status, 1),
           OfOne = made(SymbolKind::Status, 2),
           OfOther = made(SymbolKind::Status, 3);
  for (State *S : {&A, &B})
    States.addUntested(*S, OfBoth);
  States.addUntested(A, OfOne);
  States.addUntested(B, OfOther);
  State Joined = States.join(A, B);
  EXPECT_TRUE(Joined.isUntested(OfBoth));
  EXPECT_FALSE(Joined.isUntested(OfOne));
  EXPECT_FALSE(Joined.isUntested(OfOther));
}

TEST_F(JoinTest, aRangeCoversBothPaths) {
  EXPECT_TRUE(States.constrain(A, V, {1, 4}));
  EXPECT_TRUE(States.constrain(B, V, {8, 9}));
  Range R = States.join(A, B).rangeOf(V);
  EXPECT_EQ(R.Low, 1);
  EXPECT_EQ(R.High, 9);
  EXPECT_TRUE(R.excludesZero());
}

TEST_F(JoinTest, aRangeOfOnePathIsForgotten) {
  EXPECT_TRUE(States.constrain(A, V, {1, 4}));
  EXPECT_EQ(States.join(A, B).rangeOf(V), Range::all());
  EXPECT_EQ(States.join(B, A).rangeOf(V), Range::all());
}

TEST_F(JoinTest, neitherSideOfZeroIsZero) {
  EXPECT_TRUE(States.constrain(A, V, {1, 4}));
  EXPECT_TRUE(States.constrain(B, V, {-4, -1}));
  EXPECT_TRUE(States.join(A, B).rangeOf(V).excludesZero());
}

TEST_F(JoinTest, aValueIsNamedWhereBothPathsNamedIt) {
  EXPECT_TRUE(States.constrain(A, V, {4, 4, false, true}));
  EXPECT_TRUE(States.constrain(B, V, {4, 4, false, false}));
  EXPECT_FALSE(States.join(A, B).rangeOf(V).IsNamed);
}

TEST_F(JoinTest, onlyRelationsOfBothPathsHold) {
  ValueRef OfBoth = Values.binary(Operation::Less, V, unknown(1)),
           OfOne = Values.binary(Operation::Less, V, unknown(2));
  for (State *S : {&A, &B})
    States.addRelation(*S, OfBoth);
  States.addRelation(A, OfOne);
  State Joined = States.join(A, B);
  EXPECT_TRUE(Joined.Relations.contains(OfBoth));
  EXPECT_FALSE(Joined.Relations.contains(OfOne));
}

TEST_F(JoinTest, whatEscapedOnOnePathHasEscaped) {
  States.addEscaped(A, place("x"), /*IsWritable=*/true);
  States.addEscaped(B, place("y"), /*IsWritable=*/false);
  State Joined = States.join(A, B);
  EXPECT_TRUE(Joined.Escaped.contains(place("x")));
  EXPECT_FALSE(Joined.Escaped.contains(place("y")));
  EXPECT_TRUE(Joined.Readable.contains(place("x")));
  EXPECT_TRUE(Joined.Readable.contains(place("y")));
}

TEST_F(JoinTest, whatIsKeptOfOnePathHasAnUnknownOutcome) {
  const PerPath<unsigned> Attempts("attempts", PathMemory::KeepAll);
  ValueRef Status = made(SymbolKind::Status);
  Attempts.set(A, Status, 64);
  EXPECT_TRUE(States.constrain(A, Status, {1, 1}));
  EXPECT_TRUE(States.constrain(B, Status, {1, 1}));
  State Joined = States.join(A, B);
  EXPECT_TRUE(Attempts.get(Joined, Status));
  EXPECT_EQ(Joined.rangeOf(Status), Range::all());
  EXPECT_TRUE(Attempts.get(States.join(B, A), Status));
}

TEST_F(JoinTest, whereKeptMemoriesDisagreeTheFirstPathsStays) {
  const PerPath<unsigned> Attempts("attempts", PathMemory::KeepAll);
  Attempts.set(A, V, 64);
  Attempts.set(B, V, 128);
  EXPECT_EQ(*Attempts.get(States.join(A, B), V), 64u);
  EXPECT_EQ(*Attempts.get(States.join(B, A), V), 128u);
}

TEST_F(JoinTest, aMemoryStaysWhereBothPathsHaveIt) {
  const PerPath<Binding> Both("both"), One("one");
  Both.set(A, V, {constant(1), nullptr});
  Both.set(B, V, {constant(1), nullptr});
  One.set(A, V, {constant(1), nullptr});
  State Joined = States.join(A, B);
  EXPECT_TRUE(Both.get(Joined, V));
  EXPECT_FALSE(One.get(Joined, V));
  EXPECT_FALSE(One.get(States.join(B, A), V));
}

TEST_F(JoinTest, aMemoryIsDroppedWithWhatItRestsOn) {
  const PerPath<Binding> Kept("kept"), Other("other");
  ValueRef Status = made(SymbolKind::Status);
  for (State *S : {&A, &B})
    Kept.set(*S, V, {Status, nullptr});
  // Memories are only compared where the paths differ in some memory.
  Other.set(A, V, {constant(1), nullptr});
  EXPECT_TRUE(Kept.get(States.join(A, B), V));
  EXPECT_TRUE(States.constrain(A, Status, {0, 0}));
  EXPECT_FALSE(Kept.get(States.join(A, B), V));
}

TEST_F(JoinTest, aLoopHasGoneRoundAsOftenAsOnTheLongerPath) {
  const auto *Head = reinterpret_cast<const clang::CFGBlock *>(&V);
  EXPECT_EQ(States.countRound(A, Head), 1u);
  EXPECT_EQ(States.countRound(B, Head), 1u);
  EXPECT_EQ(States.countRound(B, Head), 2u);
  State Joined = States.join(A, B);
  EXPECT_EQ(States.countRound(Joined, Head), 3u);
}

TEST_F(JoinTest, whatWasEstablishedOfAMergedValueIsForgotten) {
  States.store(A, place("x"), constant(1), nullptr);
  States.store(B, place("x"), constant(2), nullptr);
  State Round = States.join(A, B);
  ValueRef Merged = States.load(Round, place("x"));
  EXPECT_TRUE(States.constrain(Round, Merged, {0, 5}));
  State Next = Round;
  States.store(Next, place("x"), sum(Merged, constant(1)), nullptr);
  State Joined = States.join(Round, Next);
  EXPECT_EQ(States.load(Joined, place("x")), Merged);
  EXPECT_EQ(Joined.rangeOf(Merged), Range::all());
}

} // namespace
} // namespace cublaslt::checks::flow
