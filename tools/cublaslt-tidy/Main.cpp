//===-- Main.cpp - clang-tidy with the cuBLASLt checks --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// cublaslt-tidy is clang-tidy with our checks in it: same options, same
/// output, same exit codes. What it adds is in CommandLine.h,
/// ConfiguredOptions.cpp, TranslatedCommands.cpp and ReportedFindings.cpp.
/// Named no file, it analyses the whole project: project/ProjectRun.h.
///
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "NamedDatabase.h"
#include "ReportedFindings.h"
#include "checks/report/CallRecorder.h"
#include "kb/Shown.h"
#include "project/ProjectRun.h"
#include <clang-tidy/tool/ClangTidyMain.h>
#include <csignal>
#include <llvm/Support/raw_ostream.h>

using namespace cublaslt;

namespace {

/// LLVM ends a program whose output could not be written with 1, which means
/// findings.
int checkStreams(int Result) {
  llvm::outs().flush();
  const std::error_code Error = llvm::outs().error();
  llvm::outs().clear_error();
  // Who closed the pipe has seen enough.
  if (Error && Error != std::errc::broken_pipe) {
    llvm::errs() << "error: standard output: " << Error.message() << '\n';
    Result = 2;
  }
  llvm::errs().clear_error();
  return Result;
}

} // namespace

int main(int argc, const char **argv) {
  // A limit on files is told as a full disk is.
  std::signal(SIGXFSZ, SIG_IGN);
  checks::CallRecorder::instance().start();
  tidy::addOptions();
  tidy::addProjectOptions();
  const tidy::RunKind Kind = tidy::kindOfRun(argc, argv);
  if (Kind == tidy::RunKind::Project || Kind == tidy::RunKind::Hook) {
    // The reports are written whoever reads the output.
    std::signal(SIGPIPE, SIG_IGN);
    return checkStreams(
        tidy::runProject(tidy::readProjectOptions(Kind, argc, argv)));
  }
  if (Kind == tidy::RunKind::Files)
    tidy::requireNamedDatabase(argc, argv);

  std::string Problem;
  tidy::onReported([&](const tidy::ReportedFindings &Reported) {
    if (!tidy::sarifPath().empty())
      Problem = tidy::writeSarif(Reported, tidy::sarifPath());
  });
  int Result = checkStreams(clang::tidy::clangTidyMain(argc, argv));
  if (Problem.empty())
    return Result;
  llvm::errs() << "error: " << cublaslt::kb::shown(Problem) << '\n';
  return 2;
}
