//===-- NamedDatabase.cpp - the database of single files ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "NamedDatabase.h"
#include "project/HookArguments.h"
#include "tools/hosts/HostOptions.h"
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// The value of -p; empty where flags are given behind "--" instead.
std::string NamedFolder;

/// Where clang looks: there, and in each folder above it.
bool hasDatabase(llvm::StringRef Folder) {
  llvm::SmallString<256> Absolute(Folder);
  fs::make_absolute(Absolute);
  path::remove_dots(Absolute, /*remove_dot_dot=*/true);
  for (llvm::StringRef At = Absolute; !At.empty(); At = path::parent_path(At))
    for (const char *Name : {"compile_commands.json", "compile_flags.txt"}) {
      llvm::SmallString<256> File(At);
      path::append(File, Name);
      if (fs::exists(File))
        return true;
    }
  return false;
}

} // namespace

void requireNamedDatabase(int Count, const char *const *Arguments) {
  const std::vector<std::string> Words = optionWords(Count, Arguments);
  if (hasDashes(Count, Arguments) || llvm::is_contained(Words, "--"))
    return;
  for (size_t I = 0; I < Words.size(); ++I) {
    llvm::StringRef Word = Words[I];
    if (!Word.consume_front("-"))
      continue;
    Word.consume_front("-");
    auto [Name, Value] = Word.split('=');
    if (!Word.contains('=') && takesNextWord(Name.str()) &&
        I + 1 < Words.size())
      Value = Words[++I];
    if (Name == "p")
      NamedFolder = Value.str();
  }
  if (!NamedFolder.empty() && !hasDatabase(NamedFolder))
    refuse("-p: '" + NamedFolder +
           "' has no compilation database; name the folder of "
           "compile_commands.json, or give flags behind '--'");
}

void requireCommands(const clang::tooling::CompilationDatabase &Database,
                     llvm::ArrayRef<std::string> Files) {
  // One that was read names its files; that of compile_flags.txt, and the one
  // that clang-tidy falls back to, name none.
  std::string Problem;
  if (!NamedFolder.empty() && Database.getAllFiles().empty() &&
      !clang::tooling::CompilationDatabase::autoDetectFromDirectory(NamedFolder,
                                                                    Problem))
    refuse("-p: the compilation database of '" + NamedFolder +
           "' cannot be read; let the build system write it anew");
  for (const std::string &File : Files)
    if (Database.getCompileCommands(File).empty())
      refuse("'" + File +
             "' cannot be analysed: the compilation database is empty; let the "
             "build system write it anew");
}

} // namespace cublaslt::tidy
