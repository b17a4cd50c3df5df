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
                "13.1.0.3): 1.4 ms instead of 0.1 ms.\""),
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
       {VerdictKind::Confirmed, VerdictKind::Refuted, VerdictKind::Inconclusive,
        VerdictKind::NeedsGpu, VerdictKind::NotApplicable}) {
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
