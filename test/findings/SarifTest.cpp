//===-- SarifTest.cpp - writing and reading of findings -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Sample.h"
#include "findings/FileUri.h"
#include "findings/SourceText.h"
#include "kb/KnowledgeBase.h"
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

using namespace cublaslt::findings;
using cublaslt::kb::KnowledgeBase;
namespace fs = std::filesystem;

namespace {

class SarifTest : public ::testing::Test {
protected:
  void SetUp() override {
    Folder = fs::temp_directory_path() /
             ("sarif-test-" + std::to_string(::getpid()));
    fs::create_directories(Folder);
  }
  void TearDown() override { fs::remove_all(Folder); }

  std::string path(const std::string &Name) const {
    return (Folder / Name).string();
  }
  std::string put(const std::string &Name, const std::string &Text) const {
    fs::create_directories((Folder / Name).parent_path());
    std::ofstream(path(Name), std::ios::binary) << Text;
    return path(Name);
  }
  SarifDocument document(const std::vector<Finding> &Findings) const {
    return SarifDocument::create(sampleTool(Folder.string()), Findings,
                                 KnowledgeBase::builtin());
  }
  /// Written to a file and read again.
  Finding again(const Finding &F) const {
    const std::string File = path("again.sarif");
    EXPECT_EQ(document({F}).write(File), "");
    std::string Error;
    auto Read = SarifDocument::read(File, Error);
    EXPECT_EQ(Error, "");
    return Read ? Read->findings().at(0) : Finding();
  }

  fs::path Folder;
};

void expectSame(const SourcePlace &A, const SourcePlace &B) {
  EXPECT_EQ(A.File, B.File);
  EXPECT_EQ(A.Line, B.Line);
  EXPECT_EQ(A.Column, B.Column);
  EXPECT_EQ(A.EndLine, B.EndLine);
  EXPECT_EQ(A.EndColumn, B.EndColumn);
  EXPECT_EQ(A.Message, B.Message);
  EXPECT_EQ(A.Snippet, B.Snippet);
}

TEST_F(SarifTest, everythingComesBack) {
  const Finding F = sampleFinding(Folder.string());
  const Finding R = again(F);
  EXPECT_EQ(R.Rule, F.Rule);
  EXPECT_EQ(R.Level, F.Level);
  EXPECT_EQ(R.Message, F.Message);
  EXPECT_EQ(R.Fingerprint, F.Fingerprint);
  expectSame(R.Place, F.Place);
  ASSERT_EQ(R.Related.size(), F.Related.size());
  for (size_t I = 0; I < F.Related.size(); ++I)
    expectSame(R.Related[I], F.Related[I]);
  ASSERT_EQ(R.Fixes.size(), F.Fixes.size());
  for (size_t I = 0; I < F.Fixes.size(); ++I) {
    EXPECT_EQ(R.Fixes[I].File, F.Fixes[I].File);
    EXPECT_EQ(R.Fixes[I].Offset, F.Fixes[I].Offset);
    EXPECT_EQ(R.Fixes[I].Length, F.Fixes[I].Length);
    EXPECT_EQ(R.Fixes[I].Text, F.Fixes[I].Text);
  }
  EXPECT_TRUE(R.HasCall);
  EXPECT_EQ(R.Call.Function, F.Call.Function);
  ASSERT_EQ(R.Call.Values.size(), F.Call.Values.size());
  for (const auto &[Key, Value] : F.Call.Values) {
    EXPECT_EQ(R.Call.Values.at(Key).Known, Value.Known) << Key.str();
    EXPECT_EQ(R.Call.Values.at(Key).SourceText, Value.SourceText) << Key.str();
  }
  EXPECT_FALSE(R.HasVerdict);
}

TEST_F(SarifTest, numbersKeepTheirValueWhicheverTypeHoldsThem) {
  Finding F = sampleFinding("");
  F.Call.Values = {{Key::written("small"), {uint64_t(5), ""}},
                   {Key::written("nan"), {std::nan(""), "0/0"}}};
  const Finding R = again(F);
  EXPECT_EQ(asUnsigned(R.Call.Values.at(Key::written("small"))), 5u);
  EXPECT_EQ(asSigned(R.Call.Values.at(Key::written("small"))), 5);
  EXPECT_FALSE(R.Call.Values.at(Key::written("nan")).isKnown());
  EXPECT_EQ(R.Call.Values.at(Key::written("nan")).SourceText, "0/0");
  SpecificationValue Huge{std::numeric_limits<uint64_t>::max(), ""};
  EXPECT_FALSE(asSigned(Huge));
  SpecificationValue Negative{int64_t(-1), ""};
  EXPECT_FALSE(asUnsigned(Negative));
}

TEST_F(SarifTest, columnsAreUtf16InTheFileAndBytesInTheFinding) {
  // 2 bytes and 1 unit; 4 bytes and 2 units; then the column in question.
  put("u.cpp", "\xc3\xa4\xf0\x9d\x84\x9e"
               "x\n");
  Finding F = sampleFinding(Folder.string());
  F.Place = {path("u.cpp"), 1, 7, 1, 8, "", ""};
  F.Related.clear();
  F.Fixes = {{path("u.cpp"), 6, 1, "y"}};
  const std::string Text = document({F}).text();
  EXPECT_NE(Text.find("\"columnKind\": \"utf16CodeUnits\""), std::string::npos);
  EXPECT_NE(Text.find("\"startColumn\": 4"), std::string::npos) << Text;
  EXPECT_NE(Text.find("\"endColumn\": 5"), std::string::npos);
  const Finding R = again(F);
  EXPECT_EQ(R.Place.Column, 7u);
  EXPECT_EQ(R.Place.EndColumn, 8u);
  EXPECT_EQ(R.Fixes.at(0).Offset, 6u);
}

TEST_F(SarifTest, columnsOfAnotherToolMayBeCodePoints) {
  put("u.cpp", "\xc3\xa4\xf0\x9d\x84\x9e"
               "x\n");
  const std::string File = put("points.sarif", R"({"version": "2.1.0",
    "runs": [{"tool": {"driver": {"name": "other"}},
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": {"R": {"uri": "file://)" +
                                                   Folder.string() + R"(/"}},
      "artifacts": [{"location": {"uri": "u.cpp", "uriBaseId": "R"}}],
      "results": [{"message": {"text": "m"}, "locations": [{
        "physicalLocation": {"artifactLocation": {"index": 0},
          "region": {"startLine": 1, "startColumn": 3}}}],
        "fixes": [{"artifactChanges": [{"artifactLocation": {"index": 0},
          "replacements": [{"deletedRegion": {"startLine": 1,
            "startColumn": 3, "endColumn": 4},
            "insertedContent": {"text": "y"}}]}]}]}]}]})");
  std::string Error;
  auto Read = SarifDocument::read(File, Error);
  ASSERT_TRUE(Read) << Error;
  const Finding F = Read->findings().at(0);
  EXPECT_EQ(F.Place.File, path("u.cpp"));
  EXPECT_EQ(F.Place.Column, 7u);
  ASSERT_EQ(F.Fixes.size(), 1u);
  EXPECT_EQ(F.Fixes[0].Offset, 6u);
  EXPECT_EQ(F.Fixes[0].Length, 1u);
}

TEST_F(SarifTest, anotherToolsResultMayLeaveMuchOut) {
  const std::string File = put("other.sarif", R"({"version": "2.1.0",
    "runs": [{"tool": {"driver": {"name": "other", "rules": [
        {"id": "r", "defaultConfiguration": {"level": "error"},
         "messageStrings": {"a": {"text": "the text"}}}]}},
      "results": [{"ruleIndex": 0, "message": {"id": "a"}}, 
                  {"ruleIndex": 99, "message": {}, "locations": [7],
                   "relatedLocations": "none", "fixes": [{}]}]},
      {"tool": {"driver": {"name": "clean"}}, "results": []},
      {"tool": {"driver": {"name": "not run"}}}]})");
  std::string Error;
  auto Read = SarifDocument::read(File, Error);
  ASSERT_TRUE(Read) << Error;
  const std::vector<Finding> All = Read->findings();
  ASSERT_EQ(All.size(), 2u);
  EXPECT_EQ(All[0].Rule, "r");
  EXPECT_EQ(All[0].Level, "error");
  EXPECT_EQ(All[0].Message, "the text");
  EXPECT_EQ(All[1].Level, "warning");
}

TEST_F(SarifTest, aFailedRunIsOneThatSaysSo) {
  auto isFailed = [&](const std::string &Runs) {
    std::string Error;
    auto Read = SarifDocument::parse(
        R"({"version": "2.1.0", "runs": [)" + Runs + "]}", "f", Error);
    EXPECT_TRUE(Read) << Error;
    return Read && Read->hasFailedRun();
  };
  const std::string Good =
      R"({"invocations": [{"executionSuccessful": true}]})";
  EXPECT_FALSE(isFailed(""));
  EXPECT_FALSE(isFailed("{}"));
  EXPECT_FALSE(isFailed(Good));
  EXPECT_FALSE(isFailed(R"({"invocations": [7, {}, "x"]})"));
  EXPECT_FALSE(isFailed(R"({"invocations": {"executionSuccessful": false}})"));
  EXPECT_FALSE(isFailed(R"({"invocations": [{"executionSuccessful": null}]})"));
  EXPECT_TRUE(isFailed(
      Good + R"(,{"invocations": [{}, {"executionSuccessful": false}]})"));
}

TEST_F(SarifTest, rulesCarryTheirMetadata) {
  Finding Other = sampleFinding(Folder.string());
  Other.Rule = "bugprone-something";
  Other.HasCall = false;
  const std::string Text =
      document({sampleFinding(Folder.string()), Other}).text();
  for (const char *Part :
       {"\"id\": \"bugprone-something\"", "\"shortDescription\"",
        "\"fullDescription\"", "\"markdown\"", "\"helpUri\": \"https://",
        "\"precision\": \"very-high\"", "Observed effects",
        "\"toolExecutionNotifications\"", "\"executionSuccessful\": false",
        "\"descriptor\""})
    EXPECT_NE(Text.find(Part), std::string::npos) << Part;
}

TEST_F(SarifTest, textThatIsNoUtf8IsWrittenAndRead) {
  Finding F = sampleFinding(Folder.string());
  F.Message = "caf\xe9";
  EXPECT_EQ(again(F).Message, "caf\xef\xbf\xbd");
  // A path keeps its bytes: they are percent-encoded.
  F.Place.File = path("caf\xe9.cpp");
  EXPECT_EQ(again(F).Place.File, F.Place.File);
}

TEST(FileUri, percentEncoding) {
  EXPECT_EQ(uriOfPath("/a b/c%d"), "file:///a%20b/c%25d");
  EXPECT_EQ(uriOfPath("a:b/c#?"), "a%3Ab/c%23%3F");
  EXPECT_EQ(pathOfUri("file:///a%20b/c%25d"), "/a b/c%d");
  EXPECT_EQ(pathOfUri("file://localhost/x"), "/x");
  EXPECT_EQ(pathOfUri("file:/x"), "/x");
  EXPECT_EQ(pathOfUri("a%3Ab/c%23%3F"), "a:b/c#?");
  EXPECT_EQ(pathOfUri("https://x/y%20z"), "https://x/y%20z");
  for (const char *Broken : {"%", "a%2", "a%zz", "file://", ""})
    EXPECT_EQ(pathOfUri(Broken), Broken);
}

TEST(Columns, conversion) {
  const std::string Line = "a\xc3\xa4\xf0\x9d\x84\x9e"
                           "b";
  EXPECT_EQ(convertColumn(Line, 8, ColumnKind::Utf8, ColumnKind::Utf16), 5u);
  EXPECT_EQ(convertColumn(Line, 8, ColumnKind::Utf8, ColumnKind::CodePoints),
            4u);
  EXPECT_EQ(convertColumn(Line, 5, ColumnKind::Utf16, ColumnKind::Utf8), 8u);
  // Behind the end, in no line at all, and no column.
  EXPECT_EQ(convertColumn(Line, 12, ColumnKind::Utf8, ColumnKind::Utf16), 9u);
  EXPECT_EQ(convertColumn("", 12, ColumnKind::Utf8, ColumnKind::Utf16), 12u);
  EXPECT_EQ(convertColumn(Line, 0, ColumnKind::Utf8, ColumnKind::Utf16), 0u);
  // Broken UTF-8 counts byte by byte.
  EXPECT_EQ(convertColumn("\xf0\x9d", 3, ColumnKind::Utf8, ColumnKind::Utf16),
            3u);
}

} // namespace
