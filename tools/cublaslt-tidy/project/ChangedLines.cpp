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

} // namespace

void ChangedLines::readDiff(llvm::StringRef Diff, llvm::StringRef Root) {
  std::vector<LineRange> *OfFile = nullptr;
  while (!Diff.empty()) {
    llvm::StringRef Line;
    std::tie(Line, Diff) = Diff.split('\n');
    if (Line.consume_front("+++ ")) {
      // git ends a name that holds a space with a tab.
      Line = Line.trim("\t\"");
      OfFile = Line.consume_front("b/") ? &Ranges[below(Root, Line)] : nullptr;
    } else if (OfFile && Line.consume_front("@@ -")) {
      // 12,0 +13,2 @@
      auto [First, Count] = Line.split('+').second.split(' ').first.split(',');
      unsigned Start = 0, Lines = 1;
      if (First.getAsInteger(10, Start) ||
          (!Count.empty() && Count.getAsInteger(10, Lines)))
        continue;
      if (Lines > 0)
        OfFile->push_back({Start, Start + Lines - 1});
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
  auto Diff = git({"-C", Top, "diff", "-U0", "--no-color", "--no-ext-diff",
                   "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
                   Revision, "--"},
                  Error);
  if (!Diff)
    return std::nullopt;
  auto New =
      git({"-C", Top, "ls-files", "--others", "--exclude-standard"}, Error);
  if (!New)
    return std::nullopt;
  ChangedLines Result;
  Result.readDiff(*Diff, Top);
  llvm::SmallVector<llvm::StringRef> Files;
  llvm::StringRef(*New).split(Files, '\n', -1, /*KeepEmpty=*/false);
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
