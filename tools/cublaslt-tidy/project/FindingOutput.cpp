//===-- FindingOutput.cpp - findings for people and code hosts ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FindingOutput.h"
#include "findings/WholeFile.h"
#include "kb/Shown.h"
#include <algorithm>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Format.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

namespace cublaslt::tidy {
namespace {

using Colors = llvm::raw_ostream::Colors;

void printPlace(llvm::raw_ostream &Out, const findings::SourcePlace &Place,
                const std::string &Level, const std::string &Text,
                const std::string &Folder) {
  Out.changeColor(Colors::SAVEDCOLOR, /*Bold=*/true);
  if (!Place.File.empty())
    Out << kb::shown(relativeTo(Folder, Place.File)) << ':' << Place.Line << ':'
        << Place.Column << ": ";
  Out.changeColor(Level == "warning" ? Colors::MAGENTA
                  : Level == "error" ? Colors::RED
                                     : Colors::BLACK,
                  /*Bold=*/true);
  Out << Level << ": ";
  Out.resetColor();
  Out << kb::shown(Text) << '\n';
  if (Place.Snippet.empty() || Place.Column == 0 ||
      Place.Column > Place.Snippet.size() + 1)
    return;
  Out << llvm::format("%5u | ", Place.Line);
  llvm::StringRef Rest = Place.Snippet;
  for (bool IsFirst = true; IsFirst || !Rest.empty(); IsFirst = false) {
    auto [Part, Behind] = Rest.split('\t');
    Out << kb::shown(Part.str()) << (Part.size() < Rest.size() ? "\t" : "");
    Rest = Behind;
  }
  Out << "\n      | ";
  // Tabs stay tabs, so that the mark stands under its place.
  for (char C : Place.Snippet.substr(
           0, std::min<size_t>(Place.Column - 1, Place.Snippet.size())))
    Out << (C == '\t' ? '\t' : ' ');
  Out.changeColor(Colors::GREEN, /*Bold=*/true) << '^';
  if (Place.EndLine == Place.Line && Place.EndColumn > Place.Column + 1)
    Out << std::string(Place.EndColumn - Place.Column - 1, '~');
  Out.resetColor();
  Out << '\n';
}

} // namespace

std::string relativeTo(const std::string &Folder, const std::string &File) {
  llvm::StringRef Rest(File);
  if (!Folder.empty() && Rest.consume_front(Folder) && Rest.consume_front("/"))
    return Rest.str();
  return File;
}

void printFinding(llvm::raw_ostream &Out, const findings::Finding &F,
                  const std::string &Folder) {
  printPlace(Out, F.Place, F.Level, F.Message + " [" + F.Rule + "]", Folder);
  for (const findings::SourcePlace &Note : F.Related)
    printPlace(Out, Note, "note", Note.Message, Folder);
}

std::string writeGitLabReport(const std::string &Path,
                              const std::vector<findings::Finding> &Findings,
                              const std::string &Folder) {
  llvm::json::Array Report;
  for (const findings::Finding &F : Findings)
    Report.push_back(llvm::json::Object{
        {"description", llvm::json::fixUTF8(F.Message)},
        {"check_name", F.Rule},
        {"fingerprint", F.Fingerprint},
        {"severity", F.Level == "error" ? "critical" : "major"},
        {"location",
         llvm::json::Object{
             {"path", llvm::json::fixUTF8(relativeTo(Folder, F.Place.File))},
             {"lines", llvm::json::Object{{"begin", F.Place.Line}}}}}});
  return findings::writeWhole(
      Path,
      llvm::formatv("{0:2}\n", llvm::json::Value(std::move(Report))).str(),
      findings::NamedBy::User);
}

} // namespace cublaslt::tidy
