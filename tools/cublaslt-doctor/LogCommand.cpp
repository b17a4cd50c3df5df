//===-- LogCommand.cpp - cublaslt-doctor log ------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/LogCommand.h"
#include "findings/WholeFile.h"
#include "runtime-check/Verifier.h"
#include "runtime-check/logs/FollowedFile.h"
#include "runtime-check/logs/LogReader.h"
#include "runtime-check/logs/LogReport.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <set>
#include <thread>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::doctor;
using logs::Diagnosis;
using logs::Problem;

static constexpr std::chrono::milliseconds FollowPause{200};

static volatile std::sig_atomic_t IsStopped = 0;

/// Ctrl-C ends the reading, not the report. Reads must not go on after it.
static void stopOnSignals() {
  struct sigaction Action = {};
  Action.sa_handler = [](int) { IsStopped = 1; };
  sigaction(SIGINT, &Action, nullptr);
  sigaction(SIGTERM, &Action, nullptr);
}

namespace {
class LogSession {
public:
  LogSession(const LogCommand &Command, const kb::KnowledgeBase &Kb,
             logs::LogReader &Reader)
      : Command(Command), Kb(Kb), Reader(Reader),
        HasColours(Command.Output.empty() && isatty(STDOUT_FILENO) &&
                   !std::getenv("NO_COLOR")) {}

  /// Empty, or what is wrong with \p Path.
  std::string readFile(const std::string &Path);
  std::string follow(const std::string &Path);
  int report(const runtime::ExperimentRegistry &Registry,
             const runtime::ChildLimits &Limits);

private:
  bool isWanted(const Problem &P) const {
    return Diagnosis(P, Kb).level() <= Command.Level;
  }
  void showNew();
  std::vector<Diagnosis> diagnoses();

  const LogCommand &Command;
  const kb::KnowledgeBase &Kb;
  logs::LogReader &Reader;
  const bool HasColours;
  logs::LogSummary Summary;
  std::set<uint64_t> Shown; ///< numbers, while following
};
} // namespace

std::string LogSession::readFile(const std::string &Path) {
  std::string Error;
  auto Source = logs::openBytes(Path, Error);
  if (!Source)
    return Error;
  std::string Name = Path == "-" ? "standard input" : Path;
  Reader.begin(Name);
  Reader.read(*Source);
  Reader.end();
  if (!Source->problem().empty())
    Summary.Notes.push_back(Name + ": " + Source->problem());
  return "";
}

void LogSession::showNew() {
  if (Command.Format != "text" || !Command.Output.empty())
    return;
  for (const Problem &P : Reader.problems().all())
    if (isWanted(P) && Shown.insert(P.Number).second)
      std::fputs(logs::problemText(Diagnosis(P, Kb), HasColours).c_str(),
                 stdout);
  std::fflush(stdout);
}

std::string LogSession::follow(const std::string &Path) {
  std::string Error;
  auto File = logs::FollowedFile::open(Path, Error);
  if (!File)
    return Error;
  Reader.begin(Path);
  while (!IsStopped && File->problem().empty()) {
    if (File->hasRestarted()) {
      Reader.end();
      Summary.Notes.push_back(
          Path + ": became shorter, or another file: read from its beginning");
    }
    Reader.read(*File);
    showNew();
    std::this_thread::sleep_for(FollowPause);
  }
  Reader.read(*File);
  Reader.end();
  if (!File->problem().empty())
    Summary.Notes.push_back(Path + ": " + File->problem());
  return "";
}

/// Hints about speed come after what fails.
std::vector<Diagnosis> LogSession::diagnoses() {
  std::vector<Diagnosis> Result, Hints;
  for (const Problem &P : Reader.problems().all()) {
    Diagnosis D(P, Kb);
    if (D.level() > Command.Level)
      ++Summary.Hidden;
    else
      (D.level() == 2 ? Hints : Result).push_back(std::move(D));
  }
  std::move(Hints.begin(), Hints.end(), std::back_inserter(Result));
  return Result;
}

int LogSession::report(const runtime::ExperimentRegistry &Registry,
                       const runtime::ChildLimits &Limits) {
  Reader.finish();
  Summary.Lines = Reader.lines();
  Summary.Bytes = Reader.bytes();
  Summary.LeftOut = Reader.problems().leftOut();
  Summary.SawLibraryLog = Reader.sawLibraryLog();
  Summary.SawCalls = Reader.sawCalls();
  std::vector<Diagnosis> All = diagnoses();
  if (Command.Verifies) {
    runtime::Verifier Verifier(Kb, Registry, Limits);
    for (Diagnosis &D : All) {
      runtime::Examined Result = Verifier.examine(D.finding());
      D.NotVerifiable = Result.NotVerifiable;
      if (Result.hasVerdict())
        D.Verdict = Result.TheVerdict;
    }
  }
  std::string Text;
  if (Command.Format == "json") {
    Text = logs::jsonReport(All, Summary);
  } else if (Command.Format == "sarif") {
    Text = logs::sarifReport(All, Summary, Kb, CUBLASLT_TIDY_VERSION);
  } else {
    for (const Diagnosis &D : All)
      if (!Shown.count(D.Of->Number) || Command.Verifies)
        Text += logs::problemText(D, HasColours);
    Text += logs::summaryText(All, Summary);
  }
  if (!Command.Output.empty()) {
    std::string Error = findings::writeWhole(Command.Output, Text);
    if (!Error.empty())
      return complain(logs::shown(Error));
  } else {
    std::fwrite(Text.data(), 1, Text.size(), stdout);
    std::fflush(stdout);
  }
  return All.empty() ? 0 : Standing;
}

int doctor::readLogs(const LogCommand &Command,
                     const runtime::ExperimentRegistry &Registry,
                     runtime::ChildLimits Limits) {
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  const kb::KnowledgeBase *Known = knowledgeBase(Command.KnowledgeBase, Loaded);
  if (!Known)
    return WrongUse;
  const kb::KnowledgeBase &Kb = *Known;
  std::string Error;
  auto Reader = logs::LogReader::create(Kb, Error);
  if (!Reader)
    return complain(logs::shown(Error));
  if (Command.Follows && Command.Inputs.size() != 1)
    return complain("--follow takes one file");
  stopOnSignals();
  Limits.Time = std::chrono::seconds(Command.TimeoutSeconds);
  LogSession Session(Command, Kb, *Reader);
  bool IsReadable = true;
  for (const std::string &Path : Command.Inputs) {
    Error = Command.Follows ? Session.follow(Path) : Session.readFile(Path);
    if (!Error.empty())
      complain(logs::shown(Error));
    IsReadable &= Error.empty();
  }
  int Code = Session.report(Registry, Limits);
  return IsReadable ? Code : WrongUse;
}
