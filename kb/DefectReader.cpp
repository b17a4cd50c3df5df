//===-- DefectReader.cpp - reads defects/*.yaml ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Loader.h"
#include "kb/RecordReader.h"
#include <algorithm>

namespace cublaslt::kb {

namespace {

constexpr Word<DefectEffect> Effects[] = {
    {"wrong-result", DefectEffect::WrongResult},
    {"context-lost", DefectEffect::ContextLost},
    {"hang", DefectEffect::Hang},
    {"refused", DefectEffect::Refused},
    {"accepted", DefectEffect::Accepted},
    {"capture-lost", DefectEffect::CaptureLost},
};

/// The numbers of "13.1.0.3"; empty when it is something else.
std::vector<unsigned> numbersOf(std::string_view Version) {
  std::vector<unsigned> Numbers;
  unsigned Number = 0;
  size_t Digits = 0;
  for (size_t I = 0; I <= Version.size(); ++I) {
    if (I < Version.size() && Version[I] >= '0' && Version[I] <= '9' &&
        ++Digits <= 6) {
      Number = Number * 10 + static_cast<unsigned>(Version[I] - '0');
      continue;
    }
    if (!Digits || Digits > 6 || (I < Version.size() && Version[I] != '.'))
      return {};
    Numbers.push_back(Number);
    Number = 0;
    Digits = 0;
  }
  return Numbers;
}

/// With zeros for what is not said: 13.1 is 13.1.0.0.
bool isBefore(std::vector<unsigned> One, std::vector<unsigned> Other) {
  One.resize(std::max(One.size(), Other.size()));
  Other.resize(One.size());
  return One < Other;
}

std::string versionText(RecordReader &Reader, const char *Key) {
  const YamlNode *Node = Reader.optional(Key);
  if (!Node)
    return "";
  const std::string Text = Reader.scalar(*Node, Key);
  if (numbersOf(Text).size() < 2)
    Reader.fail(*Node, quoted(Text), "a version such as \"13.1.0.3\"");
  return Text;
}

DefectTrial readTrial(const YamlNode &Node, const std::string &File) {
  RecordReader Reader(Node, File, "a trial");
  DefectTrial T;
  T.Problem = Reader.text("problem");
  T.Algorithm = Reader.optionalText("algorithm");
  Reader.finish();
  return T;
}

} // namespace

bool concerns(const Defect &D, std::string_view Version) {
  const std::vector<unsigned> Own = numbersOf(Version);
  if (Own.empty())
    return false;
  return std::any_of(
      D.Versions.begin(), D.Versions.end(), [&](const DefectVersions &V) {
        return (V.From.empty() || !isBefore(Own, numbersOf(V.From))) &&
               (V.Fixed.empty() || isBefore(Own, numbersOf(V.Fixed)));
      });
}

bool concernsDevice(const Defect &D, std::string_view ComputeCapability) {
  const std::string_view Major =
      ComputeCapability.substr(0, ComputeCapability.find('.'));
  return D.ComputeCapabilities.empty() ||
         std::any_of(D.ComputeCapabilities.begin(), D.ComputeCapabilities.end(),
                     [&](const std::string &Said) {
                       return Said == ComputeCapability ||
                              Said == std::string(Major) + ".x";
                     });
}

Defect Loader::readDefect(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "a defect");
  Defect D;
  D.Id = Reader.text("id");
  declare("defect", D.Id, Reader.place(Reader.required("id")));
  D.Summary = Reader.text("summary");
  D.Happens = Reader.text("happens");
  D.Effect = Reader.word<DefectEffect>("effect", Effects);
  for (const YamlNode &Item : Reader.list("versions", true)) {
    RecordReader Range(Item, File, "a range of versions");
    D.Versions.push_back({versionText(Range, "from"),
                          versionText(Range, "fixed"),
                          Range.optionalText("said")});
    Range.finish();
  }
  D.ComputeCapabilities = Reader.texts("computeCapabilities");
  for (const YamlNode &Item : Reader.list("conditions", false)) {
    RecordReader One(Item, File, "a defect's condition");
    std::vector<Term> Terms;
    for (const YamlNode &Each : One.list("when", true))
      Terms.push_back(readTerm(Each, File, 0));
    One.finish();
    D.Conditions.push_back(std::move(Terms));
  }
  D.NotSaid = Reader.optionalText("notSaid");
  D.Workaround = Reader.optionalText("workaround");
  for (const YamlNode &Item : Reader.list("documented", false)) {
    RecordReader One(Item, File, "a source");
    DefectSource S;
    S.Source = One.text("source");
    S.Number = One.optionalText("number");
    S.Says = One.text("says");
    S.Link = One.optionalText("link");
    One.finish();
    D.Documented.push_back(std::move(S));
  }
  for (const YamlNode &Item : Reader.list("measured", true))
    D.Measured.push_back(readMeasurement(Item, File));
  if (const YamlNode *Node = Reader.optional("experiment")) {
    RecordReader Pair(*Node, File, "a defect's experiment");
    D.Flagged = readTrial(Pair.required("flagged"), File);
    D.Control = readTrial(Pair.required("control"), File);
    Pair.finish();
  }
  Reader.finish();
  if (D.Documented.empty() && D.Measured.empty())
    Reader.fail(Root, "a defect that is neither documented nor measured",
                "an item in 'documented' or 'measured'");
  if (D.Conditions.empty() && D.NotSaid.empty())
    Reader.fail(Root, "a defect with neither 'conditions' nor 'notSaid'",
                "the calls that meet it, or why they cannot be told");
  return D;
}

} // namespace cublaslt::kb
