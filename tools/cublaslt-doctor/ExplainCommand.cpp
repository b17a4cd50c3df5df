//===-- ExplainCommand.cpp - cublaslt-doctor explain ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/Advice.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::doctor;

/// Columns of the terminal; 80 where there is none.
static size_t terminalWidth() {
  winsize Size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &Size) == 0 && Size.ws_col >= 20)
    return Size.ws_col;
  const char *Columns = std::getenv("COLUMNS");
  int Number = Columns ? std::atoi(Columns) : 0;
  return Number >= 20 && Number <= 1000 ? static_cast<size_t>(Number) : 80;
}

/// Prints \p Text broken at spaces, each line after \p Indent columns, in which
/// the first line has \p Title.
static void print(const std::string &Text, size_t Indent, size_t Width,
                  const std::string &Title = "") {
  std::istringstream Words(Text);
  std::string Word, Line = Title;
  Line.resize(Indent, ' ');
  bool IsEmpty = true;
  while (Words >> Word) {
    if (!IsEmpty && Line.size() + 1 + Word.size() > Width) {
      std::printf("%s\n", Line.c_str());
      Line.assign(Indent, ' ');
      IsEmpty = true;
    }
    Line += (IsEmpty ? "" : " ") + Word;
    IsEmpty = false;
  }
  if (Line.size() > Indent)
    std::printf("%s\n", Line.c_str());
}

static void printClaim(const kb::Claim &C, const char *What, size_t Width) {
  std::string Rate =
      C.RatePercent ? ", " + std::to_string(*C.RatePercent) + " % claimed" : "";
  std::printf("\n%s (%s%s)\n", What, C.Id.c_str(), Rate.c_str());
  print(C.Text, 2, Width);
  for (const kb::Measurement &M : C.Measured) {
    print(M.Verdict + " on " + M.Device + ", driver " + M.Driver + ", " +
              M.Library + (M.Date.empty() ? "" : ", " + M.Date) + ":",
          4, Width);
    print(M.Evidence, 6, Width);
  }
  if (C.Measured.empty())
    print("not measured" +
              (C.NotCheckable.empty() ? "" : ": " + C.NotCheckable),
          4, Width);
}

/// What a person who has met the error needs; \p IsVerbose: and what the
/// entry's source claims, with all measurements.
static void explainEntry(const kb::Entry &E, const kb::KnowledgeBase &Kb,
                         size_t Width, bool IsVerbose) {
  static constexpr size_t Indent = 12;
  std::printf("%s\n", E.Id.c_str());
  print(E.Title, 0, Width);
  if (E.Answer.empty())
    print(E.RootCause.Text, 2, Width);
  // The title of an entry may end with the call whose line it is.
  const kb::CallKind Kind = kindOf(E.Title.substr(E.Title.rfind(' ') + 1), Kb);
  for (const kb::Advice &Line : kb::adviceOf(E, Kind)) {
    print(Line.text(), Indent, Width, kb::titleOf(Line.What));
    for (const std::string &Evidence : Line.Evidence)
      if (IsVerbose)
        print(Evidence, Indent + 2, Width);
  }
  std::string Rules;
  for (const kb::Rule &R : Kb.rules())
    for (const kb::Derivation &D : R.DerivedFrom)
      if (D.Entry == E.Id) {
        Rules += (Rules.empty() ? "" : ", ") + R.Name;
        break;
      }
  if (!Rules.empty())
    print(Rules, Indent, Width, "rules");
  if (!IsVerbose)
    return;
  printClaim(E.RootCause, "Cause, as claimed", Width);
  for (const kb::Claim &C : E.Workarounds)
    printClaim(C, "Workaround, as claimed", Width);
  for (const kb::Claim &C : E.DeadEnds)
    printClaim(C, "Dead end, as claimed", Width);
}

static void explainRule(const kb::Rule &R, const kb::KnowledgeBase &Kb,
                        size_t Width) {
  std::printf("%s (level %d)\n", R.Name.c_str(), R.Level);
  print(R.Summary, 0, Width);
  std::printf("\nWhy\n");
  print(R.Rationale, 2, Width);
  std::printf("\nWhat happens\n");
  for (const auto &Effect : R.Effects)
    print(Effect.first + ": " + R.observed(Effect.first), 2, Width);
  std::printf("\nWhat to do\n");
  print(R.Advice, 2, Width);
  if (!R.Avoid.empty()) {
    std::printf("\nWhat not to try\n");
    print(R.Avoid, 2, Width);
  }
  std::printf("\nRests on\n");
  for (const kb::Derivation &D : R.DerivedFrom)
    print(D.Entry.empty() ? D.Measurement : D.Entry + ", " + D.Claim, 2, Width);
  auto Cases = Kb.experimentsOf(R.Name);
  if (!Cases.empty())
    std::printf("\nConfirmed by\n");
  for (const kb::Experiment *E : Cases)
    print(E->Id + (E->Case.empty() ? "" : "/" + E->Case) + " (" + E->Decides +
              (E->NeedsGpu ? ", needs a GPU)" : ", without a GPU too)"),
          2, Width);
}

int doctor::explain(const ExplainCommand &Command) {
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  const kb::KnowledgeBase *Kb = knowledgeBase(Command.KnowledgeBase, Loaded);
  if (!Kb)
    return WrongUse;
  if (const kb::Entry *E = Kb->entry(Command.Name))
    explainEntry(*E, *Kb, terminalWidth(), Command.IsVerbose);
  else if (const kb::Rule *R = Kb->rule(Command.Name))
    explainRule(*R, *Kb, terminalWidth());
  else if (Command.Name.find(' ') != std::string::npos)
    return explainLine(Command, *Kb);
  else
    return complain(
        "explain: found '" + Command.Name +
        "', expected a rule or an entry of the knowledge base, or a "
        "line of a log in quotes");
  return 0;
}
