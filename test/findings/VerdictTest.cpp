//===-- VerdictTest.cpp - verdicts, and the file that is written ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Sample.h"
#include "kb/KnowledgeBase.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

using namespace cublaslt::findings;
using cublaslt::kb::KnowledgeBase;
namespace fs = std::filesystem;

namespace {

std::string textOf(const fs::path &Path) {
  std::ostringstream Text;
  Text << std::ifstream(Path, std::ios::binary).rdbuf();
  return Text.str();
}

class VerdictTest : public ::testing::Test {
protected:
  void SetUp() override {
    Folder = fs::temp_directory_path() /
             ("verdict-test-" + std::to_string(::getpid()));
    fs::create_directories(Folder);
  }
  void TearDown() override { fs::remove_all(Folder); }

  std::string path(const std::string &Name) const {
    return (Folder / Name).string();
  }
  std::unique_ptr<SarifDocument> read(const std::string &Text) const {
    std::ofstream(path("in.sarif"), std::ios::binary) << Text;
    std::string Error;
    auto Read = SarifDocument::read(path("in.sarif"), Error);
    EXPECT_TRUE(Read) << Error;
    return Read;
  }
  SarifDocument sample() const {
    return SarifDocument::create(sampleTool(Folder.string()),
                                 {sampleFinding(Folder.string())},
                                 KnowledgeBase::builtin());
  }

  fs::path Folder;
};

TEST_F(VerdictTest, everythingComesBack) {
  SarifDocument Document = sample();
  const Verdict V = sampleVerdict();
  Document.setVerdict(0, V);
  const Finding F = read(Document.text())->findings().at(0);
  // The message without the sentence that the verdict added.
  EXPECT_EQ(F.Message, sampleFinding("").Message);
  ASSERT_TRUE(F.HasVerdict);
  const Verdict &R = F.TheVerdict;
  EXPECT_EQ(R.Kind, V.Kind);
  EXPECT_EQ(R.Reason, V.Reason);
  EXPECT_EQ(R.Experiment, V.Experiment);
  EXPECT_EQ(R.Device, V.Device);
  EXPECT_EQ(R.ComputeCapability, V.ComputeCapability);
  EXPECT_EQ(R.Driver, V.Driver);
  EXPECT_EQ(R.Runtime, V.Runtime);
  EXPECT_EQ(R.Library, V.Library);
  EXPECT_EQ(R.Date, V.Date);
  EXPECT_EQ(R.FilledByWitness, V.FilledByWitness);
  EXPECT_EQ(R.Deciding.FromProgram, V.Deciding.FromProgram);
  EXPECT_EQ(R.Deciding.FromWitness, V.Deciding.FromWitness);
  EXPECT_FALSE(R.IsOfOlderVersion);
  EXPECT_EQ(R.Flagged.Ran, V.Flagged.Ran);
  EXPECT_EQ(R.Flagged.Failed, V.Flagged.Failed);
  EXPECT_EQ(R.Flagged.Summary, V.Flagged.Summary);
  EXPECT_EQ(R.Flagged.LibraryLog, V.Flagged.LibraryLog);
  EXPECT_EQ(R.Flagged.Figures, V.Flagged.Figures);
  ASSERT_EQ(R.Flagged.Statuses.size(), 1u);
  EXPECT_EQ(R.Flagged.Statuses[0].Function, "cublasLtMatmul");
  EXPECT_EQ(R.Flagged.Statuses[0].Number, 7);
  EXPECT_EQ(R.Flagged.Statuses[0].Name, "CUBLAS_STATUS_INVALID_VALUE");
  EXPECT_EQ(R.Control.Ran, true);
  EXPECT_EQ(R.Control.Failed, false);
}

TEST_F(VerdictTest, theMessageSaysItInOneSentence) {
  SarifDocument Document = sample();
  Document.setVerdict(0, sampleVerdict());
  EXPECT_NE(Document.text().find(
                "slow. Confirmed on NVIDIA H200 (driver 580.159.04, cuBLASLt "
                "13.1.0.3): 1.4 ms instead of 0.1 ms; decided by "
                "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES of the "
                "program.\""),
            std::string::npos)
      << Document.text();
}

TEST_F(VerdictTest, anotherVerdictReplacesTheEarlier) {
  SarifDocument Twice = sample(), Once = sample();
  Verdict First = sampleVerdict(), Second;
  Second.Kind = VerdictKind::NeedsGpu;
  Second.Reason = "no CUDA device";
  Twice.setVerdict(0, First);
  Twice.setVerdict(0, Second);
  Once.setVerdict(0, Second);
  EXPECT_EQ(Twice.text(), Once.text());
  EXPECT_NE(
      Once.text().find("slow. Verification needs a GPU: no CUDA device.\""),
      std::string::npos);
  // Also when the document was written and read in between.
  auto Read = read(Twice.text());
  Read->setVerdict(0, First);
  SarifDocument Other = sample();
  Other.setVerdict(0, First);
  EXPECT_EQ(Read->text(), Other.text());
}

TEST_F(VerdictTest, allElseInAnotherToolsDocumentStays) {
  const std::string Before = R"({
  "$schema": "https://example.org/s.json",
  "version": "2.1.0",
  "zebra": [1, 2.5, 18446744073709551615, null],
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "other"
        }
      },
      "taxonomies": [],
      "results": [
        {
          "zzz": 1,
          "message": {
            "markdown": "**m**",
            "text": "m"
          },
          "properties": {
            "own": {
              "a": [true]
            }
          },
          "baselineState": "new"
        }
      ]
    },
    {
      "tool": {
        "driver": {
          "name": "second"
        }
      },
      "results": [
        {
          "message": {
            "text": "n."
          }
        }
      ]
    }
  ],
  "properties": {
    "x": "y"
  }
}
)";
  auto Document = read(Before);
  Document->setVerdict(1, sampleVerdict());
  Document->setVerdict(2, sampleVerdict()); // there is none
  std::string After = Document->text();
  // Take away what came in and compare the rest, order of keys included.
  const size_t Begin = After.find("          \"message\": {\n            "
                                  "\"text\": \"n. Confirmed on ");
  ASSERT_NE(Begin, std::string::npos) << After;
  const size_t End =
      After.find("      ]\n    }\n  ],\n  \"properties\"", Begin);
  ASSERT_NE(End, std::string::npos);
  After.replace(Begin, End - Begin,
                "          \"message\": {\n            \"text\": \"n.\"\n"
                "          }\n        }\n");
  std::string Expected = Before;
  const std::string Short = "[1, 2.5, 18446744073709551615, null]";
  Expected.replace(Expected.find(Short), Short.size(),
                   "[\n    1,\n    2.5,\n    18446744073709551615,\n    null\n"
                   "  ]");
  Expected.replace(Expected.find("[true]"), 6,
                   "[\n                true\n              ]");
  EXPECT_EQ(After, Expected);
}

TEST_F(VerdictTest, sentencesOfAllKinds) {
  for (VerdictKind Kind :
       {VerdictKind::Confirmed, VerdictKind::PathConfirmed, VerdictKind::Holds,
        VerdictKind::Refuted, VerdictKind::Inconclusive, VerdictKind::NeedsGpu,
        VerdictKind::NotApplicable}) {
    SarifDocument Document = sample();
    Verdict V;
    V.Kind = Kind;
    Document.setVerdict(0, V);
    const Finding F = read(Document.text())->findings().at(0);
    EXPECT_EQ(F.TheVerdict.Kind, Kind);
    EXPECT_EQ(verdictKind(name(Kind)), Kind);
  }
  EXPECT_FALSE(verdictKind("Confirmed"));
}

TEST_F(VerdictTest, aFormThatHoldsNamesWhatTheWitnessGave) {
  SarifDocument Document = sample();
  Verdict V = sampleVerdict();
  V.Kind = VerdictKind::Holds;
  V.Deciding.FromWitness = {"a.b", "c.d", "e.f", "g.h", "i.j"};
  Document.setVerdict(0, V);
  EXPECT_NE(Document.text().find(
                "This form fails on NVIDIA H200 (driver 580.159.04, cuBLASLt "
                "13.1.0.3); its shape is the rule's witness's: 1.4 ms instead "
                "of 0.1 ms; decided by "
                "preference.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES of the "
                "program, and by a.b, c.d, e.f, g.h and 1 more of the rule's "
                "witness.\""),
            std::string::npos)
      << Document.text();
}

/// What cublaslt-doctor 0.1.0 wrote: no word of what decides.
Verdict olderVerdict(const std::string &Kind, const std::string &Filled) {
  std::string Error;
  auto Document = SarifDocument::parse(
      R"({"version": "2.1.0", "runs": [{"results": [{"message": {"text": "m"},
         "properties": {"verdict": {"kind": ")" +
          Kind + R"(", "filledByWitness": [)" + Filled + "]}}}]}]}",
      "older.sarif", Error);
  EXPECT_TRUE(Document) << Error;
  return Document->findings().at(0).TheVerdict;
}

TEST_F(VerdictTest, anOlderVersionsVerdictIsShownAsWhatItIs) {
  Verdict V = olderVerdict("confirmed", R"("A.x", "B.x")");
  EXPECT_EQ(V.Kind, VerdictKind::Holds);
  EXPECT_EQ(kindForPeople(V), "holds (form; recorded by an older version)");
  V = olderVerdict("confirmed", "");
  EXPECT_EQ(V.Kind, VerdictKind::Confirmed);
  EXPECT_EQ(kindForPeople(V), "confirmed (form; recorded by an older version)");
  EXPECT_EQ(decidingForPeople(V, 3), "");
  V = olderVerdict("refuted", R"("A.x")");
  EXPECT_EQ(kindForPeople(V), "refuted");
  // Written again it is still an older version's.
  SarifDocument Document = sample();
  Document.setVerdict(0, olderVerdict("confirmed", ""));
  EXPECT_TRUE(
      read(Document.text())->findings().at(0).TheVerdict.IsOfOlderVersion);
  EXPECT_NE(Document.text().find("recorded by an older version"),
            std::string::npos);
}

TEST_F(VerdictTest, aPathIsKept) {
  Finding F = sampleFinding(Folder.string());
  PathStep Create, Set;
  Create.Function = "cublasLtCreate";
  Create.File = "other.h";
  Create.Line = 3;
  Create.TheOutcome = PathStep::Outcome::Fails;
  Create.Values[Key::written("argument.lightHandle")] = {std::string("#1"), ""};
  Set.Function = "cublasLtDestroy";
  Set.Line = 4;
  Set.IsFlagged = true;
  Set.Values[Key::written("argument.lightHandle")] = {{}, "handle"};
  PathStep Test;
  Test.Line = 5;
  Test.Condition = "n > 8";
  Test.Holds = true;
  Test.IsAssumed = true;
  F.Call.Path = {Create, Set, Test};
  const auto Path = read(SarifDocument::create(sampleTool(Folder.string()), {F},
                                               KnowledgeBase::builtin())
                             .text())
                        ->findings()
                        .at(0)
                        .Call.Path;
  ASSERT_EQ(Path.size(), 3u);
  EXPECT_FALSE(Path[1].isTest());
  EXPECT_TRUE(Path[2].isTest());
  EXPECT_EQ(Path[2].Line, 5u);
  EXPECT_EQ(Path[2].Condition, "n > 8");
  EXPECT_TRUE(Path[2].Holds);
  EXPECT_TRUE(Path[2].IsAssumed);
  EXPECT_EQ(Path[0].Function, "cublasLtCreate");
  EXPECT_EQ(Path[0].File, "other.h");
  EXPECT_EQ(Path[0].Line, 3u);
  EXPECT_EQ(Path[0].TheOutcome, PathStep::Outcome::Fails);
  EXPECT_FALSE(Path[0].IsFlagged);
  EXPECT_EQ(std::get<std::string>(
                Path[0].Values.at(Key::written("argument.lightHandle")).Known),
            "#1");
  EXPECT_EQ(Path[1].TheOutcome, PathStep::Outcome::Untested);
  EXPECT_TRUE(Path[1].IsFlagged);
  EXPECT_EQ(Path[1].Values.at(Key::written("argument.lightHandle")).SourceText,
            "handle");
  EXPECT_FALSE(
      Path[1].Values.at(Key::written("argument.lightHandle")).isKnown());
}

TEST_F(VerdictTest, whatIsNotAPathIsNamed) {
  auto Error = [](const std::string &Path) {
    std::string Text;
    EXPECT_FALSE(SarifDocument::parse(
        R"({"version": "2.1.0", "runs": [{"results": [{"message": {},
           "properties": {"callSpecification": {"version": 1, "function": "f",
           "values": {}, "path": )" +
            Path + "}}}]}]}",
        "f", Text));
    const std::string Start =
        "f: /runs/0/results/0/properties/callSpecification/path";
    EXPECT_EQ(Text.compare(0, Start.size(), Start), 0) << Text;
    return Text.substr(std::min(Start.size(), Text.size()));
  };
  EXPECT_EQ(Error("3"), ": found 3, expected an array of calls");
  EXPECT_EQ(Error("[1]"), "/0: found 1, expected an object");
  EXPECT_EQ(Error("[{}]"),
            "/0/line: found nothing, expected the number of a line");
  EXPECT_EQ(Error(R"([{"line": 1}])"),
            "/0/function: found nothing, expected the name of a function");
  EXPECT_EQ(Error(R"([{"function": "g", "line": -1}])"),
            "/0/line: found -1, expected the number of a line");
  EXPECT_EQ(Error(R"([{"function": "g", "line": 1}])"),
            "/0/values: found nothing, expected an object");
  EXPECT_EQ(Error(R"([{"function": "g", "line": 1, "values": {"a": 1}}])"),
            "/0/values/a: found 1, expected an object");
  EXPECT_EQ(Error(R"([{"function": "g", "line": 1, "values": {}}])"),
            "/0/outcome: found nothing, expected untested, succeeds or fails");
  EXPECT_EQ(Error(R"([{"function": "g", "line": 1, "values": {},
                       "outcome": "fails", "flagged": 1}])"),
            "/0/flagged: found 1, expected true or false");
  std::string Long = "[0";
  for (int I = 0; I < 1000; ++I)
    Long += ",0";
  EXPECT_EQ(Error(Long + "]"), ": found 1001 calls, expected at most 1000");
}

TEST_F(VerdictTest, aFindingWithAVerdictIsCreatedWithIt) {
  Finding F = sampleFinding(Folder.string());
  F.HasVerdict = true;
  F.TheVerdict = sampleVerdict();
  const SarifDocument Made = SarifDocument::create(
      sampleTool(Folder.string()), {F}, KnowledgeBase::builtin());
  SarifDocument Set = sample();
  Set.setVerdict(0, sampleVerdict());
  EXPECT_EQ(Made.text(), Set.text());
}

TEST_F(VerdictTest, theFileIsWrittenWholeOrNotAtAll) {
  const SarifDocument Document = sample();
  EXPECT_EQ(Document.write(path("out.sarif")), "");
  EXPECT_EQ(textOf(path("out.sarif")), Document.text());
  // Over an existing file, and through a link that stays a link.
  fs::create_symlink("out.sarif", path("link.sarif"));
  std::ofstream(path("out.sarif")) << "old";
  EXPECT_EQ(Document.write(path("link.sarif")), "");
  EXPECT_TRUE(fs::is_symlink(path("link.sarif")));
  EXPECT_EQ(textOf(path("out.sarif")), Document.text());

  EXPECT_EQ(Document.write(path("none/out.sarif")),
            path("none/out.sarif") + ": found No such file or directory, "
                                     "expected a place that can be written");
  EXPECT_NE(Document.write(Folder.string()).find("Is a directory"),
            std::string::npos);
  // A device is written to, not replaced; this one is always full.
  EXPECT_NE(Document.write("/dev/full").find("No space left"),
            std::string::npos);
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
  // Nothing is left beside.
  for (const auto &Entry : fs::directory_iterator(Folder))
    EXPECT_EQ(Entry.path().filename().string().find(".tmp"), std::string::npos);
}

} // namespace
