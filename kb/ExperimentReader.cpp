//===-- ExperimentReader.cpp - reads a rule's experiments -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Loader.h"
#include "kb/RecordReader.h"

namespace cublaslt::kb {

/// Reads what a file's experiments have in common and what each case has of
/// its own; the case's own value stands.
static void readCommon(RecordReader &Reader, Experiment &E) {
  E.NeedsGpu = Reader.flag("needsGpu", E.NeedsGpu);
  auto Text = [&](const char *Key, std::string &Into) {
    std::string Own = Reader.optionalText(Key);
    if (!Own.empty())
      Into = Own;
  };
  Text("decides", E.Decides);
  Text("mend", E.Mend);
  Text("leastComputeCapability", E.LeastComputeCapability);
  Text("mostComputeCapability", E.MostComputeCapability);
  auto Settings = [&](const char *Key,
                      std::map<std::string, std::string> &Into) {
    for (auto &[Name, Value] : Reader.settings(Key))
      Into[Name] = Value;
  };
  Settings("flagged", E.Flagged);
  Settings("control", E.Control);
  Settings("witness", E.Witness);
  Settings("measures", E.Measures);
  auto Texts = [&](const char *Key, std::vector<std::string> &Into) {
    if (Reader.optional(Key))
      Into = Reader.texts(Key);
  };
  Texts("decidedBy", E.DecidedBy);
  Texts("functions", E.Functions);
}

void Loader::readExperiments(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "a rule's experiments");
  Experiment Common;
  Common.Rule = Reader.text("rule");
  declare("experiment", Common.Rule, Reader.place(Reader.required("rule")));
  Common.Id = Reader.text("id");
  readCommon(Reader, Common);
  // The attribute of "A.CUBLASLT_MATRIX_LAYOUT_LD", and functions.
  auto Refer = [this](RecordReader &From) {
    for (const YamlNode &Item : From.list("decidedBy", false)) {
      const size_t Dot = Item.Text.find('.');
      if (Dot != std::string::npos && Item.Text[Dot + 1] >= 'A' &&
          Item.Text[Dot + 1] <= 'Z')
        refer("attribute", Item.Text.substr(Dot + 1), From.place(Item));
    }
    for (const YamlNode &Item : From.list("functions", false))
      refer("function", Item.Text, From.place(Item));
  };
  const auto &Cases = Reader.list("cases", false);
  if (Common.Decides.empty())
    Reader.required("decides");
  Refer(Reader);
  if (Cases.empty())
    Kb.Experiments.push_back(Common);
  for (const YamlNode &Item : Cases) {
    RecordReader Case(Item, File, "a case");
    Experiment E = Common;
    E.Case = Case.text("name");
    declare("case", Common.Rule + "#" + E.Case, Case.place(Item));
    readCommon(Case, E);
    const std::string OwnId = Case.optionalText("id");
    if (!OwnId.empty())
      E.Id = OwnId;
    E.Conditions = Case.texts("conditions");
    Refer(Case);
    Case.finish();
    Kb.Experiments.push_back(std::move(E));
  }
  Reader.finish();
}

} // namespace cublaslt::kb
