//===-- ProjectRun.cpp - one run over a whole project ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ProjectRun.h"
#include "../CommandLine.h"
#include "../ReportedFindings.h"
#include "ChangedLines.h"
#include "FindingOutput.h"
#include "Progress.h"
#include "ProjectUnits.h"
#include "UnitAnalysis.h"
#include "checks/model/Knowledge.h"
#include "findings/Sarif.h"
#include "kb/KnowledgeBase.h"
#include "kb/Shown.h"
#include <clang/Basic/Version.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/raw_ostream.h>
#include <tuple>

namespace cublaslt::tidy {
namespace {

using findings::Finding;

/// Everything that decides about a result beside sources and settings: this
/// program, its clang and its knowledge.
std::string toolIdentity() {
  static int Anchor;
  return hashOf({FileHashes().of(llvm::sys::fs::getMainExecutable(
                     "cublaslt-tidy", &Anchor)),
                 clang::getClangFullVersion(),
                 checks::activeKnowledgeBase().fingerprint()});
}

class ProjectRun {
public:
  explicit ProjectRun(const ProjectOptions &Options)
      : Options(Options), Folder(currentFolder()), Tool(toolIdentity()),
        Results(Options.CacheFolder), Project(Options, Results, Hashes, Tool) {}

  int run();

private:
  bool readFilters();
  bool hasChecks() const;
  void analyse();
  void take(const TranslationUnit &Unit,
            const findings::SarifDocument &Document);
  std::string resultKey(const TranslationUnit &Unit, FileHashes &Contents);
  bool isAskedFor(const TranslationUnit &Unit) const;
  bool isAskedFor(const Finding &F) const;
  int report();
  void printSummary();

  const ProjectOptions &Options;
  std::string Folder, Tool;
  Cache Results;
  FileHashes Hashes;
  ProjectUnits Project;

  std::set<std::string> NamedFiles; ///< a hook's
  std::optional<ChangedLines> Changed;
  std::set<std::string> KnownBefore; ///< fingerprints of the baseline

  ReportedFindings Reported;
  using Identity =
      std::tuple<std::string, std::string, unsigned, unsigned, std::string>;
  std::set<Identity> Seen;
  size_t Analysed = 0, FromCache = 0, NotNew = 0;
};

bool ProjectRun::readFilters() {
  std::string Error;
  if (!Options.ChangedSince.empty() &&
      !(Changed = ChangedLines::since(Options.ChangedSince, Error))) {
    llvm::errs() << "error: " << kb::shown(Error) << '\n';
    return false;
  }
  if (!Options.Baseline.empty()) {
    auto Baseline = findings::SarifDocument::read(Options.Baseline, Error);
    if (!Baseline) {
      llvm::errs() << "error: --baseline: " << kb::shown(Error) << '\n';
      return false;
    }
    for (const Finding &F : Baseline->findings())
      KnownBefore.insert(F.Fingerprint);
  }
  for (const std::string &File : Options.Files)
    NamedFiles.insert(absolutePath(File));
  return true;
}

/// Whether there is something to look for. A .clang-tidy may turn all of ours
/// off for some files, and it may be these that a hook is given.
bool ProjectRun::hasChecks() const {
  bool ReachesApi = false;
  for (const TranslationUnit &Unit : Project.Units)
    if (reachesApi(Unit)) {
      ReachesApi = true;
      if (!Project.configuration(Unit).Checks->empty())
        return true;
    }
  return !ReachesApi || (Options.IsHook && !Options.HasOneConfiguration);
}

bool ProjectRun::isAskedFor(const TranslationUnit &Unit) const {
  return !Changed || llvm::any_of(Unit.Files, [&](const std::string &File) {
    return Changed->hasFile(File);
  });
}

bool ProjectRun::isAskedFor(const Finding &F) const {
  const findings::SourcePlace &Place = F.Place;
  if (Changed && !Changed->touches(Place.File, Place.Line,
                                   std::max(Place.Line, Place.EndLine)))
    return false;
  return NamedFiles.empty() || NamedFiles.count(Place.File);
}

std::string ProjectRun::resultKey(const TranslationUnit &Unit,
                                  FileHashes &Contents) {
  const clang::tidy::ClangTidyOptions &Settings = Project.configuration(Unit);
  std::vector<std::string> Parts = {"result", Tool, Unit.Command.Directory,
                                    Unit.File,
                                    clang::tidy::configurationAsText(Settings)};
  // A knowledge base and wrappers that a check's option names.
  for (const auto &Option : Settings.CheckOptions) {
    bool IsFile = Option.getKey().ends_with("CublasltWrappers");
    if (!IsFile && !Option.getKey().ends_with("CublasltKnowledgeBase"))
      continue;
    const std::string &Place = Option.getValue().Value;
    kb::LoadError Error;
    if (auto Kb = checks::loadKnowledgeBase(IsFile ? "" : Place,
                                            IsFile ? Place : "", Error))
      Parts.push_back(Kb->fingerprint());
  }
  Parts.insert(Parts.end(), Unit.Command.CommandLine.begin(),
               Unit.Command.CommandLine.end());
  for (const std::string &File : Unit.Files) {
    Parts.push_back(File);
    Parts.push_back(Contents.of(File));
  }
  return hashOf(Parts);
}

/// Adds what was found in one unit, except what another unit has shown.
void ProjectRun::take(const TranslationUnit &Unit,
                      const findings::SarifDocument &Document) {
  bool HasErrors = false;
  for (Finding &F : Document.findings()) {
    bool IsError = llvm::StringRef(F.Rule).starts_with("clang-diagnostic-");
    HasErrors |= IsError;
    if (!Seen.insert({F.Rule, F.Place.File, F.Place.Line, F.Place.Column,
                      F.Message})
             .second)
      continue;
    if (F.Rule == NotFollowedRule)
      Reported.NotFollowed.push_back(std::move(F));
    else if (IsError)
      Reported.CompileErrors.push_back(std::move(F));
    else if (KnownBefore.count(F.Fingerprint) || !isAskedFor(F))
      ++NotNew;
    else
      Reported.Findings.push_back(std::move(F));
  }
  if (HasErrors)
    Project.cannotAnalyse(Unit.File, "it has compile errors, and was analysed "
                                     "as far as it can be seen");
}

void ProjectRun::analyse() {
  std::vector<const TranslationUnit *> ToAnalyse;
  std::vector<std::string> Keys;
  std::vector<UnitToAnalyse> Work;
  for (const TranslationUnit &Unit : Project.Units) {
    const clang::tidy::ClangTidyOptions &Settings = Project.configuration(Unit);
    if (!reachesApi(Unit) || Settings.Checks->empty() || !isAskedFor(Unit))
      continue;
    ++Analysed;
    std::string Key = resultKey(Unit, Hashes);
    std::string Error;
    std::optional<std::string> Kept = Results.read(Key);
    auto Document =
        Kept ? findings::SarifDocument::parse(*Kept, Key, Error) : nullptr;
    if (Document && Document->isOf("cublaslt-tidy")) {
      ++FromCache;
      take(Unit, *Document);
      continue;
    }
    ToAnalyse.push_back(&Unit);
    Keys.push_back(std::move(Key));
    Work.push_back({Unit.Command, Settings});
    // The command already contains them.
    Work.back().Options.ExtraArgs.reset();
    Work.back().Options.ExtraArgsBefore.reset();
  }
  Progress Bar("analysing", Work.size(), /*HasLinePerStep=*/true,
               Options.IsQuiet);
  analyseUnits(Work, Options.Jobs, [&](size_t I, const UnitOutcome &Outcome) {
    const TranslationUnit &Unit = *ToAnalyse[I];
    Bar.step(kb::shown(relativeTo(Folder, Unit.File)));
    if (!Outcome.Problem.empty()) {
      Project.cannotAnalyse(Unit.File, Outcome.Problem);
      return;
    }
    std::string Error;
    auto Document =
        findings::SarifDocument::parse(Outcome.Sarif, Unit.File, Error);
    if (!Document) {
      Project.cannotAnalyse(Unit.File, Error);
      return;
    }
    size_t ErrorsBefore = Project.notAnalysed().size();
    take(Unit, *Document);
    // A file that was written meanwhile may have been read before or after; and
    // where an include fails, the list of files is not whole.
    FileHashes Now;
    if (Project.notAnalysed().size() == ErrorsBefore &&
        resultKey(Unit, Now) == Keys[I])
      Results.write(Keys[I], Outcome.Sarif);
  });
}

void ProjectRun::printSummary() {
  if (Options.IsQuiet)
    return;
  std::set<std::string> Files;
  for (const Finding &F : Reported.Findings)
    Files.insert(F.Place.File);
  size_t Count = Reported.Findings.size();
  llvm::errs() << Count << (Count == 1 ? " finding" : " findings") << " in "
               << Files.size() << (Files.size() == 1 ? " file" : " files");
  if (NotNew > 0)
    llvm::errs() << " (" << NotNew << " not shown)";
  llvm::errs() << "; " << Analysed << " of " << Project.Units.size()
               << " units analysed, " << FromCache << " from the cache";
  if (size_t Failed = Project.notAnalysed().size())
    llvm::errs() << "; " << Failed << " could not be analysed";
  llvm::errs() << '\n';
  if (!Reported.NotFollowed.empty()) {
    constexpr size_t Named = 5;
    llvm::errs() << "not followed to the end, with findings that can be "
                    "missing: ";
    for (size_t I = 0; I < Reported.NotFollowed.size() && I < Named; ++I)
      llvm::errs() << (I > 0 ? ", " : "")
                   << kb::shown(Reported.NotFollowed[I].Message);
    if (Reported.NotFollowed.size() > Named)
      llvm::errs() << ", ...";
    llvm::errs() << '\n';
  }
}

int ProjectRun::report() {
  // In an order that does not depend on which unit was first.
  auto order = [](const Finding &F) {
    return std::tie(F.Place.File, F.Place.Line, F.Place.Column, F.Rule,
                    F.Message);
  };
  for (auto *List : {&Reported.CompileErrors, &Reported.Findings})
    llvm::sort(*List, [&](const Finding &A, const Finding &B) {
      return order(A) < order(B);
    });
  bool HasColors = Options.UseColor.value_or(llvm::outs().has_colors());
  llvm::outs().enable_colors(HasColors);
  for (const auto *List : {&Reported.CompileErrors, &Reported.Findings})
    for (const Finding &F : *List)
      printFinding(llvm::outs(), F, Folder);
  llvm::outs().flush();
  printSummary();

  for (const auto &[File, Problem] : Project.notAnalysed()) {
    Finding Missing;
    Missing.Level = "error";
    Missing.Message = "not analysed: " + Problem;
    Missing.Place.File = File;
    Reported.CompileErrors.push_back(std::move(Missing));
  }
  for (std::string Problem :
       {sarifPath().empty() ? "" : writeSarif(Reported, sarifPath()),
        Options.GitLab.empty()
            ? ""
            : writeGitLabReport(Options.GitLab, Reported.Findings, Folder)})
    if (!Problem.empty()) {
      llvm::errs() << "error: " << kb::shown(Problem) << '\n';
      return static_cast<int>(Trouble::CannotRead);
    }
  return Reported.Findings.empty() ? static_cast<int>(Project.trouble()) : 1;
}

int ProjectRun::run() {
  if (Options.IsHook && Options.Files.empty()) {
    llvm::errs() << (Options.IsStrict ? "error: --hook: "
                                      : "cublaslt-tidy: not checked: ")
                 << "no file is named behind '--'\n";
    return static_cast<int>(Options.IsStrict ? Trouble::CannotRead
                                             : Trouble::None);
  }
  if (!readFilters())
    return static_cast<int>(Trouble::CannotRead);
  if (!Results.problem().empty())
    llvm::errs() << "warning: " << kb::shown(Results.problem()) << '\n';
  if (!Project.find())
    return static_cast<int>(Project.trouble());
  if (!hasChecks()) {
    llvm::errs() << "error: no check of ours is on for any unit that reaches "
                    "the API: see --checks, --level and .clang-tidy\n";
    return static_cast<int>(Trouble::CannotRead);
  }
  analyse();
  Results.prune();
  return report();
}

} // namespace

int runProject(const ProjectOptions &Options) {
  return ProjectRun(Options).run();
}

} // namespace cublaslt::tidy
