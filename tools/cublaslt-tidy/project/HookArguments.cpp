//===-- HookArguments.cpp - the command line of --hook --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "HookArguments.h"
#include "../CommandLine.h"
#include <algorithm>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/StringSaver.h>

namespace cublaslt::tidy {
namespace {

namespace cl = llvm::cl;

/// Those about the analysis. No other is taken: most of what clang-tidy and
/// LLVM have beside these asks, writes or loads something.
constexpr llvm::StringLiteral HookOptions[] = {"p",
                                               "extra-arg",
                                               "extra-arg-before",
                                               "checks",
                                               "config",
                                               "config-file",
                                               "warnings-as-errors",
                                               "header-filter",
                                               "exclude-header-filter",
                                               "system-headers",
                                               "quiet",
                                               "use-color",
                                               "level",
                                               "kb",
                                               "wrappers",
                                               "jobs",
                                               "cache-dir",
                                               "no-cache",
                                               "strict"};

bool isDashes(const char *Word) { return llvm::StringRef(Word) == "--"; }

} // namespace

std::vector<std::string> optionWords(int Count, const char *const *Arguments) {
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver(Allocator);
  const char *const *End = Arguments + Count;
  llvm::SmallVector<const char *> Words(
      Arguments + 1, std::find_if(Arguments + 1, End, isDashes));
  cl::ExpandResponseFiles(Saver, cl::TokenizeGNUCommandLine, Words);
  return {Words.begin(), Words.end()};
}

bool hasDashes(int Count, const char *const *Arguments) {
  return std::any_of(Arguments + 1, Arguments + Count, isDashes);
}

bool takesNextWord(const std::string &Name) {
  if (llvm::is_contained({"p", "extra-arg", "extra-arg-before", "removed-arg"},
                         Name))
    return true;
  cl::Option *Known = cl::getRegisteredOptions().lookup(Name);
  return Known && Known->getValueExpectedFlag() == cl::ValueRequired;
}

HookArguments readHookArguments(int Count, const char *const *Arguments) {
  const char *const *End = Arguments + Count;
  const char *const *Dashes = std::find_if(Arguments + 1, End, isDashes);
  if (Dashes == End)
    refuse("--hook: no '--' in front of the files' names; end the options with "
           "it, as in 'cublaslt-tidy --hook -- gemm.cpp' (pre-commit: "
           "'args: [--]')");
  HookArguments Result;
  Result.Options = optionWords(Count, Arguments);
  Result.Names.assign(Dashes + 1, End);
  for (size_t I = 0; I < Result.Options.size(); ++I) {
    llvm::StringRef Word = Result.Options[I];
    if (!Word.starts_with("-"))
      refuse("--hook: '" + Word +
             "' stands in front of '--', where the options are; name files "
             "behind it");
    llvm::StringRef Name = Word.ltrim('-').split('=').first;
    if (Word == "--hook" || Word == "-hook")
      continue;
    if (!llvm::is_contained(HookOptions, Name))
      refuse("--hook does not take '" + Word.split('=').first +
             "': it shows what it finds in the files named, and neither loads "
             "code nor writes a report; leave it out");
    if (!Word.contains('=') && takesNextWord(Name.str()))
      ++I;
  }
  return Result;
}

} // namespace cublaslt::tidy
