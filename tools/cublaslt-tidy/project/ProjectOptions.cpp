//===-- ProjectOptions.cpp - the options of a project's run ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ProjectOptions.h"
#include "../CommandLine.h"
#include "Cache.h"
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/StringSaver.h>
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
                   cl::desc(R"(For pre-commit: analyse the files named, quietly;
exit 1 with findings in them. A header is
analysed with the command of a file near it.
Without a compilation database or the CUDA
toolkit, say so and pass.)"));
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

bool takesNextWord(llvm::StringRef Name) {
  if (llvm::is_contained({"p", "extra-arg", "extra-arg-before", "removed-arg"},
                         Name))
    return true;
  cl::Option *Known = cl::getRegisteredOptions().lookup(Name);
  return Known && Known->getValueExpectedFlag() == cl::ValueRequired;
}

void refuseOptionsForFiles(const cl::OptionCategory &ClangTidys) {
  for (const auto &Entry : cl::getRegisteredOptions()) {
    const cl::Option &Option = *Entry.second;
    if (Option.getNumOccurrences() > 0 &&
        llvm::is_contained(Option.Categories, &ClangTidys) &&
        !isOurOption(Option.ArgStr) &&
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

bool isProjectRun(int Count, const char *const *Arguments) {
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver(Allocator);
  llvm::SmallVector<const char *> Words(Arguments + 1, Arguments + Count);
  cl::ExpandResponseFiles(Saver, cl::TokenizeGNUCommandLine, Words);
  bool HasFile = false, HasHook = false;
  for (size_t I = 0; I < Words.size(); ++I) {
    llvm::StringRef Word = Words[I];
    if (Word == "--") {
      HasFile = true; // compiler's options: for single files
      break;
    }
    if (!Word.starts_with("-")) {
      HasFile = true;
      continue;
    }
    llvm::StringRef Name = Word.ltrim('-').split('=').first;
    if (llvm::is_contained(Questions, Name))
      return false;
    HasHook |= Name == "hook";
    if (!Word.contains('=') && takesNextWord(Name))
      ++I;
  }
  return HasHook || !HasFile;
}

ProjectOptions readProjectOptions(int Count, const char *const *Arguments) {
  // clang-tidy makes these when it reads its own command line.
  static cl::opt<std::string> BuildFolder("p", cl::desc("Build path"));
  static cl::list<std::string> ExtraArguments("extra-arg");
  static cl::list<std::string> ExtraArgumentsBefore("extra-arg-before");
  static cl::list<std::string> Files(cl::Positional, cl::desc("<file> ..."));
  IsProject = true;
  std::string Problem;
  llvm::raw_string_ostream Errors(Problem);
  if (!cl::ParseCommandLineOptions(Count, Arguments, "", &Errors))
    refuse(llvm::StringRef(Problem).trim().split('\n').first.str());
  if (const cl::Option *Checks = cl::getRegisteredOptions().lookup("checks"))
    refuseOptionsForFiles(*Checks->Categories.front());
  if (Strict && !Hook)
    refuse("--strict belongs to --hook: a project's run is always strict");
  if (Hook && (!ChangedSince.empty() || !Baseline.empty()))
    refuse("--hook shows all findings in the files named: leave "
           "--changed-since and --baseline out");

  ProjectOptions Options;
  if (BuildFolder.getNumOccurrences())
    Options.BuildFolder = BuildFolder.getValue();
  Options.Files = Files;
  Options.IsHook = Hook;
  Options.IsStrict = Strict;
  Options.IsQuiet = Hook || given<bool>("quiet").value_or(false);
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
