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
/// ConfiguredOptions.cpp and ReportedFindings.cpp.
///
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "ReportedFindings.h"
#include "checks/Knowledge.h"
#include "findings/Sarif.h"
#include "kb/KnowledgeBase.h"
#include <clang-tidy/tool/ClangTidyMain.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/raw_ostream.h>
#include <optional>

using namespace cublaslt;

static findings::SarifDocument sarifOf(const tidy::ReportedFindings &Reported) {
  findings::ToolDescription Tool;
  Tool.Name = "cublaslt-tidy";
  Tool.Version = CUBLASLT_TIDY_VERSION;
  Tool.Notifications = Reported.CompileErrors;
  Tool.ExecutionSuccessful = Reported.CompileErrors.empty();
  llvm::SmallString<256> Folder;
  if (!llvm::sys::fs::current_path(Folder))
    Tool.BaseDirectory = Folder.str().str();
  return findings::SarifDocument::create(Tool, Reported.Findings,
                                         checks::activeKnowledgeBase());
}

int main(int argc, const char **argv) {
  tidy::addOptions();
  std::optional<findings::SarifDocument> Document;
  tidy::onReported([&](const tidy::ReportedFindings &Reported) {
    if (!tidy::sarifPath().empty())
      Document = sarifOf(Reported);
  });
  int Result = clang::tidy::clangTidyMain(argc, argv);
  if (!Document)
    return Result;
  std::string Problem = Document->write(tidy::sarifPath());
  if (Problem.empty())
    return Result;
  llvm::errs() << "error: " << Problem << '\n';
  return 2;
}
