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
}

void Loader::readExperiments(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "a rule's experiments");
  Experiment Common;
  Common.Rule = Reader.text("rule");
  declare("experiment", Common.Rule, Reader.place(Reader.required("rule")));
  Common.Id = Reader.text("id");
  readCommon(Reader, Common);
  const auto &Cases = Reader.list("cases", false);
  if (Common.Decides.empty())
    Reader.required("decides");
  if (Cases.empty())
    Kb.Experiments.push_back(Common);
  for (const YamlNode &Item : Cases) {
    RecordReader Case(Item, File, "a case");
    Experiment E = Common;
    E.Case = Case.text("name");
    declare("case", Common.Rule + "#" + E.Case, Case.place(Item));
    readCommon(Case, E);
    E.Conditions = Case.texts("conditions");
    Case.finish();
    Kb.Experiments.push_back(std::move(E));
  }
  Reader.finish();
}

} // namespace cublaslt::kb
