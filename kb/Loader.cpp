//===-- Loader.cpp - from YAML files to a knowledge base ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Loader.h"
#include "kb/Fingerprint.h"
#include "kb/PackedTree.h"

namespace cublaslt::kb {

namespace {

bool startsWith(std::string_view Text, std::string_view Start) {
  return Text.substr(0, Start.size()) == Start;
}

} // namespace

void Loader::declare(const std::string &Kind, const std::string &Name,
                     const Place &Where) {
  auto [It, IsNew] = Declared[Kind].emplace(Name, Where);
  if (IsNew)
    return;
  const Place &First = It->second;
  throw Problem{Where,
                "the " + Kind + " " + quoted(Name) + " a second time (first " +
                    First.File + ":" + std::to_string(First.Line) + ")",
                "each " + Kind + " once"};
}

void Loader::refer(const std::string &Kind, const std::string &Name,
                   const Place &Where) {
  References.push_back({Kind, Name, Where});
}

void Loader::resolve() const {
  for (const Reference &R : References) {
    auto Kind = Declared.find(R.Kind);
    if (Kind == Declared.end() || !Kind->second.count(R.Name))
      throw Problem{R.Where, "the unknown " + R.Kind + " " + quoted(R.Name),
                    "one that this knowledge base has"};
  }
}

void Loader::checkDeciding() const {
  for (const Experiment &E : Kb.Experiments) {
    const Rule *Of = Kb.rule(E.Rule);
    if (E.DecidedBy.empty() && (!Of || Of->Conditions.empty()))
      throw Problem{
          E.Case.empty() ? Declared.at("experiment").at(E.Rule)
                         : Declared.at("case").at(E.Rule + "#" + E.Case),
          "an experiment without the key 'decidedBy', of a rule without "
          "conditions",
          "what must come from the program for a verdict 'confirmed'"};
  }
}

void Loader::load(const std::vector<SourceFile> &Files, bool ChecksPatterns,
                  KnowledgeBase &Into) {
  KnowledgeBase Kb;
  Loader L(Kb);
  for (const SourceFile &File : Files) {
    YamlNode Root =
        File.IsPacked ? unpackTree(File.Text) : parseYaml(File.Text, File.Name);
    if (startsWith(File.Path, "api/"))
      Kb.Apis.push_back(L.readApi(Root, File.Name));
    else if (startsWith(File.Path, "defects/"))
      Kb.Defects.push_back(L.readDefect(Root, File.Name));
    else if (startsWith(File.Path, "enumerators/"))
      L.readEnumerations(Root, File.Name);
    else if (startsWith(File.Path, "entries/"))
      Kb.Entries.push_back(L.readEntry(Root, File.Name));
    else if (startsWith(File.Path, "experiments/"))
      L.readExperiments(Root, File.Name);
    else if (startsWith(File.Path, "rules/"))
      Kb.Rules.push_back(L.readRule(Root, File.Name));
    else if (startsWith(File.Path, "messages/"))
      L.readMessages(Root, File.Name, ChecksPatterns);
  }
  L.resolve();
  L.checkDeciding();
  Into = std::move(Kb);
}

} // namespace cublaslt::kb
