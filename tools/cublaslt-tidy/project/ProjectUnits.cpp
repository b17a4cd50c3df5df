//===-- ProjectUnits.cpp - the units that reach the API -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ProjectUnits.h"
#include "FindingOutput.h"
#include "Progress.h"
#include "ScanCache.h"
#include "checks/model/Knowledge.h"
#include "checks/module/CublasLtTidyModule.h"
#include "kb/KnowledgeBase.h"
#include "kb/Shown.h"
#include "tools/hosts/CompileCommands.h"
#include "tools/hosts/CudaHeaders.h"
#include "tools/hosts/RegularFiles.h"
#include <clang-tidy/ClangTidy.h>
#include <clang/Basic/Version.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>
#include <map>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using Arguments = std::vector<std::string>;

using HeaderList = std::vector<std::string> kb::Api::*;

std::set<std::string> fileNamesIn(std::initializer_list<HeaderList> Lists) {
  std::set<std::string> Result;
  for (const kb::Api &Api : checks::activeKnowledgeBase().apis())
    for (HeaderList List : Lists)
      for (const std::string &Header : Api.*List)
        Result.insert(path::filename(Header).str());
  return Result;
}

/// True when one of \p File's identifiers begins as the API's functions do:
/// comments tell nothing.
bool usesApi(const std::string &File) {
  const auto Buffer = readRegularFile(File);
  if (!Buffer)
    return false;
  const std::vector<std::string_view> Prefixes = checks::apiPrefixes();
  auto isOurs = [&](llvm::StringRef Name) {
    return llvm::any_of(Prefixes, [&](std::string_view Prefix) {
      return Name.starts_with(Prefix);
    });
  };
  const llvm::StringRef Text = (*Buffer)->getBuffer();
  clang::LangOptions Language;
  Language.CPlusPlus = Language.CPlusPlus11 = true; // raw strings
  clang::Lexer Lexer(clang::SourceLocation(), Language, Text.begin(),
                     Text.begin(), Text.end());
  clang::Token Token;
  for (bool IsEnd = false; !IsEnd;) {
    IsEnd = Lexer.LexFromRawLexer(Token);
    if (Token.is(clang::tok::raw_identifier) &&
        isOurs(Token.getRawIdentifier()))
      return true;
  }
  return false;
}

bool includes(const TranslationUnit &Unit, const std::string &Header) {
  return llvm::any_of(Unit.Files, [&](const std::string &File) {
    return path::filename(File) == path::filename(Header) &&
           (File == Header || fs::equivalent(File, Header));
  });
}

/// Whether the text of \p Unit's source names one of \p Headers.
bool namesOneOf(const std::vector<std::string> &Headers,
                const TranslationUnit &Unit) {
  const auto Buffer = readRegularFile(Unit.File);
  return Buffer && llvm::any_of(Headers, [&](const std::string &Header) {
           return (*Buffer)->getBuffer().contains(path::filename(Header));
         });
}

/// True when \p Problem of a scan says that the CUDA toolkit is missing.
bool lacksCuda(llvm::StringRef Problem) {
  if (Problem.contains("CUDA installation"))
    return true;
  if (!Problem.ends_with("' file not found"))
    return false;
  llvm::StringRef Header =
      path::filename(Problem.split('\'').second.split('\'').first);
  return Header.starts_with("cuda") ||
         fileNamesIn({&kb::Api::Headers}).count(Header.str());
}

/// Our checks that \p Options turn on, as a list for clang-tidy. Matching all
/// names of all checks takes milliseconds, and most units have the same
/// options.
const std::string &enabledChecks(const clang::tidy::ClangTidyOptions &Options) {
  static std::map<std::string, std::string> Known;
  auto [Found, IsNew] = Known.try_emplace(Options.Checks.value_or(""));
  if (!IsNew)
    return Found->second;
#if CLANG_VERSION_MAJOR >= 22
  std::vector<std::string> All =
      clang::tidy::getCheckNames(Options, false, false);
#else
  std::vector<std::string> All = clang::tidy::getCheckNames(Options, false);
#endif
  llvm::erase_if(All, [](const std::string &Name) {
    return !llvm::is_contained(checks::checkNames(), Name);
  });
  if (!All.empty())
    Found->second = "-*," + llvm::join(All, ",");
  return Found->second;
}

/// A database may hold a command many times.
void addNew(TranslationUnit Unit, std::vector<TranslationUnit> &Units,
            std::set<std::string> &KnownCommands) {
  if (KnownCommands.insert(ScanCache::unitKey(Unit)).second)
    Units.push_back(std::move(Unit));
}

} // namespace

bool reachesApi(const TranslationUnit &Unit) {
  static const std::set<std::string> Names =
      fileNamesIn({&kb::Api::Headers, &kb::Api::SiblingHeaders});
  return llvm::any_of(Unit.Files, [](const std::string &File) {
    return Names.count(path::filename(File).str()) != 0;
  });
}

std::string currentFolder() {
  llvm::SmallString<256> Folder;
  fs::current_path(Folder);
  return Folder.str().str();
}

std::string absolutePath(llvm::StringRef File) {
  llvm::SmallString<256> Path(File);
  fs::make_absolute(Path);
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

bool ProjectUnits::find() {
  std::string Build = Options.BuildFolder.value_or(".");
  if (!Options.BuildFolder && !fs::exists("compile_commands.json") &&
      fs::exists("build/compile_commands.json"))
    Build = "build";
  llvm::SmallString<256> File(Build);
  path::append(File, "compile_commands.json");
  std::string Error;
  auto Database = readCompilationDatabase(Build, Error);
  if (Database && llvm::none_of(Database->getAllFiles(), isSource)) {
    Error = ("'" + File +
             "' has no command of a C, C++ or CUDA source; let the build "
             "system write it anew")
                .str();
    Database = nullptr;
  }
  if (!Database) {
    // A folder that the user names must have a database.
    bool Passes = Options.IsHook && !Options.IsStrict && !Options.BuildFolder &&
                  !fs::exists(File);
    llvm::errs() << (Passes ? "cublaslt-tidy: not checked: " : "error: ")
                 << kb::shown(Error) << '\n';
    LacksDatabase = !Passes;
    return false;
  }
  DatabaseFolder = absolutePath(Build);
  if (!Options.IsHook) {
    for (clang::tooling::CompileCommand &Command :
         Database->getAllCompileCommands())
      if (isSource(Command.Filename))
        addUnit(std::move(Command));
  } else {
    std::set<std::string> Named;
    for (const std::string &Name : Options.Files) {
      std::string Absolute = absolutePath(Name);
      if ((!isSource(Absolute) && !isHeader(Absolute)) ||
          !Named.insert(Absolute).second)
        continue;
      // One that the database does not know gets the command of a neighbour.
      auto Commands = Database->getCompileCommands(Absolute);
      if (!Commands.empty())
        addUnit(std::move(Commands.front()));
      else
        cannotAnalyse(Absolute, "the compilation database has no command that "
                                "it could be analysed with");
    }
  }
  // A hook sees a few units: it must not replace what is known of all.
  scan(Units, DatabaseFolder + (Options.IsHook ? " hook" : ""));
  for (const TranslationUnit &Unit : Units)
    if (!Unit.IsScanned)
      cannotAnalyse(Unit.File, Unit.Problem);
  llvm::erase_if(Units, [](const TranslationUnit &U) { return !U.IsScanned; });
  if (Options.IsHook)
    addIncluders(*Database);
  return true;
}

void ProjectUnits::addIncluders(
    const clang::tooling::CompilationDatabase &Database) {
  auto isSeen = [&](const std::string &Header) {
    return llvm::any_of(Units, [&](const TranslationUnit &Unit) {
      return reachesApi(Unit) && includes(Unit, Header);
    });
  };
  std::vector<std::string> Headers;
  for (const TranslationUnit &Unit : Units)
    if (isHeader(Unit.File) && !isSeen(Unit.File) && usesApi(Unit.File))
      Headers.push_back(Unit.File);
  if (Headers.empty())
    return;

  std::vector<TranslationUnit> All;
  std::set<std::string> KnownCommands;
  for (clang::tooling::CompileCommand &Command :
       Database.getAllCompileCommands())
    if (isSource(Command.Filename) && fs::exists(absoluteFile(Command)))
      addNew(unitOf(std::move(Command)), All, KnownCommands);
  std::map<std::string, size_t> Includers;
  auto search = [&](std::vector<TranslationUnit> &Candidates,
                    const std::string &Project) {
    scan(Candidates, Project);
    std::vector<TranslationUnit> Found;
    for (TranslationUnit &Unit : Candidates) {
      bool IsWanted = false;
      for (const std::string &Header : Headers)
        if (includes(Unit, Header)) {
          size_t &Count = Includers[Header];
          IsWanted |= reachesApi(Unit) && Count < MostIncluders;
          ++Count;
        }
      if (IsWanted)
        Found.push_back(std::move(Unit));
    }
    llvm::erase_if(Headers, [&](const std::string &Header) {
      return Includers.count(Header);
    });
    std::move(Found.begin(), Found.end(), std::back_inserter(Units));
  };
  // Those that name it are found at once; scanning all takes its time.
  std::vector<TranslationUnit> Direct;
  llvm::copy_if(
      All, std::back_inserter(Direct),
      [&](const TranslationUnit &Unit) { return namesOneOf(Headers, Unit); });
  search(Direct, DatabaseFolder + " includers");
  if (!Headers.empty())
    search(All, DatabaseFolder);
  for (const std::string &Header : Headers)
    cannotAnalyse(Header, "it uses the API without including it, and no unit "
                          "of the compilation database includes it");
}

void ProjectUnits::addUnit(clang::tooling::CompileCommand Command) {
  const std::string File = absoluteFile(Command);
  if (!fs::exists(File))
    cannotAnalyse(File, "it does not exist; the compilation database is "
                        "older than the sources");
  else if (!fs::is_regular_file(File))
    cannotAnalyse(File, "it is not a regular file");
  else if (isEmpty(Command))
    cannotAnalyse(File, "its entry in the compilation database has no command; "
                        "let the build system write it anew");
  else
    addNew(unitOf(std::move(Command)), Units, Commands);
}

TranslationUnit ProjectUnits::unitOf(clang::tooling::CompileCommand Command) {
  TranslationUnit Unit;
  Unit.File = absoluteFile(Command);
  auto [Found, IsNew] = OptionsOfFile.try_emplace(Unit.File);
  clang::tidy::ClangTidyOptions &Effective = Found->second;
  if (IsNew) {
    Effective = Configuration->getOptions(Unit.File);
    Effective.Checks = enabledChecks(Effective);
    if (!Effective.HeaderFilterRegex || Effective.HeaderFilterRegex->empty())
      Effective.HeaderFilterRegex = ".*";
  }
  // In clang-tidy's order, and in the command, so that the scan sees them too.
  Arguments &Words = Command.CommandLine;
  auto insert = [&Words](size_t At, const Arguments &More) {
    Words.insert(Words.begin() + At, More.begin(), More.end());
  };
  Command = commandForClang(std::move(Command));
  insert(1, Options.ExtraArgumentsBefore);
  insert(1, Effective.ExtraArgsBefore.value_or(Arguments()));
  size_t End = llvm::find(Words, "--") - Words.begin();
  insert(End, Options.ExtraArguments);
  insert(End, Effective.ExtraArgs.value_or(Arguments()));
  Unit.Command =
      withCccl(safeCommand(std::move(Command), UnknownOptions::Kept));
  return Unit;
}

void ProjectUnits::scan(std::vector<TranslationUnit> &Units,
                        const std::string &Project) {
  ScanCache LastScan(Results, Hashes, Project, Tool);
  LastScan.restore(Units);
  std::vector<TranslationUnit *> ToScan;
  for (TranslationUnit &Unit : Units)
    if (!Unit.IsScanned)
      ToScan.push_back(&Unit);
  if (!ToScan.empty()) {
    Progress Bar("scanning", ToScan.size(), /*HasLinePerStep=*/false,
                 Options.IsQuiet);
    std::set<std::string> Absent =
        scanDependencies(ToScan, Options.Jobs, [&] { Bar.step(); });
    LastScan.store(Units, std::move(Absent));
  }
}

void ProjectUnits::cannotAnalyse(const std::string &File,
                                 const std::string &Problem) {
  bool IsCuda = lacksCuda(Problem);
  size_t &Count = IsCuda ? WithoutCuda : Unreadable;
  ++Count;
  NotAnalysed.push_back({File, Problem});
  const size_t Shown = IsCuda ? 1 : 10;
  if (Count > Shown)
    return;
  bool Passes = Options.IsHook && !Options.IsStrict;
  llvm::errs() << (Passes ? "cublaslt-tidy: not checked: " : "error: ")
               << kb::shown(relativeTo(currentFolder(), File) + ": " + Problem);
  if (IsCuda)
    llvm::errs() << " (the CUDA toolkit is needed; name its headers with "
                    "--extra-arg=-I<folder>)";
  llvm::errs() << '\n';
}

Trouble ProjectUnits::trouble() const {
  if (Options.IsHook && !Options.IsStrict && !LacksDatabase)
    return Trouble::None;
  if (Unreadable > 0 || LacksDatabase)
    return Trouble::CannotRead;
  return WithoutCuda > 0 ? Trouble::Lacking : Trouble::None;
}

} // namespace cublaslt::tidy
