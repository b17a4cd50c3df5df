//===-- ReportedFindings.cpp - what a run of clang-tidy reported ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clang-tidy hands all its diagnostics to one function, which prints them and
/// applies fixes; the linker leads that call here first (see CMakeLists.txt).
/// Here, not in --export-fixes' file, because with --fix the files have
/// changed by the time that one is written, and offsets are into the old text.
///
//===----------------------------------------------------------------------===//
#include "ReportedFindings.h"
#include "Fingerprint.h"
#include "checks/flow/NotFollowed.h"
#include "checks/model/Knowledge.h"
#include "checks/report/CallRecorder.h"
#include "findings/Sarif.h"
#include "findings/SourceText.h"
#include <clang-tidy/ClangTidy.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

using clang::tidy::ClangTidyError;
using clang::tidy::FixBehaviour;
using clang::tooling::DiagnosticMessage;
using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

void handleReported(
    llvm::ArrayRef<ClangTidyError> Errors,
    clang::tidy::ClangTidyContext &Context, FixBehaviour Fix,
    unsigned &WarningsAsErrorsCount,
    FileSystem Files) __asm__("__wrap__"
                              "ZN5clang4tidy12handleErrorsEN4llvm8ArrayRefINS0_"
                              "14ClangTidyErrorEEERNS0_16ClangTidyContextENS0_"
                              "12FixBehaviourERjNS"
                              "1_18IntrusiveRefCntPtrINS1_3vfs10FileSystemEEE");
void clangTidyHandle(
    llvm::ArrayRef<ClangTidyError> Errors,
    clang::tidy::ClangTidyContext &Context, FixBehaviour Fix,
    unsigned &WarningsAsErrorsCount,
    FileSystem Files) __asm__("__real__"
                              "ZN5clang4tidy12handleErrorsEN4llvm8ArrayRefINS0_"
                              "14ClangTidyErrorEEERNS0_16ClangTidyContextENS0_"
                              "12FixBehaviourERjNS"
                              "1_18IntrusiveRefCntPtrINS1_3vfs10FileSystemEEE");

namespace cublaslt::tidy {
namespace {

std::function<void(const ReportedFindings &)> UseOfReported;

/// Compilers run in the build folder, and name files from there.
std::string absolutePath(llvm::StringRef File, llvm::StringRef BuildFolder) {
  if (File.empty())
    return {};
  llvm::SmallString<256> Path(File);
  if (!llvm::sys::path::is_absolute(Path)) {
    Path = BuildFolder;
    llvm::sys::path::append(Path, File);
  }
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

class Collector {
public:
  ReportedFindings collect(llvm::ArrayRef<ClangTidyError> Errors) {
    ReportedFindings Result;
    for (const ClangTidyError &Error : Errors) {
      bool IsCompileError = Error.DiagLevel == ClangTidyError::Error;
      (IsCompileError ? Result.CompileErrors : Result.Findings)
          .push_back(finding(Error));
    }
    for (const checks::NotFollowed &Each : checks::notFollowed())
      Result.NotFollowed.push_back(notFollowed(Each));
    return Result;
  }

private:
  findings::SourcePlace place(const DiagnosticMessage &Message,
                              llvm::StringRef BuildFolder) {
    unsigned End = 0;
    for (const auto &Range : Message.Ranges)
      if (Range.FilePath == Message.FilePath &&
          Range.FileOffset <= Message.FileOffset)
        End = std::max(End, Range.FileOffset + Range.Length);
    findings::SourcePlace Place;
    Place.Message = Message.Message;
    Place.File = absolutePath(Message.FilePath, BuildFolder);
    if (auto Start = Texts.position(Place.File, Message.FileOffset)) {
      Place.Line = Start->Line;
      Place.Column = Start->Column;
      Place.Snippet =
          Texts.lineText(Place.File, Start->Line).substr(0, MaxLine);
    }
    if (End > Message.FileOffset)
      if (auto Stop = Texts.position(Place.File, End)) {
        Place.EndLine = Stop->Line;
        Place.EndColumn = Stop->Column;
      }
    return Place;
  }

  findings::Finding finding(const ClangTidyError &Error) {
    findings::Finding F;
    F.Rule = Error.DiagnosticName;
    F.Level = Error.IsWarningAsError || Error.DiagLevel == ClangTidyError::Error
                  ? "error"
              : Error.DiagLevel == ClangTidyError::Remark ? "note"
                                                          : "warning";
    F.Message = Error.Message.Message;
    F.Place = place(Error.Message, Error.BuildDirectory);
    F.Place.Message.clear(); // it is the finding's own
    for (const DiagnosticMessage &Note : Error.Notes)
      F.Related.push_back(place(Note, Error.BuildDirectory));
    for (const auto &OfFile : Error.Message.Fix)
      for (const clang::tooling::Replacement &Fix : OfFile.second)
        F.Fixes.push_back(
            {absolutePath(Fix.getFilePath(), Error.BuildDirectory),
             Fix.getOffset(), Fix.getLength(), Fix.getReplacementText().str()});
    std::string EnclosingFunction;
    if (const auto *Recorded = checks::CallRecorder::instance().find(
            F.Rule, Error.Message.FilePath, Error.Message.FileOffset)) {
      F.HasCall = true;
      F.Call = Recorded->Call;
      EnclosingFunction = Recorded->EnclosingFunction;
    }
    F.Fingerprint = Fingerprints.next(F.Rule, F.Place.File, EnclosingFunction,
                                      F.Place.Snippet);
    return F;
  }

  findings::Finding notFollowed(const checks::NotFollowed &Each) {
    findings::Finding F;
    F.Rule = NotFollowedRule;
    F.Level = "note";
    F.Message = Each.Function;
    F.Place.File = absolutePath(Each.File, "");
    if (auto Start = Texts.position(F.Place.File, Each.Offset)) {
      F.Place.Line = Start->Line;
      F.Place.Column = Start->Column;
    }
    return F;
  }

  /// A finding's source line, as far as a reader wants it.
  static constexpr size_t MaxLine = 1000;
  findings::SourceText Texts;
  FingerprintMaker Fingerprints;
};

} // namespace

ReportedFindings collectFindings(llvm::ArrayRef<ClangTidyError> Errors) {
  return Collector().collect(Errors);
}

std::string writeSarif(const ReportedFindings &Reported,
                       const std::string &Path) {
  findings::ToolDescription Tool;
  Tool.Name = "cublaslt-tidy";
  Tool.Version = CUBLASLT_TIDY_VERSION;
  Tool.Notifications = Reported.CompileErrors;
  for (findings::Finding Each : Reported.NotFollowed) {
    Each.Message = "'" + Each.Message +
                   "' was not followed to the end: it has too many paths, and "
                   "findings there can be missing";
    Tool.Notifications.push_back(std::move(Each));
  }
  Tool.ExecutionSuccessful = Reported.CompileErrors.empty();
  llvm::SmallString<256> Folder;
  if (!llvm::sys::fs::current_path(Folder))
    Tool.BaseDirectory = Folder.str().str();
  return findings::SarifDocument::create(Tool, Reported.Findings,
                                         checks::activeKnowledgeBase())
      .write(Path);
}

void onReported(std::function<void(const ReportedFindings &)> Use) {
  UseOfReported = std::move(Use);
}

} // namespace cublaslt::tidy

void handleReported(llvm::ArrayRef<ClangTidyError> Errors,
                    clang::tidy::ClangTidyContext &Context, FixBehaviour Fix,
                    unsigned &WarningsAsErrorsCount, FileSystem Files) {
  using namespace cublaslt::tidy;
  if (UseOfReported)
    UseOfReported(collectFindings(Errors));
  clangTidyHandle(Errors, Context, Fix, WarningsAsErrorsCount,
                  std::move(Files));
}
