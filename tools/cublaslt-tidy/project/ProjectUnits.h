//===-- ProjectUnits.h - the units that reach the API ----------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// From the compilation database to the units that are worth an analysis, each
/// with its command and the configuration in effect for it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTUNITS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTUNITS_H

#include "Cache.h"
#include "DependencyScan.h"
#include "ProjectOptions.h"
#include <map>

namespace cublaslt::tidy {

/// Exit codes of a project's run, beside 1 for findings.
enum class Trouble { None = 0, CannotRead = 2, Lacking = 3 };

class ProjectUnits {
public:
  ProjectUnits(const ProjectOptions &Options, Cache &Results,
               FileHashes &Hashes, std::string Tool)
      : Options(Options), Results(Results), Hashes(Hashes),
        Tool(std::move(Tool)), Configuration(projectConfiguration()) {}

  /// Reads the database and scans its units, or those of the hook's files.
  /// False when there is no database, which has been said.
  bool find();

  /// All units whose includes are known.
  std::vector<TranslationUnit> Units;

  /// The configuration in effect for the file of \p Unit: our checks alone,
  /// none of them when Checks is empty.
  const clang::tidy::ClangTidyOptions &
  configuration(const TranslationUnit &Unit) const {
    return OptionsOfFile.at(Unit.File);
  }

  /// Says on the standard error, for the first few, that \p File was not
  /// analysed, and why.
  void cannotAnalyse(const std::string &File, const std::string &Problem);

  /// The worst that cannotAnalyse heard of.
  Trouble trouble() const;
  /// All that cannotAnalyse heard of, with why.
  const std::vector<std::pair<std::string, std::string>> &notAnalysed() const {
    return NotAnalysed;
  }

private:
  /// Of how many units with one header a hook analyses; each shows mostly the
  /// same.
  static constexpr size_t MostIncluders = 8;

  void addUnit(clang::tooling::CompileCommand Command);
  /// Adds units for the hook's headers that use the API and reach it through
  /// their includers alone.
  void addIncluders(const clang::tooling::CompilationDatabase &Database);
  TranslationUnit unitOf(clang::tooling::CompileCommand Command);
  /// Finds what \p Units include; \p Project is where that is kept.
  void scan(std::vector<TranslationUnit> &Units, const std::string &Project);

  const ProjectOptions &Options;
  Cache &Results;
  FileHashes &Hashes;
  std::string Tool, DatabaseFolder;
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Configuration;
  std::map<std::string, clang::tidy::ClangTidyOptions> OptionsOfFile;
  std::set<std::string> Commands; ///< keys of those in Units
  std::vector<std::pair<std::string, std::string>> NotAnalysed;
  size_t Unreadable = 0, WithoutCuda = 0;
  bool LacksDatabase = false;
};

/// True when \p Unit includes a header of an API that the knowledge base
/// describes.
bool reachesApi(const TranslationUnit &Unit);

std::string currentFolder();
std::string absolutePath(llvm::StringRef File);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_PROJECTUNITS_H
