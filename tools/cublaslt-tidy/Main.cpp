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
#include <llvm/Support/raw_ostream.h>

using namespace cublaslt;

int main(int argc, const char **argv) {
  checks::CallRecorder::instance().start();
  tidy::addOptions();
  tidy::addProjectOptions();
  const tidy::RunKind Kind = tidy::kindOfRun(argc, argv);
  if (Kind == tidy::RunKind::Project || Kind == tidy::RunKind::Hook)
    return tidy::runProject(tidy::readProjectOptions(Kind, argc, argv));
  if (Kind == tidy::RunKind::Files)
    tidy::requireNamedDatabase(argc, argv);

  std::string Problem;
  tidy::onReported([&](const tidy::ReportedFindings &Reported) {
    if (!tidy::sarifPath().empty())
      Problem = tidy::writeSarif(Reported, tidy::sarifPath());
  });
  int Result = clang::tidy::clangTidyMain(argc, argv);
  if (Problem.empty())
    return Result;
  llvm::errs() << "error: " << cublaslt::kb::shown(Problem) << '\n';
  return 2;
}
