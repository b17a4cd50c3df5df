//===-- DescriptionTest.cpp - values and states for people -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Description.h"
#include "FlowTest.h"
#include "checks/flow/PerPath.h"
#include "llvm/Support/raw_ostream.h"

namespace cublaslt::checks::flow {
namespace {

class DescriptionTest : public FlowTest {
protected:
  std::string value(ValueRef V) {
    return Description(&Ast->getASTContext()).value(V);
  }
  std::string known(ValueRef V) {
    return Description(&Ast->getASTContext()).known(V, S);
  }
  State S = States.empty();
};

TEST_F(DescriptionTest, aConstantIsItsNumber) {
  parse("");
  EXPECT_EQ(value(constant(64)), "64");
  EXPECT_EQ(value(constant(-1)), "-1");
  EXPECT_EQ(value(constant(Integer(UINT64_MAX))), "18446744073709551615");
  EXPECT_EQ(known(constant(64)), "64");
}

TEST_F(DescriptionTest, anExpressionNamesItsPlaces) {
  parse("struct S { int a[4]; } s; void f(int n) {}");
  LocationRef N = Values.variable(declaration<clang::ParmVarDecl>("n"));
  ValueRef V = Values.initial(N);
  EXPECT_EQ(value(product(V, constant(2))), "n * 2");
  EXPECT_EQ(known(product(V, constant(2))),
            "n * 2 (unknown: parameter of f())");
  EXPECT_EQ(value(Values.address(Values.element(
                Values.field(place("s"), field("a")), constant(1)))),
            "&s.a[1]");
}

TEST_F(DescriptionTest, whatIsEstablishedIsSaid) {
  parse("int n;");
  ValueRef V = Values.initial(place("n"));
  EXPECT_TRUE(States.constrain(S, V, {1, Range::all().High}));
  EXPECT_EQ(known(V), "n (is at least 1; unknown: stored before the function "
                      "was entered)");
  EXPECT_TRUE(States.constrain(S, V, {1, 8}));
  EXPECT_EQ(Description::range(S.rangeOf(V)), "is 1 to 8");
  EXPECT_EQ(Description::range({3, 3}), "is 3");
  EXPECT_EQ(Description::range(Range::all()), "");
}

TEST_F(DescriptionTest, anUnknownSaysWhy) {
  parse("int n;");
  EXPECT_EQ(known(Values.uninitialized()),
            "nothing (unknown: nothing was stored there)");
  EXPECT_EQ(known(Values.symbol(SymbolKind::Merged, nullptr, nullptr,
                                place("n"))),
            "n (unknown: paths on which it differs were joined)");
}

TEST_F(DescriptionTest, aStateShowsAllThatItHolds) {
  parse("int n, m;");
  const PerPath<Binding> Remembered("remembered");
  ValueRef Status = made(SymbolKind::Status);
  States.store(S, place("n"), constant(64), nullptr);
  States.addUntested(S, Status);
  EXPECT_TRUE(States.constrain(S, Status, {0, 0}));
  States.addEscaped(S, place("m"), /*IsWritable=*/true);
  Remembered.set(S, Status, {});
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  S.dump(Out);
  for (const char *Line :
       {"  n = 64\n", "  status is 0\n", "untested\n  status\n",
        "  m, which may write it\n", "  remembered: status\n"})
    EXPECT_NE(Out.str().find(Line), std::string::npos) << Line << Out.str();
}

} // namespace
} // namespace cublaslt::checks::flow
