//===-- OldCallsTest.cpp - call specifications of version 1 ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Inputs/version-1.sarif is what version 1 wrote of the rules' flagged
/// examples, and of some more calls.
///
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "kb/KnowledgeBase.h"
#include <gtest/gtest.h>

using namespace cublaslt;
using namespace cublaslt::findings;

namespace {

struct OldCallsTest : testing::Test {
  const kb::Api &Api = kb::KnowledgeBase::builtin().apis().front();
  std::vector<Finding> All;

  OldCallsTest() {
    std::string Error;
    auto Document = SarifDocument::read(
        std::string(TEST_INPUTS) + "/version-1.sarif", Error);
    EXPECT_TRUE(Document) << Error;
    if (Document)
      All = Document->findings(&Api);
  }
  /// The \p Number-th finding of a rule.
  CallValues of(const char *Rule, size_t Number = 0) const {
    for (const Finding &F : All)
      if (F.Rule == Rule && Number-- == 0)
        return F.Call.Values;
    ADD_FAILURE() << Rule;
    return {};
  }
  static std::string word(const CallValues &Values, const Key &Of) {
    auto It = Values.find(Of);
    return It == Values.end() ? "missing" : asWord(It->second).value_or("");
  }
};

const Key Algorithm = Key::argument("algo"),
          Workspace = Key::argument("workspace"),
          Bias =
              Key::attribute("matmulDesc", "CUBLASLT_MATMUL_DESC_BIAS_POINTER"),
          Epilogue =
              Key::attribute("matmulDesc", "CUBLASLT_MATMUL_DESC_EPILOGUE");

TEST_F(OldCallsTest, nullHasOneSpelling) {
  for (const char *Rule :
       {"cublaslt-null-algorithm-workspace", "cublaslt-unused-heuristic"}) {
    const CallValues Call = of(Rule);
    EXPECT_TRUE(Call.find(Algorithm)->second.is(PointerKind::Null)) << Rule;
  }
  // A number as a log has it; one that is not a pointer stays a number.
  const CallValues Log = of("cublaslt-unused-heuristic", 1);
  EXPECT_TRUE(Log.find(Algorithm)->second.is(PointerKind::Null));
  EXPECT_TRUE(Log.find(Workspace)->second.is(PointerKind::Null));
  EXPECT_EQ(asSigned(Log.find("argument.workspaceSizeInBytes")->second), 0);
  EXPECT_TRUE(of("cublaslt-default-stream")
                  .find(Key::argument("stream"))
                  ->second.is(PointerKind::Null));
  EXPECT_TRUE(of("cublaslt-epilogue").find(Bias)->second.is(PointerKind::Null));
}

TEST_F(OldCallsTest, aPointerThatIsSetIsAnAddress) {
  const CallValues Call = of("cublaslt-epilogue", 1);
  EXPECT_EQ(word(Call, Bias), "device");
}

TEST_F(OldCallsTest, enumeratorsHaveTheirNames) {
  EXPECT_EQ(word(of("cublaslt-unused-heuristic", 1),
                 Key::attribute("A", "CUBLASLT_MATRIX_LAYOUT_TYPE")),
            "CUDA_R_16F");
  // A number that is not one is a number, and not a word of digits.
  const CallValues Call = of("cublaslt-epilogue", 1);
  EXPECT_EQ(asSigned(Call.find(Key::attribute("matmulDesc",
                                              "CUBLASLT_MATMUL_DESC_COMPUTE_"
                                              "TYPE"))
                         ->second),
            4711);
}

TEST_F(OldCallsTest, anAttributesCallIsAQuestion) {
  CallValues Call = of("cublaslt-attribute-size", 1);
  EXPECT_EQ(word(Call, OwnKey::Question), Epilogue.str());
  EXPECT_EQ(asSigned(Call.find(Key::sizeOf(Epilogue))->second), 8);
  EXPECT_EQ(Call.count("argument.attr"), 0u);
  EXPECT_EQ(Call.count("argument.sizeInBytes"), 0u);
  // The pointer itself, and the attribute by its number without a buffer.
  Call = of("cublaslt-attribute-value", 1);
  EXPECT_EQ(word(Call, OwnKey::Question), Bias.str());
  EXPECT_EQ(word(Call, Bias), "by-value");
  Call = of("cublaslt-attribute-value", 2);
  EXPECT_EQ(word(Call, OwnKey::Question), Epilogue.str());
  EXPECT_EQ(word(Call, Epilogue), "null-buffer");
  Call = of("cublaslt-unchecked-status");
  EXPECT_EQ(word(Call, OwnKey::Question), "A.CUBLASLT_MATRIX_LAYOUT_BATCH_"
                                          "COUNT");
}

TEST_F(OldCallsTest, theOthersStayAsTheyWere) {
  EXPECT_EQ(word(of("cublaslt-growing-batch"), OwnKey::GrowthQuantity),
            "batch-count");
  EXPECT_EQ(asSigned(of("cublaslt-missing-alignment")
                         .find(Key::ofMatrix('A', OwnKey::MisalignedBytes))
                         ->second),
            2);
  EXPECT_EQ(word(of("cublaslt-attribute-size"), OwnKey::Question),
            "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES");
}

/// A key of the same text, whoever builds it.
TEST(Keys, arePartsAndText) {
  const Key Ld = Key::attribute("A", "CUBLASLT_MATRIX_LAYOUT_LD");
  EXPECT_EQ(Ld.str(), "A.CUBLASLT_MATRIX_LAYOUT_LD");
  EXPECT_EQ(Ld.kind(), Key::Kind::Attribute);
  EXPECT_EQ(Ld.object(), "A");
  EXPECT_EQ(Ld.name(), "CUBLASLT_MATRIX_LAYOUT_LD");
  EXPECT_EQ(Key::written("A.CUBLASLT_MATRIX_LAYOUT_LD"), Ld);
  EXPECT_EQ(Key::sizeOf(Ld).kind(), Key::Kind::Size);
  EXPECT_EQ(Key::sizeOf(Ld).name(), Ld.str());
  EXPECT_EQ(Key::chosenFor(Ld).kind(), Key::Kind::ChosenFor);
  EXPECT_EQ(Key::argument("A").kind(), Key::Kind::Argument);
  EXPECT_EQ(Key::argument("A").name(), "A");
  const Key Start = Key::ofMatrix('B', OwnKey::MisalignedBytes);
  EXPECT_EQ(Start.str(), "B.misalignedBytes");
  EXPECT_EQ(Start.own(), OwnKey::MisalignedBytes);
  EXPECT_EQ(Start.matrix(), 'B');
  EXPECT_EQ(Key(OwnKey::GrowthAmount).use(), Key::Use::Finding);
  EXPECT_EQ(Key::written("growth.nonsense").own(), std::nullopt);
  EXPECT_EQ(Key::written("growth.nonsense").kind(), Key::Kind::Own);
}

/// "slowness.timing.repetitions" is a key in a part of the experiment.
bool isKnownKey(const std::string &Text) {
  const Key Of = Key::written(Text);
  if (Of.kind() != Key::Kind::Own || Of.own())
    return true;
  const size_t Dot = Text.find('.');
  return Dot != std::string::npos && isKnownKey(Text.substr(Dot + 1));
}

TEST(Keys, experimentFilesUseThoseOfTheTable) {
  for (const kb::Experiment &E : kb::KnowledgeBase::builtin().experiments())
    for (const auto *Form : {&E.Flagged, &E.Control, &E.Witness})
      for (const auto &[Text, Value] : *Form)
        EXPECT_TRUE(isKnownKey(Text)) << E.Rule << ": " << Text;
}

TEST(Words, arePointersOnlyWhereOneCanBe) {
  SpecificationValue V;
  V.setWord(Key::argument("A"), "device+16");
  EXPECT_EQ(std::get<DeviceAddress>(V.Known).Offset, 16u);
  EXPECT_EQ(asWord(V), "device+16");
  for (const char *Text : {"device+", "device+x", "device16", "devices"}) {
    V.setWord(Key::argument("A"), Text);
    EXPECT_TRUE(std::holds_alternative<std::string>(V.Known)) << Text;
  }
  V.setWord(OwnKey::AlphaLocation, "device");
  EXPECT_TRUE(std::holds_alternative<std::string>(V.Known));
  V.setWord(OwnKey::EnvironmentValue, "null");
  EXPECT_TRUE(std::holds_alternative<std::string>(V.Known));
}

} // namespace
