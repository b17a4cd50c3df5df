//===-- RulesCommand.cpp - cublaslt-doctor rules --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "kb/Shown.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::doctor;

int doctor::complain(const std::string &Message) {
  std::fflush(stdout);
  std::fprintf(stderr, "cublaslt-doctor: %s\n", kb::shown(Message).c_str());
  return WrongUse;
}

const kb::KnowledgeBase *
doctor::knowledgeBase(const std::string &Folder,
                      std::unique_ptr<kb::KnowledgeBase> &Loaded) {
  if (Folder.empty())
    return &kb::KnowledgeBase::builtin();
  kb::LoadError Error;
  Loaded = kb::KnowledgeBase::load(Folder, Error);
  if (!Loaded)
    complain(Error.Message);
  return Loaded.get();
}

findings::Finding doctor::ownFinding(const kb::Experiment &E,
                                     const std::string &Function) {
  findings::Finding F;
  F.Rule = E.Rule;
  F.Level = "note";
  F.Message = "the rule's own flagged form" +
              (E.Case.empty() ? std::string() : " '" + E.Case + "'") +
              (Function.empty() ? "" : " of " + Function);
  F.Place.File =
      "kb/experiments/" + E.Rule.substr(E.Rule.rfind('/') + 1) + ".yaml";
  F.Place.Line = 1;
  F.HasCall = true;
  F.Call.Function = Function.empty() ? "cublasLtMatmul" : Function;
  if (!E.Case.empty())
    F.Call.Values[findings::OwnKey::Case].Known = E.Case;
  // The words without which this experiment asks nothing.
  for (const auto &[Key, Text] : E.Flagged)
    if (Key.rfind("heuristic.", 0) == 0) {
      if (Text == "true" || Text == "false")
        F.Call.Values[findings::Key::written(Key)].Known = Text == "true";
      else
        F.Call.Values[findings::Key::written(Key)].Known =
            uint64_t(std::stoull(Text));
    }
  return F;
}

int doctor::writeRules(const RulesCommand &Command) {
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  const kb::KnowledgeBase *Kb = knowledgeBase(Command.KnowledgeBase, Loaded);
  if (!Kb)
    return WrongUse;
  std::vector<findings::Finding> Findings;
  for (const kb::Experiment &E : Kb->experiments()) {
    if (E.Functions.empty())
      Findings.push_back(ownFinding(E, ""));
    for (const std::string &Function : E.Functions)
      Findings.push_back(ownFinding(E, Function));
  }
  findings::ToolDescription Tool;
  Tool.Name = "cublaslt-doctor";
  Tool.Version = CUBLASLT_TIDY_VERSION;
  auto Document = findings::SarifDocument::create(Tool, Findings, *Kb);
  std::string Error = Document.write(Command.Output);
  if (!Error.empty())
    return complain(Error);
  std::printf("%zu flagged forms written to %s\n", Findings.size(),
              kb::shown(Command.Output).c_str());
  return 0;
}
