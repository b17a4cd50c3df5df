//===-- ConfiguredOptions.cpp - options in effect for a file --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which options are in effect for a file: clang-tidy asks in one place, and
/// the linker leads that question here (see CMakeLists.txt). Three things are
/// added to clang-tidy's answer:
///
/// - our checks of level 0 and 1 are on. A .clang-tidy that does not name
///   them, even one that begins with "-*", decides about the other checks
///   only; one that names them ("cublaslt-..." or "-cublaslt-...") decides
///   about them as well. --level sets another limit than 1, which a
///   .clang-tidy cannot exceed. --checks has the last word, as always.
/// - the check option CublasltTrace is what --trace-analysis says.
/// - a CUDA file is analysed as host code: cuBLASLt is called by the host, and
///   clang-tidy by itself looks at the device side only.
///
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "tools/hosts/AllowedOptions.h"
#include "tools/hosts/DefaultChecks.h"
#include "tools/hosts/RepositoryFiles.h"
#include <algorithm>
#include <clang-tidy/ClangTidyOptions.h>
#include <clang/Basic/Version.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/Path.h>

using clang::tidy::ClangTidyOptions;
using clang::tidy::ClangTidyOptionsProvider;
using OptionsSource = ClangTidyOptionsProvider::OptionsSource;
using namespace cublaslt::tidy;

// A member function that returns a class receives its arguments as a free
// function with the object's address in front does (Itanium C++ ABI).
ClangTidyOptions
configuredOptions(ClangTidyOptionsProvider *Provider,
                  llvm::StringRef File) __asm__("__wrap__"
                                                "ZN5clang4tidy24ClangTidyOption"
                                                "sProvider10getOptionsEN4llvm"
                                                "9StringRefE");
ClangTidyOptions
clangTidyOptions(ClangTidyOptionsProvider *Provider,
                 llvm::StringRef File) __asm__("__real__"
                                               "ZN5clang4tidy24ClangTidyOptions"
                                               "Provider10getOptionsEN4llvm"
                                               "9StringRefE");
// Never called, but named: the link fails where LLVM calls it otherwise.
[[gnu::used]] static auto *const WrappedFunction = clangTidyOptions;

namespace {

bool isFromCommandLine(const OptionsSource &Source) {
  return Source.second ==
         ClangTidyOptionsProvider::OptionsSourceTypeCheckCommandLineOption;
}

bool decidesAboutOurs(const OptionsSource &Configuration) {
  return Configuration.first.Checks &&
         namesOurChecks(*Configuration.first.Checks);
}

void addCudaArguments(ClangTidyOptions &Options, llvm::StringRef File) {
  llvm::StringRef Extension = llvm::sys::path::extension(File);
  std::vector<std::string> Arguments;
  // On the host's side it does not matter that clang knows the GPU code of
  // older toolkits only, of which it would warn for each file.
  if (Extension == ".cu" || Extension == ".cuh")
    Arguments = {"--cuda-host-only", "-Wno-unknown-cuda-version"};
  if (Extension == ".cuh") // clang knows .cu only and skips the file
    Arguments.insert(Arguments.end(), {"-x", "cuda"});
  if (Arguments.empty())
    return;
  // Before the project's own arguments, so that these can say otherwise.
  std::vector<std::string> Before =
      Options.ExtraArgsBefore.value_or(std::vector<std::string>());
  Before.insert(Before.begin(), Arguments.begin(), Arguments.end());
  Options.ExtraArgsBefore = std::move(Before);
}

/// What a .clang-tidy adds to commands is treated as what commands have, and
/// the files that it names are its repository's.
ClangTidyOptions ofRepository(const OptionsSource &Source) {
  ClangTidyOptions Options = Source.first;
  if (Source.second ==
          ClangTidyOptionsProvider::OptionsSourceTypeConfigCommandLineOption ||
      Source.second == ClangTidyOptionsProvider::OptionsSourceTypeDefaultBinary)
    return Options;
  const std::string Problem =
      keepInRepository(Options, llvm::sys::path::parent_path(Source.second));
  if (!Problem.empty())
    refuse(Source.second + ": " + Problem);
  for (auto *List : {&Options.ExtraArgsBefore, &Options.ExtraArgs})
    if (*List)
      *List = allowedAdditions(**List);
#if CLANG_VERSION_MAJOR >= 22
  if (Options.RemovedArgs)
    llvm::erase(*Options.RemovedArgs, "--no-default-config");
#endif
  return Options;
}

} // namespace

ClangTidyOptions configuredOptions(ClangTidyOptionsProvider *Provider,
                                   llvm::StringRef File) {
  const std::vector<OptionsSource> Sources = Provider->getRawOptions(File);
  const std::optional<int> Level = levelAskedFor();
  const std::string Ours = checksUpTo(Level.value_or(DefaultLevel));
  // In order of precedence: clang-tidy's defaults, the configuration, the
  // command line.
  auto CommandLine = llvm::find_if(Sources, isFromCommandLine);
  auto Configuration = Sources.begin() + (Sources.empty() ? 0 : 1);

  ClangTidyOptions Options;
  unsigned Priority = 0;
  for (auto Source = Sources.begin(); Source != Sources.end(); ++Source) {
    if (Source == Configuration)
      addToChecks(Options.Checks, Ours);
    if (Source == CommandLine &&
        std::none_of(Configuration, CommandLine, decidesAboutOurs))
      addToChecks(Options.Checks, Ours);
    if (Source == CommandLine && Level)
      addToChecks(Options.Checks, noChecksAbove(*Level));
    Options.mergeWith(isFromCommandLine(*Source) ? Source->first
                                                 : ofRepository(*Source),
                      ++Priority);
  }
  addCudaArguments(Options, File);
  if (!tracedFunction().empty())
    Options.CheckOptions["CublasltTrace"] =
        ClangTidyOptions::ClangTidyValue(tracedFunction(), Priority);
  return Options;
}
