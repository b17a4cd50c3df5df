//===-- LogCommand.cpp - cublaslt-doctor log ------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/LogCommand.h"
#include "findings/WholeFile.h"
#include "logs/FollowedFile.h"
#include "logs/LogReader.h"
#include "logs/LogReport.h"
#include "runtime-check/Verifier.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <set>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::doctor;
using logs::Diagnosis;
using logs::Problem;

static constexpr int FollowPause = 200; // milliseconds

static volatile std::sig_atomic_t IsStopped = 0;
static int StopPipe[2] = {-1, -1};

/// Ctrl-C ends the reading, not the report; the next one the replays. A read
/// that waits is woken by the pipe.
static void stopOnSignals() {
  if (pipe2(StopPipe, O_CLOEXEC | O_NONBLOCK) != 0)
    return; // then the signals do what they do
  struct sigaction Action = {};
  Action.sa_handler = [](int) {
    if (IsStopped)
      runtime::interruptChildren();
    IsStopped = 1;
    int Saved = errno;
    // What cannot be written is in the pipe already.
    [[maybe_unused]] ssize_t Written = write(StopPipe[1], "", 1);
    errno = Saved;
  };
  sigaction(SIGINT, &Action, nullptr);
  sigaction(SIGTERM, &Action, nullptr);
}

/// Whether \p Descriptor was open when the program began. One that was not is
/// made /dev/null, so that no file gets its number.
static bool wasOpen(int Descriptor) {
  if (fcntl(Descriptor, F_GETFD) >= 0)
    return true;
  open("/dev/null", O_RDWR);
  return false;
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
  void verify(std::vector<Diagnosis> &All, runtime::Verifier Verifier);
  void print(const std::string &Text);

  const LogCommand &Command;
  const kb::KnowledgeBase &Kb;
  logs::LogReader &Reader;
  const bool HasColours;
  logs::LogSummary Summary;
  std::set<uint64_t> Shown; ///< numbers, while following
  uint64_t Restarts = 0;
  bool IsPartlyRead = false; ///< an input ends early
  std::string WriteError;    ///< of standard output
};
} // namespace

std::string LogSession::readFile(const std::string &Path) {
  std::string Error;
  auto Source = logs::openBytes(Path, Error, StopPipe[0]);
  if (!Source)
    return Error;
  std::string Name = Path == "-" ? "standard input" : Path;
  Reader.begin(Name);
  Reader.read(*Source);
  Reader.end();
  if (Source->hasReadError())
    return Name + ": " + Source->problem();
  if (!Source->problem().empty() && !IsStopped) {
    IsPartlyRead = true;
    Summary.Notes.push_back(Name + ": " + Source->problem());
  }
  return "";
}

void LogSession::print(const std::string &Text) {
  if (!WriteError.empty())
    return;
  if (std::fwrite(Text.data(), 1, Text.size(), stdout) != Text.size() ||
      std::fflush(stdout) != 0)
    WriteError = std::strerror(errno);
}

void LogSession::showNew() {
  if (Command.Format != "text" || !Command.Output.empty())
    return;
  for (const Problem &P : Reader.problems().all())
    if (isWanted(P) && Shown.insert(P.Number).second)
      print(logs::problemText(Diagnosis(P, Kb), HasColours, Command.IsVerbose));
}

std::string LogSession::follow(const std::string &Path) {
  std::string Error;
  auto File = logs::FollowedFile::open(Path, Error, StopPipe[0]);
  if (!File)
    return Error;
  Reader.begin(Path);
  while (!IsStopped && File->problem().empty() && WriteError.empty()) {
    if (File->hasRestarted()) {
      Reader.end();
      ++Restarts;
    }
    Reader.read(*File);
    showNew();
    logs::waitFor(-1, StopPipe[0], FollowPause);
  }
  Reader.end();
  if (Restarts)
    Summary.Notes.push_back(
        Path + ": became shorter, or another file: read from its beginning" +
        (Restarts > 1 ? ", " + std::to_string(Restarts) + " times" : ""));
  return File->problem().empty() ? "" : Path + ": " + File->problem();
}

/// Hints come after what fails.
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

void LogSession::verify(std::vector<Diagnosis> &All,
                        runtime::Verifier Verifier) {
  for (Diagnosis &D : All) {
    if ((IsStopped && !Command.Follows) || runtime::areChildrenInterrupted()) {
      D.NotVerifiable = "interrupted before";
      continue;
    }
    runtime::Examined Result = Verifier.examine(D.finding());
    D.NotVerifiable = Result.NotVerifiable;
    if (Result.hasVerdict())
      D.Verdict = Result.TheVerdict;
  }
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
  const bool IsInterrupted = IsStopped && !Command.Follows;
  if (IsInterrupted)
    Summary.Notes.push_back("interrupted: only what came before was read");
  if (Command.Verifies)
    verify(All, runtime::Verifier(Kb, Registry, Limits));
  std::string Text;
  if (Command.Format == "json") {
    Text = logs::jsonReport(All, Summary);
  } else if (Command.Format == "sarif") {
    Text = logs::sarifReport(All, Summary, Kb, CUBLASLT_TIDY_VERSION);
  } else {
    for (const Diagnosis &D : All)
      if (!Shown.count(D.Of->Number) || Command.Verifies)
        Text += logs::problemText(D, HasColours, Command.IsVerbose);
    Text += logs::summaryText(All, Summary);
  }
  if (!Command.Output.empty()) {
    std::string Error =
        findings::writeWhole(Command.Output, Text, findings::NamedBy::User);
    if (!Error.empty())
      return complain(Error);
  } else {
    print(Text);
    if (!WriteError.empty())
      return complain("standard output: " + WriteError);
  }
  if (IsInterrupted || runtime::areChildrenInterrupted())
    return Interrupted;
  return !All.empty() ? Standing : IsPartlyRead ? WrongUse : 0;
}

int doctor::readLogs(const LogCommand &Command,
                     const runtime::ExperimentRegistry &Registry,
                     runtime::ChildLimits Limits) {
  const bool HasInput = wasOpen(STDIN_FILENO),
             HasOutput = wasOpen(STDOUT_FILENO);
  if (!HasOutput && Command.Output.empty())
    return complain("standard output: it is closed");
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  const kb::KnowledgeBase *Known = knowledgeBase(Command.KnowledgeBase, Loaded);
  if (!Known)
    return WrongUse;
  const kb::KnowledgeBase &Kb = *Known;
  std::string Error;
  auto Reader = logs::LogReader::create(Kb, Error);
  if (!Reader)
    return complain(Error);
  if (Command.Follows && Command.Inputs.size() != 1)
    return complain("--follow takes one file");
  stopOnSignals();
  Limits.Time = std::chrono::seconds(Command.TimeoutSeconds);
  LogSession Session(Command, Kb, *Reader);
  bool IsReadable = true;
  for (const std::string &Path : Command.Inputs) {
    if (IsStopped)
      break;
    Error = Path == "-" && !HasInput ? "standard input: it is closed"
            : Command.Follows        ? Session.follow(Path)
                                     : Session.readFile(Path);
    if (!Error.empty())
      complain(Error);
    IsReadable &= Error.empty();
  }
  int Code = Session.report(Registry, Limits);
  return IsReadable ? Code : WrongUse;
}

int doctor::explainLine(const ExplainCommand &Command,
                        const kb::KnowledgeBase &Kb) {
  std::string Error;
  auto Reader = logs::LogReader::create(Kb, Error);
  if (!Reader)
    return complain(logs::shown(Error));
  Reader->begin("line");
  Reader->read(*logs::bytesOf(Command.Name + "\n"));
  Reader->end();
  Reader->finish();
  const auto &Problems = Reader->problems().all();
  if (Problems.empty())
    return complain("explain: found '" + logs::shown(Command.Name) +
                    "', expected a line that names the library and a failure");
  for (const Problem &P : Problems)
    std::fputs(
        logs::problemText(Diagnosis(P, Kb),
                          isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR"),
                          Command.IsVerbose)
            .c_str(),
        stdout);
  return 0;
}
