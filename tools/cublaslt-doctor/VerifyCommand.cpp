//===-- VerifyCommand.cpp - cublaslt-doctor verify ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/Verifier.h"
#include "runtime-check/report/Text.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::doctor;
using findings::Finding;

static int complain(const std::string &Message) {
  std::fflush(stdout);
  std::fprintf(stderr, "cublaslt-doctor: %s\n",
               runtime::printable(Message).c_str());
  return WrongUse;
}

/// "findings.sarif" gives "findings.verified.sarif".
static std::string defaultOutput(const std::string &Input) {
  static const std::string Ending = ".sarif";
  bool HasEnding =
      Input.size() > Ending.size() &&
      Input.compare(Input.size() - Ending.size(), Ending.size(), Ending) == 0;
  return (HasEnding ? Input.substr(0, Input.size() - Ending.size()) : Input) +
         ".verified.sarif";
}

/// Why nothing can be written there; found out before minutes of runs.
static std::string whyNotWritable(const std::string &Path) {
  size_t Slash = Path.rfind('/');
  std::string Folder = Slash == std::string::npos ? "."
                       : Slash == 0               ? "/"
                                                  : Path.substr(0, Slash);
  if (access(Folder.c_str(), W_OK | X_OK) == 0)
    return "";
  return "cannot write to the folder " + Folder + ": " + std::strerror(errno);
}

/// Which findings --only names, by index from 0; with an error in one line.
static std::optional<std::vector<size_t>>
selected(const std::string &Only, const std::vector<Finding> &Findings,
         const kb::KnowledgeBase &Kb, std::string &Error) {
  std::vector<size_t> All;
  for (size_t I = 0; I < Findings.size(); ++I)
    All.push_back(I);
  if (Only.empty())
    return All;
  if (Only.find_first_not_of("0123456789") == std::string::npos) {
    size_t Number =
        Only.size() > 9 ? 0 : std::strtoul(Only.c_str(), nullptr, 10);
    if (Number >= 1 && Number <= Findings.size())
      return std::vector<size_t>{Number - 1};
    Error = "--only=" + Only +
            ": there is no finding of this number, the file "
            "has " +
            std::to_string(Findings.size());
    return std::nullopt;
  }
  All.erase(std::remove_if(All.begin(), All.end(),
                           [&](size_t I) { return Findings[I].Rule != Only; }),
            All.end());
  if (All.empty() && !Kb.rule(Only)) {
    Error = "--only=" + Only +
            ": neither a number nor a rule of the file or "
            "the knowledge base";
    return std::nullopt;
  }
  return All;
}

static int exitCode(const runtime::Tally &T) {
  if (T.NeedsGpu)
    return LacksEnvironment;
  return T.Confirmed || T.Inconclusive ? Standing : AllRefuted;
}

int doctor::verify(const VerifyCommand &Command,
                   const runtime::ExperimentRegistry &Registry,
                   runtime::ChildLimits Limits) {
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  if (!Command.KnowledgeBase.empty()) {
    kb::LoadError Error;
    Loaded = kb::KnowledgeBase::load(Command.KnowledgeBase, Error);
    if (!Loaded)
      return complain(Error.Message);
  }
  const kb::KnowledgeBase &Kb = Loaded ? *Loaded : kb::KnowledgeBase::builtin();

  std::string Error;
  auto Document = findings::SarifDocument::read(Command.Input, Error);
  if (!Document)
    return complain(Error);
  std::string Output =
      Command.Output.empty() ? defaultOutput(Command.Input) : Command.Output;
  Error = whyNotWritable(Output);
  if (!Error.empty())
    return complain(Error);
  const std::vector<Finding> Findings = Document->findings();
  auto Chosen = selected(Command.Only, Findings, Kb, Error);
  if (!Chosen)
    return complain(Error);

  Limits.Time = std::chrono::seconds(Command.TimeoutSeconds);
  runtime::Verifier Verifier(Kb, Registry, Limits);
  runtime::Tally Tally;
  bool Colours = isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
  for (size_t Index : *Chosen) {
    runtime::Examined Result = Verifier.examine(Findings[Index]);
    Tally.add(Result);
    if (Result.hasVerdict())
      Document->setVerdict(Index, Result.TheVerdict);
    std::printf("[%zu/%zu] %s\n", Index + 1, Findings.size(),
                runtime::findingLine(Findings[Index], Result, Colours).c_str());
    std::fflush(stdout);
  }
  Error = Document->write(Output);
  if (!Error.empty())
    return complain(Error);
  std::string Machine = runtime::summaryLine(
      Tally, Tally.all() == Tally.NotVerifiable ? runtime::DeviceFacts()
                                                : Verifier.facts());
  std::printf("%s; written to %s\n", Machine.c_str(),
              runtime::printable(Output).c_str());
  return exitCode(Tally);
}
