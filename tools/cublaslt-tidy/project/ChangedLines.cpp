//===-- ChangedLines.cpp - lines that a change touched --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ChangedLines.h"
#include <limits>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/FileUtilities.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Program.h>
#include <llvm/Support/Signals.h>

namespace cublaslt::tidy {
namespace {

/// What git prints for \p Arguments, or nothing with \p Error set.
std::optional<std::string> git(std::vector<llvm::StringRef> Arguments,
                               std::string &Error) {
  auto Program = llvm::sys::findProgramByName("git");
  if (!Program) {
    Error = "git is not installed, and --changed-since needs it";
    return std::nullopt;
  }
  llvm::SmallString<128> Output, Errors;
  if (llvm::sys::fs::createTemporaryFile("cublaslt-tidy", "git", Output) ||
      llvm::sys::fs::createTemporaryFile("cublaslt-tidy", "git", Errors)) {
    Error = "no temporary file can be made for git's answer";
    return std::nullopt;
  }
  llvm::FileRemover RemoveOutput(Output), RemoveErrors(Errors);
  for (llvm::StringRef File : {Output.str(), Errors.str()})
    llvm::sys::RemoveFileOnSignal(File);
  Arguments.insert(Arguments.begin(), {*Program, "-c", "core.quotepath=off"});
  int Result = llvm::sys::ExecuteAndWait(
      *Program, Arguments, std::nullopt,
      {llvm::StringRef(""), llvm::StringRef(Output), llvm::StringRef(Errors)});
  auto Text = llvm::MemoryBuffer::getFile(Result == 0 ? Output : Errors);
  if (Result == 0 && Text)
    return (*Text)->getBuffer().str();
  llvm::StringRef Line =
      Text ? (*Text)->getBuffer().split('\n').first : llvm::StringRef();
  Line.consume_front("fatal: ");
  Error = ("--changed-since: git says: " + Line).str();
  return std::nullopt;
}

std::string below(llvm::StringRef Root, llvm::StringRef File) {
  llvm::SmallString<256> Path(Root);
  llvm::sys::path::append(Path, File);
  return Path.str().str();
}

/// The name that \p Line of git's holds: one with a quote, a backslash or a
/// control character in it is written as C writes strings, one with a space has
/// a tab behind it.
std::string nameIn(llvm::StringRef Line) {
  if (!Line.consume_front("\"")) {
    Line.consume_back("\t");
    return Line.str();
  }
  Line.consume_back("\"");
  std::string Name;
  while (!Line.empty()) {
    char C = Line.front();
    Line = Line.drop_front();
    if (C != '\\' || Line.empty()) {
      Name += C;
      continue;
    }
    unsigned Code;
    if (!Line.take_front(3).getAsInteger(8, Code)) {
      Name += static_cast<char>(Code);
      Line = Line.drop_front(3);
      continue;
    }
    constexpr llvm::StringLiteral Letters = "abtnvfr", Meant = "\a\b\t\n\v\f\r";
    size_t At = Letters.find(Line.front());
    Name += At == llvm::StringRef::npos ? Line.front() : Meant[At];
    Line = Line.drop_front();
  }
  return Name;
}

/// "13,2" as {13, 2}, "13" as {13, 1}.
std::optional<std::pair<unsigned, unsigned>> linesIn(llvm::StringRef Text) {
  auto [First, Count] = Text.split(',');
  unsigned Start = 0, Lines = 1;
  if (First.getAsInteger(10, Start) ||
      (!Count.empty() && Count.getAsInteger(10, Lines)))
    return std::nullopt;
  return std::make_pair(Start, Lines);
}

} // namespace

void ChangedLines::readDiff(llvm::StringRef Diff, llvm::StringRef Root) {
  std::vector<LineRange> *OfFile = nullptr;
  unsigned OldLeft = 0, NewLeft = 0; // lines of the hunk that are to come
  while (!Diff.empty()) {
    llvm::StringRef Line;
    std::tie(Line, Diff) = Diff.split('\n');
    // A source's own lines, whatever they look like.
    if (OldLeft > 0 || NewLeft > 0) {
      char Kind = Line.empty() ? ' ' : Line.front();
      OldLeft -= OldLeft > 0 && (Kind == '-' || Kind == ' ');
      NewLeft -= NewLeft > 0 && (Kind == '+' || Kind == ' ');
      continue;
    }
    if (Line.consume_front("+++ ")) {
      std::string Name = nameIn(Line);
      llvm::StringRef Below = Name;
      OfFile =
          Below.consume_front("b/") ? &Ranges[below(Root, Below)] : nullptr;
    } else if (Line.consume_front("@@ -")) {
      // 12,0 +13,2 @@
      auto [Old, New] = Line.split(' ');
      New.consume_front("+");
      std::optional<LineRange> OldLines = linesIn(Old),
                               NewLines = linesIn(New.split(' ').first);
      if (!OldLines || !NewLines)
        continue;
      OldLeft = OldLines->second;
      NewLeft = NewLines->second;
      if (OfFile && NewLeft > 0)
        OfFile->push_back({NewLines->first, NewLines->first + NewLeft - 1});
    }
  }
}

std::optional<ChangedLines> ChangedLines::since(const std::string &Revision,
                                                std::string &Error) {
  if (Revision.empty() || Revision.front() == '-') {
    Error = "--changed-since: '" + Revision +
            "' is no revision; name one, as in --changed-since=origin/main";
    return std::nullopt;
  }
  auto Root = git({"rev-parse", "--show-toplevel"}, Error);
  if (!Root)
    return std::nullopt;
  llvm::StringRef Top = llvm::StringRef(*Root).trim();
  // --text: a .gitattributes may call sources binary, and they would have no
  // lines.
  auto Diff = git({"-C", Top, "diff", "-U0", "--text", "--no-color",
                   "--no-ext-diff", "--no-textconv", "--src-prefix=a/",
                   "--dst-prefix=b/", Revision, "--"},
                  Error);
  if (!Diff)
    return std::nullopt;
  auto New = git(
      {"-C", Top, "ls-files", "-z", "--others", "--exclude-standard"}, Error);
  if (!New)
    return std::nullopt;
  ChangedLines Result;
  Result.readDiff(*Diff, Top);
  llvm::SmallVector<llvm::StringRef> Files;
  llvm::StringRef(*New).split(Files, '\0', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef File : Files)
    Result.Ranges[below(Top, File)] = {
        {1, std::numeric_limits<unsigned>::max()}};
  return Result;
}

bool ChangedLines::touches(const std::string &AbsoluteFile, unsigned First,
                           unsigned Last) const {
  auto Found = Ranges.find(AbsoluteFile);
  return Found != Ranges.end() &&
         llvm::any_of(Found->second, [&](const LineRange &R) {
           return R.first <= Last && First <= R.second;
         });
}

} // namespace cublaslt::tidy
