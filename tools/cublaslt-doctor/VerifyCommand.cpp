//===-- VerifyCommand.cpp - cublaslt-doctor verify ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "kb/KnowledgeBase.h"
#include "kb/Shown.h"
#include "runtime-check/Verifier.h"
#include "runtime-check/report/Text.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include "tools/cublaslt-doctor/EarlierVerdicts.h"
#include "tools/cublaslt-doctor/Session.h"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <optional>
#include <unistd.h>

using namespace cublaslt;
using namespace cublaslt::doctor;
using findings::Finding;
namespace fs = std::filesystem;

static const std::string VerifiedEnding = ".verified.sarif";

/// "findings.sarif" gives "findings.verified.sarif".
static std::string defaultOutput(const std::string &Input) {
  static const std::string Ending = ".sarif";
  bool HasEnding =
      Input.size() > Ending.size() &&
      Input.compare(Input.size() - Ending.size(), Ending.size(), Ending) == 0;
  return (HasEnding ? Input.substr(0, Input.size() - Ending.size()) : Input) +
         VerifiedEnding;
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

/// "2/5" as {2, 5}; nothing when it is no such text.
static std::optional<std::pair<size_t, size_t>>
shardOf(const std::string &Text) {
  unsigned Number = 0, Count = 0;
  int Length = 0;
  if (Text.size() > 12 ||
      std::sscanf(Text.c_str(), "%u/%u%n", &Number, &Count, &Length) != 2 ||
      static_cast<size_t>(Length) != Text.size() || Number < 1 ||
      Number > Count)
    return std::nullopt;
  return std::make_pair(size_t(Number), size_t(Count));
}

static int exitCode(const runtime::Tally &T, bool IsWhole) {
  if (!IsWhole)
    return NotWhole;
  if (T.NeedsGpu)
    return LacksEnvironment;
  return T.standing() || T.Inconclusive ? Standing : AllRefuted;
}

bool doctor::isFinal(const Finding &F) {
  return F.HasVerdict && F.TheVerdict.Kind != findings::VerdictKind::NeedsGpu;
}

/// Of the calls that findings are about.
static const kb::Api *apiOf(const kb::KnowledgeBase &Kb) {
  return Kb.apis().empty() ? nullptr : &Kb.apis().front();
}

using Values = findings::CallValues;

static bool areSame(const Values &One, const Values &Other) {
  return One.size() == Other.size() &&
         std::equal(One.begin(), One.end(), Other.begin(),
                    [](const auto &A, const auto &B) {
                      return A.first == B.first &&
                             A.second.Known == B.second.Known;
                    });
}

bool doctor::isSameQuestion(const Finding &One, const Finding &Other) {
  if (One.Rule != Other.Rule || One.HasCall != Other.HasCall ||
      One.Call.Path.size() != Other.Call.Path.size() ||
      !areSame(One.Call.Values, Other.Call.Values))
    return false;
  for (size_t I = 0; I < One.Call.Path.size(); ++I) {
    const findings::PathStep &A = One.Call.Path[I], &B = Other.Call.Path[I];
    if (A.Function != B.Function || A.TheOutcome != B.TheOutcome ||
        A.IsFlagged != B.IsFlagged || !areSame(A.Values, B.Values))
      return false;
  }
  return true;
}

/// Says that \p Path may lack findings.
static void warnOfFailedRun(const std::string &Path) {
  complain(Path + ": the analysis that wrote it failed (executionSuccessful is "
                  "false), so findings may be missing; mend what it names and "
                  "analyse again");
}

namespace {
/// While it lives, a signal to end ends the runs, not the program: what is
/// finished is still written. Not while a file is read, which may be a pipe.
class SignalsEndRuns {
public:
  SignalsEndRuns() {
    for (size_t I = 0; I < std::size(Signals); ++I)
      Before[I] =
          std::signal(Signals[I], [](int) { runtime::interruptChildren(); });
  }
  SignalsEndRuns(const SignalsEndRuns &) = delete;
  SignalsEndRuns &operator=(const SignalsEndRuns &) = delete;
  ~SignalsEndRuns() {
    for (size_t I = 0; I < std::size(Signals); ++I)
      std::signal(Signals[I], Before[I]);
  }

private:
  static constexpr int Signals[] = {SIGINT, SIGTERM, SIGHUP};
  void (*Before[std::size(Signals)])(int);
};
} // namespace

/// One file; its exit code.
static int verifyFile(const VerifyCommand &Command, const std::string &Input,
                      const std::string &Output,
                      findings::NamedBy OutputNamedBy,
                      const kb::KnowledgeBase &Kb,
                      runtime::Verifier &Verifier) {
  std::string Error;
  auto Document = findings::SarifDocument::read(Input, Error);
  if (!Document)
    return complain(Error);
  const bool IsWhole = !Document->hasFailedRun();
  if (!IsWhole)
    warnOfFailedRun(Input);
  Error = whyNotWritable(Output);
  if (!Error.empty())
    return complain(Error);
  const std::vector<Finding> Findings = Document->findings(apiOf(Kb));
  auto Chosen = selected(Command.Only, Findings, Kb, Error);
  if (!Chosen)
    return complain(Error);
  if (!Command.Shard.empty()) {
    auto Shard = shardOf(Command.Shard);
    if (!Shard)
      return complain("--shard=" + Command.Shard +
                      ": expected i/n with i from 1 to n");
    Chosen->erase(std::remove_if(Chosen->begin(), Chosen->end(),
                                 [&](size_t I) {
                                   return I % Shard->second != Shard->first - 1;
                                 }),
                  Chosen->end());
  }
  const std::vector<size_t> Asked = *Chosen;
  EarlierVerdicts Earlier;
  if (Command.Resume || !Command.Only.empty() || !Command.Shard.empty()) {
    Error = Earlier.read(Output, apiOf(Kb));
    if (!Error.empty())
      return complain(Error);
    Earlier.keep(*Document, Findings, Command.Resume, *Chosen);
  }
  Session S(Command, Verifier, *Document, Findings, Output, OutputNamedBy);
  {
    SignalsEndRuns Guard;
    Error = S.run(*Chosen);
  }
  if (!Error.empty())
    return complain(Error);
  if (!Command.Emit.empty()) {
    Error = writeReproducers(Command.Emit, Document->findings(apiOf(Kb)), Asked,
                             Verifier);
    if (!Error.empty())
      return complain(Error);
  }
  runtime::Tally Tally = S.tally();
  bool AskedMachine = Tally.all() != Tally.NotVerifiable;
  for (const findings::Verdict &Kept : Earlier.taken())
    Tally.add({"", Kept});
  std::string Machine =
      runtime::summaryLine(Tally, AskedMachine ? &Verifier.facts() : nullptr);
  if (S.left())
    Machine += "; interrupted, " + std::to_string(S.left()) +
               " left: go on with --resume";
  std::printf("%s; written to %s\n", Machine.c_str(),
              kb::shown(Output).c_str());
  return S.left() ? static_cast<int>(Interrupted) : exitCode(Tally, IsWhole);
}

/// The findings files of a folder, in order of their names.
static std::vector<std::string> filesOf(const std::string &Folder) {
  std::vector<std::string> Files;
  std::error_code Error;
  for (const auto &Entry : fs::directory_iterator(Folder, Error)) {
    std::string Name = Entry.path().string();
    bool IsVerified = Name.size() > VerifiedEnding.size() &&
                      Name.compare(Name.size() - VerifiedEnding.size(),
                                   std::string::npos, VerifiedEnding) == 0;
    if (Entry.path().extension() == ".sarif" && !IsVerified)
      Files.push_back(Name);
  }
  std::sort(Files.begin(), Files.end());
  return Files;
}

int doctor::verify(const VerifyCommand &Command,
                   const runtime::ExperimentRegistry &Registry,
                   runtime::ChildLimits Limits) {
  std::unique_ptr<kb::KnowledgeBase> Loaded;
  const kb::KnowledgeBase *Kb = knowledgeBase(Command.KnowledgeBase, Loaded);
  if (!Kb)
    return WrongUse;
  Limits.Time = std::chrono::seconds(Command.TimeoutSeconds);
  runtime::Verifier Verifier(*Kb, Registry, Limits);
  using findings::NamedBy;
  std::error_code Error;
  if (!fs::is_directory(Command.Input, Error)) {
    const bool IsNamed = !Command.Output.empty();
    return verifyFile(Command, Command.Input,
                      IsNamed ? Command.Output : defaultOutput(Command.Input),
                      IsNamed ? NamedBy::User : NamedBy::Program, *Kb,
                      Verifier);
  }
  std::vector<std::string> Files = filesOf(Command.Input);
  if (Files.empty())
    return complain(Command.Input +
                    ": found no .sarif file, expected findings");
  if (!Command.Output.empty() && !fs::is_directory(Command.Output, Error))
    return complain("-o " + Command.Output +
                    ": expected a folder, as the input is one");
  int Worst = AllRefuted;
  for (const std::string &File : Files) {
    std::string Output = defaultOutput(File);
    if (!Command.Output.empty())
      Output =
          (fs::path(Command.Output) / fs::path(Output).filename()).string();
    std::printf("%s\n", kb::shown(File).c_str());
    int Code =
        verifyFile(Command, File, Output, NamedBy::Program, *Kb, Verifier);
    if (Code == WrongUse || Code == Interrupted)
      return Code;
    Worst = std::max(Worst, Code);
  }
  return Worst;
}

int doctor::merge(const MergeCommand &Command) {
  std::string Error;
  std::unique_ptr<findings::SarifDocument> Whole;
  std::vector<Finding> Findings;
  size_t Verdicts = 0;
  bool IsWhole = true;
  for (const std::string &Path : Command.Inputs) {
    if (findings::isSameFile(Path, Command.Output))
      return complain("-o " + Command.Output +
                      ": found one of the parts, expected another file");
    auto Part = findings::SarifDocument::read(Path, Error);
    if (!Part)
      return complain(Error);
    if (Part->hasFailedRun()) {
      warnOfFailedRun(Path);
      IsWhole = false;
    }
    auto Own = Part->findings();
    if (!Whole) {
      Whole = std::move(Part);
      Findings = std::move(Own);
      continue;
    }
    if (Own.size() != Findings.size())
      return complain(Path + ": found " + std::to_string(Own.size()) +
                      " findings, expected the " +
                      std::to_string(Findings.size()) + " of " +
                      Command.Inputs.front());
    for (size_t I = 0; I < Own.size(); ++I) {
      if (!isSameQuestion(Own[I], Findings[I]))
        return complain(Path + ": finding " + std::to_string(I + 1) +
                        " is another one than in " + Command.Inputs.front());
      if (isFinal(Own[I]) || (Own[I].HasVerdict && !Findings[I].HasVerdict)) {
        Findings[I].HasVerdict = true;
        Findings[I].TheVerdict = Own[I].TheVerdict;
        Whole->setVerdict(I, Own[I].TheVerdict);
      }
    }
  }
  runtime::Tally Tally;
  for (const Finding &F : Findings) {
    runtime::Examined E;
    E.TheVerdict = F.TheVerdict;
    if (!F.HasVerdict)
      E.NotVerifiable = "no verdict";
    Verdicts += F.HasVerdict;
    Tally.add(E);
  }
  Error = Whole->write(Command.Output);
  if (!Error.empty())
    return complain(Error);
  std::printf("%zu findings, %zu with a verdict; written to %s\n",
              Findings.size(), Verdicts, kb::shown(Command.Output).c_str());
  return exitCode(Tally, IsWhole);
}
