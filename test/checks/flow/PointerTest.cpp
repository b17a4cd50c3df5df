//===-- PointerTest.cpp - pointers as base and offset, and residues -----===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FlowTest.h"
#include "checks/flow/Pointer.h"

namespace cublaslt::checks::flow {
namespace {

class PointerTest : public FlowTest {
protected:
  ValueRef P = unknown();
};

TEST_F(PointerTest, aPointerIsItsOwnBase) {
  PointerParts Parts = splitPointer(Values, P);
  EXPECT_EQ(Parts.Base, P);
  EXPECT_EQ(Parts.Offset, constant(0));
}

TEST_F(PointerTest, anIndexCountsElements) {
  PointerParts Parts =
      splitPointer(Values, Values.advance(P, constant(3), 4));
  EXPECT_EQ(Parts.Base, P);
  EXPECT_EQ(Parts.Offset, constant(12));
}

TEST_F(PointerTest, movesOfOneElementSizeAreAdded) {
  ValueRef Once = Values.advance(P, constant(3), 4);
  EXPECT_EQ(Values.advance(Once, constant(2), 4),
            Values.advance(P, constant(5), 4));
  EXPECT_EQ(Values.advance(P, constant(0), 4), P);
}

TEST_F(PointerTest, movesOfTwoElementSizesCountBytes) {
  ValueRef Moved = Values.advance(Values.advance(P, constant(3), 4),
                                  constant(1), 2);
  PointerParts Parts = splitPointer(Values, Moved);
  EXPECT_EQ(Parts.Base, P);
  EXPECT_EQ(Parts.Offset, constant(14));
}

TEST_F(PointerTest, anUnknownElementSizeMakesTheOffsetUnknown) {
  PointerParts Parts =
      splitPointer(Values, Values.advance(P, constant(3), 0));
  EXPECT_EQ(Parts.Base, P);
  EXPECT_EQ(Parts.Offset, nullptr);
}

TEST_F(PointerTest, sumsOfIntegersAreOffsets) {
  EXPECT_EQ(splitPointer(Values, sum(P, constant(256))).Offset, constant(256));
  ValueRef Back = Values.binary(Operation::Sub, P, constant(16));
  EXPECT_EQ(splitPointer(Values, Back).Base, P);
  EXPECT_EQ(splitPointer(Values, Back).Offset, constant(-16));
  // Which of two unknown values is the base, nobody knows.
  ValueRef Both = sum(P, unknown(1));
  EXPECT_EQ(splitPointer(Values, Both).Base, Both);
}

TEST_F(PointerTest, aTypedObjectIsNotSplit) {
  parse("float a[8];");
  ValueRef Element =
      Values.address(Values.element(place("a"), constant(2)));
  EXPECT_EQ(splitPointer(Values, Element).Base, Element);
}

TEST_F(PointerTest, residuesOfConstantsAreNotNegative) {
  EXPECT_EQ(residue(constant(37), 16), Integer(5));
  EXPECT_EQ(residue(constant(-1), 16), Integer(15));
  EXPECT_EQ(residue(P, 16), std::nullopt);
}

TEST_F(PointerTest, aMultipleHasTheResidueZero) {
  EXPECT_EQ(residue(product(P, constant(16)), 16), Integer(0));
  EXPECT_EQ(residue(product(constant(32), P), 16), Integer(0));
  EXPECT_EQ(residue(product(P, constant(8)), 16), std::nullopt);
  // 8 * (2 * p + 1)
  EXPECT_EQ(residue(product(constant(8),
                            sum(product(P, constant(2)), constant(1))),
                    16),
            Integer(8));
}

TEST_F(PointerTest, residuesAreAddedAndShifted) {
  ValueRef Multiple = product(P, constant(16));
  EXPECT_EQ(residue(sum(Multiple, constant(4)), 16), Integer(4));
  EXPECT_EQ(residue(Values.binary(Operation::Sub, Multiple, constant(4)), 16),
            Integer(12));
  EXPECT_EQ(residue(Values.binary(Operation::Shl, Multiple, constant(2)), 16),
            Integer(0));
  EXPECT_EQ(residue(sum(Multiple, P), 16), std::nullopt);
}

TEST_F(PointerTest, roundingDownMakesAMultiple) {
  EXPECT_EQ(residue(Values.binary(Operation::And, P, constant(-16)), 16),
            Integer(0));
  EXPECT_EQ(residue(Values.binary(Operation::And, P, constant(-8)), 16),
            std::nullopt);
}

} // namespace
} // namespace cublaslt::checks::flow
