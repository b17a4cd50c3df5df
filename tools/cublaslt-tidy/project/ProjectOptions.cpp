//===-- ProjectOptions.cpp - the options of a project's run ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ProjectOptions.h"
#include "../CommandLine.h"
#include "Cache.h"
#include "HookArguments.h"
#include "checks/module/CublasLtTidyModule.h"
#include "tools/hosts/DefaultChecks.h"
#include <clang-tidy/GlobList.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Threading.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/raw_ostream.h>

namespace cublaslt::tidy {
namespace {

namespace cl = llvm::cl;

bool IsProject = false;

/// For options that only a run over the whole project has.
void requireProject(const llvm::Twine &Name) {
  if (!IsProject)
    refuse(Name + " is about the whole project: name no files" +
           ", or see --hook");
}

cl::opt<bool> Hook("hook",
                   cl::desc(R"(For pre-commit: analyse the files named behind
"--", quietly; exit 1 with findings in them. A
header is analysed with the command of a file
near it. Without a compilation database (where
-p names none) or the CUDA toolkit, say so and
pass.)"));
cl::opt<bool>
    Strict("strict", cl::desc(R"(With --hook: fail where it would pass because
something is missing.)"),
           cl::cb<void, bool>([](bool) { requireProject("--strict"); }));
cl::opt<std::string>
    ChangedSince("changed-since",
                 cl::desc(R"(Project only: show findings on lines that were
changed since this revision of git.)"),
                 cl::value_desc("revision"),
                 cl::cb<void, std::string>([](const std::string &) {
                   requireProject("--changed-since");
                 }));
cl::opt<std::string>
    Baseline("baseline",
             cl::desc(R"(Project only: show findings that this SARIF file
(an earlier --sarif) does not hold.)"),
             cl::value_desc("filename"),
             cl::cb<void, std::string>([](const std::string &) {
               requireProject("--baseline");
             }));
cl::opt<std::string>
    GitLab("gitlab", cl::desc(R"(Project only: write findings to this file as a
GitLab code quality report.)"),
           cl::value_desc("filename"),
           cl::cb<void, std::string>([](const std::string &Path) {
             requireProject("--gitlab");
             requireWritable("--gitlab", Path);
           }));
cl::opt<std::string>
    CacheFolder("cache-dir",
                cl::desc(R"(Project only: keep results in this folder.
Default: cublaslt-tidy in the user's cache
folder.)"),
                cl::value_desc("directory"),
                cl::cb<void, std::string>([](const std::string &) {
                  requireProject("--cache-dir");
                }));
cl::opt<bool>
    NoCache("no-cache", cl::desc("Project only: keep and use no results."),
            cl::cb<void, bool>([](bool) { requireProject("--no-cache"); }));
cl::opt<unsigned>
    Jobs("jobs", cl::desc(R"(Project only: units analysed at once. Default:
the number of cores.)"),
         cl::cb<void, unsigned>([](unsigned Number) {
           requireProject("--jobs");
           if (Number == 0)
             refuse("--jobs: 0 units at once would never end; give 1 or more");
         }));

/// clang-tidy's options that mean the same for a project.
const llvm::StringLiteral SharedOptions[] = {"checks",
                                             "config",
                                             "config-file",
                                             "quiet",
                                             "use-color",
                                             "header-filter",
                                             "exclude-header-filter",
                                             "system-headers",
                                             "load",
                                             "warnings-as-errors"};

/// With these clang-tidy analyses nothing.
const llvm::StringLiteral Questions[] = {
    "help",        "help-hidden",   "help-list",        "help-list-hidden",
    "version",     "list-checks",   "verify-config",    "explain-config",
    "dump-config", "print-options", "print-all-options"};

template <typename T> const cl::opt<T> *clangTidys(llvm::StringRef Name) {
  return static_cast<const cl::opt<T> *>(
      cl::getRegisteredOptions().lookup(Name));
}

/// The value given to clang-tidy's option \p Name, if one was.
template <typename T> std::optional<T> given(llvm::StringRef Name) {
  const cl::opt<T> *Option = clangTidys<T>(Name);
  if (!Option || Option->getNumOccurrences() == 0)
    return std::nullopt;
  return Option->getValue();
}

bool matchesOurs(llvm::StringRef Globs) {
  const clang::tidy::GlobList List(Globs);
  return llvm::any_of(checks::checkNames(), [&](const std::string &Check) {
    return List.contains(Check);
  });
}

/// Refuses \p List, a value of --checks, in which a name of ours is one that no
/// check has, or that leaves none on, whatever a .clang-tidy says: a mistyped
/// name would otherwise look like a clean project.
void refuseUselessChecks(const std::string &List) {
  llvm::SmallVector<llvm::StringRef> Names;
  llvm::SplitString(List, Names, ",\n");
  for (llvm::StringRef Name : Names)
    if (Name.trim().starts_with("cublaslt-") && !matchesOurs(Name.trim()))
      refuse("--checks: no check is called '" + Name.trim() +
             "'; 'cublaslt-tidy --list-checks --checks=cublaslt-*' lists "
             "them");
  const int Highest = 2;
  if (!matchesOurs(checksUpTo(levelAskedFor().value_or(Highest)) + "," + List))
    refuse("--checks leaves none of our checks on; name one, as in "
           "--checks=-*,cublaslt-growing-batch");
}

void refuseOptionsForFiles(const cl::OptionCategory &ClangTidys) {
  for (const auto &Entry : cl::getRegisteredOptions()) {
    const cl::Option &Option = *Entry.second;
    if (Option.getNumOccurrences() > 0 &&
        llvm::is_contained(Option.Categories, &ClangTidys) &&
        (!isOurOption(Option.ArgStr) || Option.ArgStr == "trace-analysis") &&
        !llvm::is_contained(SharedOptions, Option.ArgStr))
      refuse("--" + Option.ArgStr +
             " is about single files: name the files to analyse");
  }
}

} // namespace

void addProjectOptions() {
  for (cl::Option *Option : std::initializer_list<cl::Option *>{
           &Hook, &Strict, &ChangedSince, &Baseline, &GitLab, &CacheFolder,
           &NoCache, &Jobs})
    addOurOption(*Option);
}

RunKind kindOfRun(int Count, const char *const *Arguments) {
  // Behind "--" are a compiler's options, for single files.
  bool HasFile = hasDashes(Count, Arguments);
  bool HasQuestion = false;
  const std::vector<std::string> Words = optionWords(Count, Arguments);
  for (size_t I = 0; I < Words.size(); ++I) {
    llvm::StringRef Word = Words[I];
    HasFile |= !Word.starts_with("-") || Word == "--";
    if (!Word.starts_with("-"))
      continue;
    llvm::StringRef Name = Word.ltrim('-').split('=').first;
    if (Name == "hook")
      return RunKind::Hook;
    HasQuestion |= llvm::is_contained(Questions, Name);
    if (!Word.contains('=') && takesNextWord(Name.str()))
      ++I;
  }
  return HasQuestion ? RunKind::Question
         : HasFile   ? RunKind::Files
                     : RunKind::Project;
}

ProjectOptions readProjectOptions(RunKind Kind, int Count,
                                  const char *const *Arguments) {
  // clang-tidy makes these when it reads its own command line.
  static cl::opt<std::string> BuildFolder("p", cl::desc("Build path"));
  static cl::list<std::string> ExtraArguments("extra-arg");
  static cl::list<std::string> ExtraArgumentsBefore("extra-arg-before");
  IsProject = true;
  ProjectOptions Options;
  Options.IsHook = Kind == RunKind::Hook;
  HookArguments OfHook;
  llvm::SmallVector<const char *> Words(Arguments, Arguments + Count);
  if (Options.IsHook) {
    OfHook = readHookArguments(Count, Arguments);
    Words.truncate(1);
    for (const std::string &Word : OfHook.Options)
      Words.push_back(Word.c_str());
  }
  std::string Problem;
  llvm::raw_string_ostream Errors(Problem);
  if (!cl::ParseCommandLineOptions(Words.size(), Words.data(), "", &Errors))
    refuse(llvm::StringRef(Problem).trim().split('\n').first.str());
  if (const cl::Option *Checks = cl::getRegisteredOptions().lookup("checks"))
    refuseOptionsForFiles(*Checks->Categories.front());
  if (Strict && !Options.IsHook)
    refuse("--strict belongs to --hook: a project's run is always strict");
  if (std::optional<std::string> Checks = given<std::string>("checks"))
    refuseUselessChecks(*Checks);

  if (BuildFolder.getNumOccurrences())
    Options.BuildFolder = BuildFolder.getValue();
  Options.Files = std::move(OfHook.Names);
  Options.IsStrict = Strict;
  Options.HasOneConfiguration =
      given<std::string>("config") || given<std::string>("config-file");
  Options.IsQuiet = Options.IsHook || given<bool>("quiet").value_or(false);
  Options.UseColor = given<bool>("use-color");
  if (!NoCache)
    Options.CacheFolder =
        CacheFolder.empty() ? defaultCacheFolder() : CacheFolder.getValue();
  Options.ChangedSince = ChangedSince;
  Options.Baseline = Baseline;
  Options.GitLab = GitLab;
  Options.Jobs = Jobs.getNumOccurrences()
                     ? Jobs.getValue()
                     : llvm::hardware_concurrency().compute_thread_count();
  Options.ExtraArguments = ExtraArguments;
  Options.ExtraArgumentsBefore = ExtraArgumentsBefore;
  return Options;
}

std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> projectConfiguration() {
  using namespace clang::tidy;
  ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();
  // Other checks are for runs over all units; --checks can still name them,
  // and only ours are run.
  Defaults.Checks = "-*";
  ClangTidyOptions Overrides;
  Overrides.Checks = given<std::string>("checks");
  Overrides.WarningsAsErrors = given<std::string>("warnings-as-errors");
  Overrides.HeaderFilterRegex = given<std::string>("header-filter");
  Overrides.ExcludeHeaderFilterRegex =
      given<std::string>("exclude-header-filter");
  Overrides.SystemHeaders = given<bool>("system-headers");
  auto Files = llvm::vfs::getRealFileSystem();

  std::optional<std::string> Text = given<std::string>("config");
  std::string Name = "--config";
  if (auto File = given<std::string>("config-file")) {
    if (Text)
      refuse("--config and --config-file exclude each other: give one");
    auto Buffer = llvm::MemoryBuffer::getFile(*File);
    if (!Buffer)
      refuse("--config-file: '" + *File +
             "' cannot be read: " + Buffer.getError().message());
    Text = (*Buffer)->getBuffer().str();
    Name = *File;
  }
  if (!Text || Text->empty())
    return std::make_unique<FileOptionsProvider>(ClangTidyGlobalOptions(),
                                                 Defaults, Overrides, Files);
  auto Parsed = parseConfiguration(llvm::MemoryBufferRef(*Text, Name));
  if (!Parsed)
    refuse(Name + " is no configuration of clang-tidy: " +
           Parsed.getError().message());
  return std::make_unique<ConfigOptionsProvider>(
      ClangTidyGlobalOptions(), Defaults, *Parsed, Overrides, Files);
}

} // namespace cublaslt::tidy
