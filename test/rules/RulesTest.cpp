//===-- RulesTest.cpp - terms, messages, types ----------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/CallFacts.h"
#include "kb/KnowledgeBase.h"
#include "rules/Alignment.h"
#include "rules/Evaluate.h"
#include "rules/LiveFacts.h"
#include "rules/Types.h"
#include <gtest/gtest.h>

using namespace cublaslt;
using namespace cublaslt::rules;
using findings::CallFacts;
using findings::CallSpecification;

namespace {

const kb::KnowledgeBase &kbOf() { return kb::KnowledgeBase::builtin(); }
const kb::Api &api() { return kbOf().apis().front(); }

constexpr char Ld[] = "D.CUBLASLT_MATRIX_LAYOUT_LD",
               Rows[] = "D.CUBLASLT_MATRIX_LAYOUT_ROWS",
               Type[] = "D.CUBLASLT_MATRIX_LAYOUT_TYPE",
               Order[] = "D.CUBLASLT_MATRIX_LAYOUT_ORDER",
               Transposed[] = "matmulDesc.CUBLASLT_MATMUL_DESC_TRANSA",
               Compute[] = "matmulDesc.CUBLASLT_MATMUL_DESC_COMPUTE_TYPE",
               Scale[] = "matmulDesc.CUBLASLT_MATMUL_DESC_SCALE_TYPE",
               Epilogue[] = "matmulDesc.CUBLASLT_MATMUL_DESC_EPILOGUE";

/// A few enumerators, as a program that was compiled with them has them.
class SomeEnumerators : public Enumerators {
public:
  std::optional<int64_t> number(std::string_view Name) const override {
    for (const auto &[Own, Number] : All)
      if (Own == Name)
        return Number;
    return std::nullopt;
  }
  std::string name(std::string_view Of, int64_t Number) const override {
    for (const auto &[Own, Its] : All)
      if (Of == "cublasLtOrder_t" && Its == Number)
        return Own;
    return "";
  }
  bool knowsType(std::string_view Of) const override {
    return Of == "cublasLtOrder_t";
  }

private:
  const std::vector<std::pair<const char *, int64_t>> All = {
      {"CUBLASLT_ORDER_COL", 0},
      {"CUBLASLT_ORDER_ROW", 1},
      {"CUBLASLT_EPILOGUE_RELU", 2},
      {"CUBLASLT_EPILOGUE_GELU", 32}};
};

kb::Term term(const char *Operand, kb::Test Test) {
  kb::Term T;
  T.Operand = Operand;
  T.TheTest = Test;
  return T;
}

kb::Term words(const char *Operand, kb::Test Test,
               std::vector<std::string> Words) {
  kb::Term T = term(Operand, Test);
  T.Values = std::move(Words);
  return T;
}

kb::Term against(const char *Operand, kb::Test Test, const char *Other) {
  kb::Term T = term(Operand, Test);
  T.Other = Other;
  return T;
}

kb::Term bound(const char *Operand, kb::Test Test, uint64_t Bound) {
  kb::Term T = term(Operand, Test);
  T.Bound = Bound;
  T.Number = static_cast<int64_t>(Bound);
  return T;
}

Truth ofNumber(const kb::Term &T, Integer Number) {
  static const SomeEnumerators Names;
  LiveFacts Facts(api(), Names);
  Facts.setNumber(T.Operand, Number);
  return holds(T, Facts);
}

Truth ofWord(const kb::Term &T, const std::string &Word) {
  CallSpecification Call;
  Call.Values[findings::Key::written(T.Operand)].Known = Word;
  CallFacts Facts(Call, api());
  return holds(T, Facts);
}

} // namespace

TEST(Terms, WhatIsNotKnownIsUnknown) {
  static const SomeEnumerators Names;
  LiveFacts Facts(api(), Names);
  EXPECT_EQ(holds(words(Order, kb::Test::Is, {"CUBLASLT_ORDER_COL"}), Facts),
            Truth::Unknown);
  EXPECT_EQ(holds(against(Ld, kb::Test::Below, Rows), Facts), Truth::Unknown);
  Facts.setNumber(Ld, 8);
  EXPECT_EQ(holds(against(Ld, kb::Test::Below, Rows), Facts), Truth::Unknown);
}

TEST(Terms, AWordIsComparedWithWordsAndANumberWithNumbers) {
  kb::Term Row = words(Order, kb::Test::Is, {"CUBLASLT_ORDER_ROW"});
  EXPECT_EQ(ofNumber(Row, 1), Truth::Yes);
  EXPECT_EQ(ofNumber(Row, 0), Truth::No);
  EXPECT_EQ(ofWord(Row, "CUBLASLT_ORDER_ROW"), Truth::Yes);
  EXPECT_EQ(ofWord(Row, "CUBLASLT_ORDER_COL"), Truth::No);
  // The library's log shows an enumerator that it does not know.
  EXPECT_EQ(ofWord(Row, "CUBLASLT_ORDER_UNKNOWN"), Truth::Unknown);
  EXPECT_EQ(ofWord(words(Order, kb::Test::Is, {"0"}), "CUBLASLT_ORDER_COL"),
            Truth::Unknown);
  EXPECT_EQ(ofNumber(words(Order, kb::Test::Is, {"CUBLASLT_ORDER_NEW"}), 7),
            Truth::Unknown);
  EXPECT_EQ(ofNumber(words(Order, kb::Test::IsNot, {"0", "1"}), 7), Truth::Yes);
}

TEST(Terms, ALogMayShowATypeByItsNumber) {
  CallSpecification Call;
  Call.Values[findings::Key::written(Type)].Known = int64_t(0);
  CallFacts Facts(Call, api());
  EXPECT_EQ(holds(words(Type, kb::Test::Is, {"CUDA_R_32F"}), Facts),
            Truth::Yes);
  EXPECT_EQ(holds(words(Type, kb::Test::Is, {"CUDA_R_16F"}), Facts), Truth::No);
}

TEST(Terms, Numbers) {
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::Above, 1), 2), Truth::Yes);
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::Above, 1), 1), Truth::No);
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::NotMultipleOf, 16), 24), Truth::Yes);
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::NotMultipleOf, 16), 32), Truth::No);
  auto ThroughRows = [](kb::Test Test, Integer LdValue, Integer RowsValue) {
    static const SomeEnumerators Names;
    LiveFacts Facts(api(), Names);
    Facts.setNumber(Ld, LdValue);
    Facts.setNumber(Rows, RowsValue);
    kb::Term T = against(Ld, Test, Rows);
    T.Number = 64;
    return holds(T, Facts);
  };
  EXPECT_EQ(ThroughRows(kb::Test::NotMultipleOfOther, 24, 16), Truth::Yes);
  EXPECT_EQ(ThroughRows(kb::Test::NotMultipleOfOther, 32, 16), Truth::No);
  EXPECT_EQ(ThroughRows(kb::Test::NotMultipleOfOther, 32, 0), Truth::Unknown);
  EXPECT_EQ(ThroughRows(kb::Test::PartMultipleOf, 16 * 64 + 8, 16), Truth::Yes);
  EXPECT_EQ(ThroughRows(kb::Test::PartMultipleOf, 16 * 65, 16), Truth::No);
  EXPECT_EQ(ThroughRows(kb::Test::PartMultipleOf, 15, 16), Truth::No);
  EXPECT_EQ(ThroughRows(kb::Test::PartMultipleOf, 64, 0), Truth::Unknown);
  const uint64_t Half = uint64_t(1) << 63;
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::AtLeast, Half), Integer(Half)),
            Truth::Yes);
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::AtLeast, Half), Integer(Half) - 1),
            Truth::No);
  EXPECT_EQ(ofNumber(bound(Ld, kb::Test::LessThan, Half), -1), Truth::Yes);
}

TEST(Terms, BitsOfAMask) {
  kb::Term Both = words(Epilogue, kb::Test::HasBits,
                        {"CUBLASLT_EPILOGUE_RELU", "CUBLASLT_EPILOGUE_GELU"});
  EXPECT_EQ(ofNumber(Both, 34), Truth::Yes);
  EXPECT_EQ(ofNumber(Both, 32), Truth::No);
  EXPECT_EQ(ofWord(Both, "CUBLASLT_EPILOGUE_RELU"), Truth::Unknown);
}

TEST(Terms, Enumerators) {
  EXPECT_EQ(ofNumber(term(Order, kb::Test::NotEnumerator), 9), Truth::Yes);
  EXPECT_EQ(ofNumber(term(Order, kb::Test::NotEnumerator), 1), Truth::No);
  EXPECT_EQ(ofNumber(term(Transposed, kb::Test::NotEnumerator), 9),
            Truth::Unknown);
}

TEST(Terms, ALeadingDimensionBelowZeroIsBelowTheRowsToo) {
  static const SomeEnumerators Names;
  LiveFacts Live(api(), Names);
  Live.setNumber(Ld, -128);
  Live.setNumber(Rows, 256);
  CallSpecification Call;
  Call.Values[findings::Key::written(Ld)].Known = int64_t(-128);
  Call.Values[findings::Key::written(Rows)].Known = int64_t(256);
  CallFacts Logged(Call, api());
  for (Facts *F : {static_cast<Facts *>(&Live), static_cast<Facts *>(&Logged)})
    EXPECT_EQ(holds(against(Ld, kb::Test::Below, Rows), *F), Truth::Yes);
}

TEST(Terms, EqualWordsAreOneValueUnlessTheLibraryHidesThem) {
  CallSpecification Call;
  CallFacts Facts(Call, api());
  kb::Term Same = against(Type, kb::Test::SameAs, Scale);
  auto With = [&](const char *One, const char *Other) {
    Call.Values[findings::Key::written(Type)].Known = std::string(One);
    Call.Values[findings::Key::written(Scale)].Known = std::string(Other);
    return holds(Same, Facts);
  };
  EXPECT_EQ(With("CUDA_R_16F", "CUDA_R_16F"), Truth::Yes);
  EXPECT_EQ(With("CUDA_R_16F", "CUDA_R_32F"), Truth::No);
  EXPECT_EQ(With("DATA_TYPE_UNKNOWN", "DATA_TYPE_UNKNOWN"), Truth::Unknown);
}

TEST(Terms, Pointers) {
  static const SomeEnumerators Names;
  LiveFacts Facts(api(), Names);
  Facts.setPointer("argument.alpha", 0x7f00, Memory::Device);
  Facts.setPointer("argument.beta", 0x7f00, Memory::Unknown);
  Facts.setPointer("argument.workspace", 0, Memory::Unknown);
  auto Points = [&](const char *Operand, const char *Where) {
    return holds(words(Operand, kb::Test::PointsTo, {Where}), Facts);
  };
  EXPECT_EQ(Points("argument.alpha", "device"), Truth::Yes);
  EXPECT_EQ(Points("argument.alpha", "host"), Truth::No);
  EXPECT_EQ(Points("argument.beta", "host"), Truth::Unknown);
  EXPECT_EQ(Points("argument.workspace", "host"), Truth::Unknown);
  EXPECT_EQ(holds(term("argument.workspace", kb::Test::Null), Facts),
            Truth::Yes);
  EXPECT_EQ(holds(term("argument.alpha", kb::Test::NotNull), Facts),
            Truth::Yes);
  EXPECT_EQ(
      holds(words("argument.alpha", kb::Test::PointsToType, {"float"}), Facts),
      Truth::Unknown);
}

TEST(Quantities, TheFirstChoiceThatHoldsDecidesAndAnOpenOneLeavesItOpen) {
  CallSpecification Call;
  CallFacts Facts(Call, api());
  Call.Values[findings::Key::written("A.CUBLASLT_MATRIX_LAYOUT_ROWS")].Known =
      int64_t(3);
  Call.Values[findings::Key::written("A.CUBLASLT_MATRIX_LAYOUT_COLS")].Known =
      int64_t(5);
  EXPECT_FALSE(resolve("A.innerDimension", Facts));
  Call.Values[findings::Key::written(Transposed)].Known =
      std::string("CUBLAS_OP_T");
  Held V = resolve("A.innerDimension", Facts);
  ASSERT_TRUE(V);
  EXPECT_EQ(*V.Operand, "A.CUBLASLT_MATRIX_LAYOUT_ROWS");
  EXPECT_EQ(fill("{A.innerDimension} of {A.outerDimension}, {B.innerDimension}",
                 Facts),
            "3 of 5, ?");
  EXPECT_EQ(fill("{A.innerDimension", Facts), "{A.innerDimension");
}

TEST(Evaluate, AMatchHasItsOwnEffectAndItsOwnAdvice) {
  kb::Rule R;
  R.Advice = "the rule's";
  R.Effects = {{"one", "first"}, {"two", "second"}};
  for (const char *Key : {"one", "two"}) {
    kb::Condition C;
    C.Id = C.Effect = Key;
    C.Message = "ld {D.CUBLASLT_MATRIX_LAYOUT_LD}";
    C.AtMatmul = C.Id == "two";
    C.When = {bound(Ld, kb::Test::Above, 1)};
    R.Conditions.push_back(C);
  }
  R.Conditions[1].Advice = "its own";
  CallSpecification Call;
  CallFacts Facts(Call, api());
  EXPECT_TRUE(evaluate(R, CallKind::Heuristic, Facts).empty());
  Call.Values[findings::Key::written(Ld)].Known = int64_t(8);
  auto Found = evaluate(R, CallKind::Heuristic, Facts);
  ASSERT_EQ(Found.size(), 2u);
  EXPECT_EQ(Found[0].Message, "ld 8");
  EXPECT_EQ(*Found[0].Effect, "first");
  EXPECT_EQ(*Found[0].Advice, "the rule's");
  EXPECT_EQ(*Found[1].Effect, "second");
  EXPECT_EQ(*Found[1].Advice, "its own");
  Found = evaluate(R, CallKind::Matmul, Facts);
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Condition->Id, "two");
}

namespace {
TypeVerdict judge(kb::TypeTest Question,
                  const std::vector<std::string> &Types) {
  CallSpecification Call;
  const TypeTable Table(api());
  for (unsigned C = 0; C < TypeColumns; ++C)
    if (!Types[C].empty())
      Call.Values[findings::Key::written(Table.operand(C))].Known = Types[C];
  CallFacts Facts(Call, api());
  TypeVerdict V = Table.judge(Question, Table.typesOf(Facts), Facts);
  V.Types = {}; // of what is gone
  return V;
}
} // namespace

TEST(Types, TheColumnsAreTheAttributesThatMakingTheObjectsSets) {
  const TypeTable Table(api());
  EXPECT_EQ(Table.operand(ComputeColumn), Compute);
  EXPECT_EQ(Table.operand(ScaleColumn), Scale);
  EXPECT_EQ(Table.operand(DColumn), Type);
  EXPECT_EQ(Table.matrix(DColumn), "D");
}

TEST(Types, ARowOfTheTableIsRightWithAnyOfItUnknown) {
  const std::vector<std::string> Row = {"CUBLAS_COMPUTE_32F", "CUDA_R_32F",
                                        "CUDA_R_16F",         "CUDA_R_16F",
                                        "CUDA_R_16F",         "CUDA_R_16F"};
  for (unsigned Unknown = 0; Unknown < 1u << TypeColumns; ++Unknown) {
    std::vector<std::string> Types = Row;
    for (unsigned C = 0; C < TypeColumns; ++C)
      if (Unknown >> C & 1)
        Types[C].clear();
    for (auto Question :
         {kb::TypeTest::Pair, kb::TypeTest::Scale, kb::TypeTest::Combination})
      EXPECT_NE(judge(Question, Types).Holds, Truth::Yes) << Unknown;
  }
}

TEST(Types, APairIsReportedAloneWhateverTheMatricesAre) {
  for (const char *D : {"", "CUDA_R_16F", "CUDA_R_64F"}) {
    const std::vector<std::string> Types = {
        "CUBLAS_COMPUTE_16F", "CUDA_R_32F", "", "", "", D};
    TypeVerdict V = judge(kb::TypeTest::Pair, Types);
    EXPECT_EQ(V.Holds, Truth::Yes);
    EXPECT_EQ(V.Choices, std::vector<std::string>{"CUDA_R_16F"});
    EXPECT_NE(judge(kb::TypeTest::Scale, Types).Holds, Truth::Yes);
  }
}

TEST(Types, TheScaleTypeIsToBlameWhereAnotherWouldDo) {
  const std::vector<std::string> Types = {"CUBLAS_COMPUTE_32I", "CUDA_R_32F",
                                          "CUDA_R_8I",          "CUDA_R_8I",
                                          "CUDA_R_32I",         "CUDA_R_32I"};
  TypeVerdict V = judge(kb::TypeTest::Scale, Types);
  EXPECT_EQ(V.Holds, Truth::Yes);
  EXPECT_EQ(V.Choices, std::vector<std::string>{"CUDA_R_32I"});
  EXPECT_NE(judge(kb::TypeTest::Pair, Types).Holds, Truth::Yes);
  EXPECT_NE(judge(kb::TypeTest::Combination, Types).Holds, Truth::Yes);
}

TEST(Types, ACombinationNamesNoMoreThanIsNeeded) {
  TypeVerdict V = judge(kb::TypeTest::Combination,
                        {"CUBLAS_COMPUTE_32F", "CUDA_R_32F", "CUDA_R_64F",
                         "CUDA_R_64F", "CUDA_R_64F", "CUDA_R_64F"});
  EXPECT_EQ(V.Holds, Truth::Yes);
  EXPECT_EQ(V.Culprits.size(), 2u);
}

TEST(Types, WhatWasNotTriedIsNotJudged) {
  EXPECT_EQ(
      judge(kb::TypeTest::Combination, {"CUBLAS_COMPUTE_32F", "CUDA_R_32F",
                                        "CUDA_R_4F_E2M1", "CUDA_R_64F", "", ""})
          .Holds,
      Truth::Unknown);
  EXPECT_NE(judge(kb::TypeTest::Pair,
                  {"COMPUTE_TYPE_UNKNOWN", "CUDA_R_32F", "", "", "", ""})
                .Holds,
            Truth::Yes);
}

TEST(Alignment, TheComputeTypeIsAskedWhereItDecides) {
  const kb::Rule *R = kbOf().rule("cublaslt-missing-alignment");
  ASSERT_TRUE(R);
  EXPECT_EQ(kbOf().whyUnfit(R->Name, alignmentParameters()), "");
  auto Never = [] {
    ADD_FAILURE();
    return std::string();
  };
  EXPECT_TRUE(needsAlignment(*R, "CUDA_R_16F", Never));
  EXPECT_FALSE(needsAlignment(*R, "CUDA_R_8U", Never));
  auto Is = [](const char *Word) {
    return [Word] { return std::string(Word); };
  };
  EXPECT_TRUE(
      needsAlignment(*R, "CUDA_R_32F", Is("CUBLAS_COMPUTE_32F_FAST_TF32")));
  EXPECT_FALSE(needsAlignment(*R, "CUDA_R_32F", Is("CUBLAS_COMPUTE_32F")));
}

TEST(Needs, AParameterThatIsMissingOrWrongIsSaidWithItsPlace) {
  const kb::KnowledgeBase &Kb = kbOf();
  using kb::NeededParameter;
  EXPECT_EQ(Kb.whyUnfit("no-rule", {}), "");
  EXPECT_NE(Kb.whyUnfit("no-rule", {{"x"}}).find("found no rule 'no-rule'"),
            std::string::npos);
  const char *Rule = "cublaslt-workspace-mismatch";
  EXPECT_EQ(Kb.whyUnfit(Rule, {{"alignment", NeededParameter::Positive}}), "");
  EXPECT_NE(Kb.whyUnfit(Rule, {{"height"}})
                .find("found a rule without the parameter 'height'"),
            std::string::npos);
  EXPECT_NE(Kb.whyUnfit("cublaslt-stale-algorithm", {{"swapped"}})
                .find("found 'A B', expected a number"),
            std::string::npos);
}
