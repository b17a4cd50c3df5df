//===-- UnitAnalysis.cpp - analysis of units, each in a process -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "UnitAnalysis.h"
#include "../ReportedFindings.h"
#include "checks/model/Knowledge.h"
#include "findings/Sarif.h"
#include "tools/hosts/RegularFiles.h"
#include <cerrno>
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <clang/Basic/Version.h>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <llvm/Support/raw_ostream.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cublaslt::tidy {
namespace {

using namespace clang::tooling;

class OneCommand : public CompilationDatabase {
public:
  explicit OneCommand(const CompileCommand &Command) : Command(Command) {}
  std::vector<CompileCommand>
  getCompileCommands(llvm::StringRef) const override {
    return {Command};
  }

private:
  const CompileCommand &Command;
};

/// In the child: analyses \p Unit and writes to \p Output.
int analyse(const UnitToAnalyse &Unit, int Output) {
  auto Provider = std::make_unique<clang::tidy::DefaultOptionsProvider>(
      clang::tidy::ClangTidyGlobalOptions(), Unit.Options);
#if CLANG_VERSION_MAJOR >= 22
  clang::tidy::ClangTidyContext Context(std::move(Provider), false, false,
                                        false);
#else
  clang::tidy::ClangTidyContext Context(std::move(Provider));
#endif
  auto Files = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      regularFilesOf(llvm::vfs::getRealFileSystem()));
  std::vector<clang::tidy::ClangTidyError> Errors = clang::tidy::runClangTidy(
      Context, OneCommand(Unit.Command), {Unit.Command.Filename}, Files,
      /*ApplyAnyFix=*/false, /*EnableCheckProfile=*/false, ""
#ifdef CUBLASLT_CLANGTIDY_HAS_QUIET
      ,
      /*Quiet=*/true
#endif
  );
  ReportedFindings Found = collectFindings(Errors);
  std::vector<findings::Finding> All = std::move(Found.CompileErrors);
  for (const auto *List : {&Found.Findings, &Found.NotFollowed})
    All.insert(All.end(), List->begin(), List->end());
  findings::ToolDescription Tool;
  Tool.Name = "cublaslt-tidy";
  llvm::raw_fd_ostream Out(Output, /*shouldClose=*/false);
  Out << findings::SarifDocument::create(Tool, All,
                                         checks::activeKnowledgeBase())
             .text();
  Out.flush();
  if (!Out.has_error())
    return 0;
  llvm::errs() << "the findings cannot be handed over: "
               << Out.error().message() << '\n';
  Out.clear_error();
  return 1;
}

/// What comes out of an analysis comes through pipes: no file is left of it,
/// however a run ends.
struct Child {
  size_t Index = 0;
  pid_t Process = -1;
  /// Its findings and its standard error; closed ones are -1.
  int Pipes[2] = {-1, -1};
  std::string Texts[2];

  bool isAtEnd() const { return Pipes[0] < 0 && Pipes[1] < 0; }
  void read(int Which) {
    char Buffer[1 << 16];
    const ssize_t Size = ::read(Pipes[Which], Buffer, sizeof(Buffer));
    if (Size > 0)
      Texts[Which].append(Buffer, Size);
    else if (Size == 0 || errno != EINTR) {
      close(Pipes[Which]);
      Pipes[Which] = -1;
    }
  }
};

UnitOutcome outcomeOf(const Child &C, int Status) {
  UnitOutcome Outcome;
  if (WIFEXITED(Status) && WEXITSTATUS(Status) == 0)
    Outcome.Sarif = C.Texts[0];
  else if (WIFSIGNALED(Status))
    Outcome.Problem = std::string("the analysis ended with ") +
                      strsignal(WTERMSIG(Status)) +
                      "; please report it with the file";
  else
    Outcome.Problem = "the analysis failed: " +
                      llvm::StringRef(C.Texts[1]).split('\n').first.str();
  return Outcome;
}

/// Starts the analysis of \p Unit as \p C. One line on why not, or empty.
std::string start(const UnitToAnalyse &Unit, Child &C) {
  int Ends[2][2];
  for (auto &Each : Ends)
    if (pipe2(Each, O_CLOEXEC) != 0)
      return std::string("no pipe can be made: ") + strerror(errno);
  llvm::outs().flush();
  llvm::errs().flush();
  const pid_t Parent = getpid();
  C.Process = fork();
  if (C.Process == 0) {
    // However the run ends, nobody wants this any more.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != Parent)
      _exit(1);
    // The crash report of clang would be read as the caller's own.
    dup2(Ends[1][1], STDERR_FILENO);
    int Result = analyse(Unit, Ends[0][1]);
    llvm::errs().flush();
    _exit(Result);
  }
  const std::string Problem =
      C.Process < 0
          ? std::string("no process can be started: ") + strerror(errno)
          : "";
  for (int I : {0, 1}) {
    close(Ends[I][1]);
    if (C.Process > 0)
      C.Pipes[I] = Ends[I][0];
    else
      close(Ends[I][0]);
  }
  return Problem;
}

/// Reads what those of \p Running have to say, until one of them is at its end;
/// its place in the list.
size_t waitForOne(std::vector<Child> &Running) {
  for (;;) {
    for (size_t I = 0; I < Running.size(); ++I)
      if (Running[I].isAtEnd())
        return I;
    std::vector<pollfd> Waiting;
    for (const Child &Each : Running)
      for (int Pipe : Each.Pipes)
        Waiting.push_back({Pipe, POLLIN, 0}); // -1 is passed over
    if (poll(Waiting.data(), Waiting.size(), -1) < 0)
      continue;
    for (size_t I = 0; I < Waiting.size(); ++I)
      if (Waiting[I].revents != 0)
        Running[I / 2].read(I % 2);
  }
}

} // namespace

void analyseUnits(
    const std::vector<UnitToAnalyse> &Units, unsigned Jobs,
    const std::function<void(size_t Index, UnitOutcome Outcome)> &Done) {
  std::vector<Child> Running;
  auto takeOne = [&] {
    const size_t At = waitForOne(Running);
    Child C = std::move(Running[At]);
    Running.erase(Running.begin() + At);
    int Status = 0;
    while (waitpid(C.Process, &Status, 0) < 0 && errno == EINTR)
      continue;
    Done(C.Index, outcomeOf(C, Status));
  };
  for (size_t I = 0; I < Units.size(); ++I) {
    if (Running.size() >= Jobs)
      takeOne();
    Child C;
    C.Index = I;
    UnitOutcome Failed;
    Failed.Problem = start(Units[I], C);
    if (Failed.Problem.empty())
      Running.push_back(std::move(C));
    else
      Done(I, std::move(Failed));
  }
  while (!Running.empty())
    takeOne();
}

} // namespace cublaslt::tidy
