//===-- MeasureCommand.cpp - cublaslt-doctor kb measure -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/WholeFile.h"
#include "kb/Shown.h"
#include "runtime-check/Verifier.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <cstdio>
#include <fstream>
#include <sstream>

using namespace cublaslt;
using namespace cublaslt::doctor;
using findings::VerdictKind;

namespace {
struct Measured {
  std::string Claim;
  kb::Measurement Item;
};
} // namespace

/// What the experiment's outcome proves about the claim; may be empty.
static std::string verdictOf(VerdictKind Kind, const std::string &IfConfirmed) {
  if (Kind == VerdictKind::Inconclusive)
    return "inconclusive";
  // A claim is about the form.
  if (findings::isStanding(Kind))
    return IfConfirmed;
  if (Kind == VerdictKind::Refuted)
    return IfConfirmed == "confirmed" ? "refuted" : "confirmed";
  return "";
}

/// In double quotes, as YAML and JSON take it.
static std::string inQuotes(const std::string &Text) {
  std::string Out = "\"";
  for (char C : kb::shown(Text)) {
    if (C == '"' || C == '\\')
      Out += '\\';
    Out += C;
  }
  return Out + "\"";
}

static std::vector<std::string> itemLines(const kb::Measurement &M,
                                          const std::string &Indent) {
  std::vector<std::string> Lines;
  auto Add = [&](const char *Key, const std::string &Value) {
    Lines.push_back(Indent + (Lines.empty() ? "- " : "  ") + Key + ": " +
                    inQuotes(Value));
  };
  Add("device", M.Device);
  Add("computeCapability", M.ComputeCapability);
  Add("driver", M.Driver);
  Add("library", M.Library);
  Add("date", M.Date);
  Add("verdict", M.Verdict);
  Add("experiment", M.Experiment);
  Add("evidence", M.Evidence);
  return Lines;
}

static size_t indentOf(const std::string &Line) {
  return std::min(Line.find_first_not_of(' '), Line.size());
}

/// Puts the item into the claim's `measured` list, in place of the one of the
/// same experiment, machine and library. The rest of the file, comments and
/// claims included, stays as it is.
static bool insert(std::vector<std::string> &Lines, const Measured &M) {
  size_t At = 0;
  auto IsId = [&](const std::string &Line) {
    size_t Start = Line.find("id: " + M.Claim);
    return Start != std::string::npos &&
           Line.size() == Start + 4 + M.Claim.size();
  };
  while (At < Lines.size() && !IsId(Lines[At]))
    ++At;
  while (At < Lines.size() && Lines[At].find("measured:") == std::string::npos)
    ++At;
  if (At == Lines.size())
    return false;
  size_t Own = indentOf(Lines[At]);
  std::string Indent(Own + 2, ' ');
  Lines[At] = std::string(Own, ' ') + "measured:";
  size_t First = At + 1, End = First;
  for (size_t I = First; I <= Lines.size(); ++I) {
    bool IsInside =
        I < Lines.size() && !Lines[I].empty() && indentOf(Lines[I]) > Own;
    bool IsNextItem = IsInside && Lines[I].rfind(Indent + "- ", 0) == 0;
    if (I > First && (IsNextItem || !IsInside)) {
      std::string Item;
      for (size_t J = End; J < I; ++J)
        Item += Lines[J] + "\n";
      bool IsSame = Item.find("experiment: " + inQuotes(M.Item.Experiment)) !=
                        std::string::npos &&
                    Item.find(M.Item.Device) != std::string::npos &&
                    Item.find("library: " + inQuotes(M.Item.Library)) !=
                        std::string::npos;
      if (IsSame) {
        Lines.erase(Lines.begin() + End, Lines.begin() + I);
        I = End;
        IsInside =
            I < Lines.size() && !Lines[I].empty() && indentOf(Lines[I]) > Own;
      }
      End = I;
    }
    if (!IsInside)
      break;
  }
  auto Added = itemLines(M.Item, Indent);
  Lines.insert(Lines.begin() + First, Added.begin(), Added.end());
  return true;
}

static std::string update(const std::string &Path,
                          const std::vector<Measured> &All) {
  std::ifstream File(Path);
  std::vector<std::string> Lines;
  for (std::string Line; std::getline(File, Line);)
    Lines.push_back(Line);
  if (Lines.empty())
    return Path + ": found nothing to read, expected the entry";
  for (auto It = All.rbegin(); It != All.rend(); ++It)
    if (!insert(Lines, *It))
      return Path + ": found no list 'measured' of " + It->Claim;
  std::string Text;
  for (const std::string &Line : Lines)
    Text += Line + "\n";
  return findings::writeWhole(Path, Text, findings::NamedBy::Program);
}

int doctor::measure(const MeasureCommand &Command,
                    const runtime::ExperimentRegistry &Registry,
                    runtime::ChildLimits Limits) {
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  const kb::KnowledgeBase *Kb = knowledgeBase(Command.KnowledgeBase, Loaded);
  if (!Kb)
    return WrongUse;
  const kb::Entry *Entry = Kb->entry(Command.Entry);
  if (!Entry)
    return complain("kb measure: found '" + Command.Entry +
                    "', expected an entry of the knowledge base");
  runtime::Verifier Verifier(*Kb, Registry, Limits);
  std::vector<Measured> All;
  unsigned Undecided = 0;
  for (const kb::Experiment &E : Kb->experiments())
    for (const auto &[Name, IfConfirmed] : E.Measures) {
      if (Name.rfind(Entry->Id + "#", 0) != 0)
        continue;
      std::string Claim = Name.substr(Entry->Id.size() + 1);
      findings::Verdict V = Verifier.examine(ownFinding(E, "")).TheVerdict;
      Measured M{Claim,
                 {V.Device,
                  V.ComputeCapability.empty() ? "none" : V.ComputeCapability,
                  V.Driver, V.Library, V.Date, verdictOf(V.Kind, IfConfirmed),
                  "", V.Experiment}};
      if (M.Item.Verdict.empty()) {
        ++Undecided;
        std::printf("%s: %s: %s\n", Claim.c_str(), V.Experiment.c_str(),
                    kb::shown(V.Reason).c_str());
        continue;
      }
      M.Item.Evidence = (V.Reason.empty() ? "" : V.Reason + "; ") +
                        "flagged: " + V.Flagged.Summary +
                        "; control: " + V.Control.Summary;
      if (!V.Flagged.LibraryLog.empty())
        M.Item.Evidence +=
            "; the library says: " + V.Flagged.LibraryLog.front();
      std::printf("%s: %s by %s: %s\n", Claim.c_str(), M.Item.Verdict.c_str(),
                  V.Experiment.c_str(), kb::shown(M.Item.Evidence).c_str());
      std::fflush(stdout);
      All.push_back(M);
    }
  if (!Command.KnowledgeBase.empty() && !All.empty()) {
    std::string Path =
        Command.KnowledgeBase + "/entries/" + Entry->Id + ".yaml";
    std::string Error = update(Path, All);
    if (!Error.empty())
      return complain(Error);
    std::printf("%zu measurements written to %s\n", All.size(),
                kb::shown(Path).c_str());
  }
  return Undecided ? static_cast<int>(LacksEnvironment) : 0;
}
