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
#include <cerrno>
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <clang/Basic/Version.h>
#include <cstring>
#include <fcntl.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;
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

/// In the child: analyses \p Unit and writes \p File.
int analyse(const UnitToAnalyse &Unit, const std::string &File) {
  auto Provider = std::make_unique<clang::tidy::DefaultOptionsProvider>(
      clang::tidy::ClangTidyGlobalOptions(), Unit.Options);
#if CLANG_VERSION_MAJOR >= 22
  clang::tidy::ClangTidyContext Context(std::move(Provider), false, false,
                                        false);
#else
  clang::tidy::ClangTidyContext Context(std::move(Provider));
#endif
  auto Files = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::vfs::getRealFileSystem());
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
  All.insert(All.end(), Found.Findings.begin(), Found.Findings.end());
  findings::ToolDescription Tool;
  Tool.Name = "cublaslt-tidy";
  std::string Problem =
      findings::SarifDocument::create(Tool, All, checks::activeKnowledgeBase())
          .write(File);
  if (Problem.empty())
    return 0;
  llvm::errs() << Problem << '\n';
  return 1;
}

struct Child {
  size_t Index;
  std::string Output, Log;
};

std::string firstLineOf(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return {};
  return (*Buffer)->getBuffer().split('\n').first.str();
}

UnitOutcome outcomeOf(const Child &C, int Status) {
  UnitOutcome Outcome;
  auto Written = llvm::MemoryBuffer::getFile(C.Output);
  if (WIFEXITED(Status) && WEXITSTATUS(Status) == 0 && Written)
    Outcome.Sarif = (*Written)->getBuffer().str();
  else if (WIFSIGNALED(Status))
    Outcome.Problem = std::string("the analysis ended with ") +
                      strsignal(WTERMSIG(Status)) +
                      "; please report it with the file";
  else
    Outcome.Problem = "the analysis failed: " + firstLineOf(C.Log);
  fs::remove(C.Output);
  fs::remove(C.Log);
  return Outcome;
}

/// Starts the analysis of \p Unit; a process id, or -1 with \p Problem set.
pid_t start(const UnitToAnalyse &Unit, Child &C, std::string &Problem) {
  llvm::SmallString<256> Path;
  for (std::string *File : {&C.Output, &C.Log}) {
    if (std::error_code Error =
            fs::createTemporaryFile("cublaslt-tidy", "unit", Path)) {
      Problem = "no temporary file can be made: " + Error.message();
      return -1;
    }
    *File = Path.str().str();
  }
  llvm::outs().flush();
  llvm::errs().flush();
  pid_t Process = fork();
  if (Process < 0)
    Problem = std::string("no process can be started: ") + strerror(errno);
  if (Process != 0)
    return Process;
  // The crash report of clang would be read as the caller's own.
  int Log = open(C.Log.c_str(), O_WRONLY);
  dup2(Log, STDERR_FILENO);
  int Result = analyse(Unit, C.Output);
  llvm::errs().flush();
  _exit(Result);
}

} // namespace

void analyseUnits(
    const std::vector<UnitToAnalyse> &Units, unsigned Jobs,
    const std::function<void(size_t Index, UnitOutcome Outcome)> &Done) {
  std::map<pid_t, Child> Running;
  auto waitForOne = [&] {
    int Status = 0;
    pid_t Ended = waitpid(-1, &Status, 0);
    auto Found = Running.find(Ended);
    if (Found == Running.end())
      return;
    Child C = std::move(Found->second);
    Running.erase(Found);
    Done(C.Index, outcomeOf(C, Status));
  };
  for (size_t I = 0; I < Units.size(); ++I) {
    if (Running.size() >= Jobs)
      waitForOne();
    Child C{I, "", ""};
    UnitOutcome Failed;
    pid_t Process = start(Units[I], C, Failed.Problem);
    if (Process < 0)
      Done(I, std::move(Failed));
    else
      Running.emplace(Process, std::move(C));
  }
  while (!Running.empty())
    waitForOne();
}

} // namespace cublaslt::tidy
