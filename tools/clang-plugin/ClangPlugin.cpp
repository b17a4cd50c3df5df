//===-- ClangPlugin.cpp - the checks in a build by clang ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// clang -fplugin=libCublasLtClang.so: each unit is analysed when it has been
/// compiled, as clang-tidy would do it, and what was found is shown as clang's
/// own warnings are: -w, -Werror and -fdiagnostics-* hold. NOLINT and
/// .clang-tidy hold as well.
///
/// Options: -fplugin-arg-cublaslt-level=N, -kb=DIR and -wrappers=FILE.
///
//===----------------------------------------------------------------------===//
#include "checks/model/Knowledge.h"
#include "kb/KnowledgeBase.h"
#include "tools/hosts/DefaultChecks.h"
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyOptions.h>
#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Basic/Version.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/FrontendPluginRegistry.h>
#include <clang/Tooling/Core/Diagnostic.h>

using namespace clang;
using namespace clang::tidy;

namespace {

/// .clang-tidy, with our checks on as in every host.
class ProjectOptions : public FileOptionsProvider {
public:
  explicit ProjectOptions(std::optional<int> Level)
      : FileOptionsProvider(ClangTidyGlobalOptions(),
                            ClangTidyOptions::getDefaults(),
                            ClangTidyOptions()),
        Level(Level) {}

  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override {
    std::vector<OptionsSource> Sources =
        FileOptionsProvider::getRawOptions(File);
    std::optional<std::string> Configured;
    for (OptionsSource &Source : Sources) {
      cublaslt::tidy::addToChecks(Configured, Source.first.Checks.value_or(""));
      Source.first.Checks = std::nullopt;
    }
    ClangTidyOptions InEffect;
    InEffect.Checks =
        cublaslt::tidy::checksInEffect(Configured.value_or(""), Level) +
        // clang-tidy's library would start the static analyzer.
        ",-clang-analyzer-*";
    Sources.emplace_back(std::move(InEffect), "cublaslt-tidy");
    return Sources;
  }

private:
  const std::optional<int> Level;
};

/// Keeps what the checks say and NOLINT does not silence.
class KeptFindings : public DiagnosticConsumer {
public:
  explicit KeptFindings(ClangTidyContext &Context) : Context(Context) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    if (Level != DiagnosticsEngine::Note) {
      // Wrong NOLINT comments are clang-tidy's affair.
      llvm::SmallVector<tooling::Diagnostic, 1> WrongComments;
      IsSilenced = Context.shouldSuppressDiagnostic(Level, Info, WrongComments);
      if (!IsSilenced)
        Kept.emplace_back();
    }
    if (!IsSilenced)
      Kept.back().emplace_back(Level, Info);
  }

  /// Shows them as warnings of \p Clang, in the order of the source. Its
  /// switches do not reach warnings that it does not know; so they are asked.
  void show(DiagnosticsEngine &Clang) {
    llvm::sort(Kept, [](const Finding &Left, const Finding &Right) {
      const FullSourceLoc &L = Left.front().getLocation();
      const FullSourceLoc &R = Right.front().getLocation();
      return L == R ? Left.front().getMessage() < Right.front().getMessage()
                    : L.isBeforeInTranslationUnitThan(R);
    });
    for (const Finding &Each : Kept)
      if (!Clang.getSuppressSystemWarnings() ||
          !Each.front().getLocation().isInSystemHeader())
        for (const StoredDiagnostic &Part : Each)
          show(Part, Clang);
    Kept.clear();
  }

private:
  /// A warning and its notes.
  using Finding = std::vector<StoredDiagnostic>;

  void show(const StoredDiagnostic &Part, DiagnosticsEngine &Clang) {
    const std::string Check = Context.getCheckName(Part.getID());
    llvm::StringRef Text = Part.getMessage();
    Text.consume_back(" [" + Check + "]"); // clang-tidy's, of notes too
    const bool IsNote = Part.getLevel() == DiagnosticsEngine::Note;
    const unsigned Kind =
        IsNote ? Clang.getCustomDiagID(DiagnosticsEngine::Note, "%0")
        : Context.treatAsError(Check) || Clang.getWarningsAsErrors()
            ? Clang.getCustomDiagID(DiagnosticsEngine::Error, "%0 [%1]")
            : Clang.getCustomDiagID(DiagnosticsEngine::Warning, "%0 [%1]");
    DiagnosticBuilder Shown = Clang.Report(Part.getLocation(), Kind);
    Shown << Text;
    if (!IsNote)
      Shown << Check;
    for (const CharSourceRange &Range : Part.getRanges())
      Shown << Range;
    for (const FixItHint &Fix : Part.getFixIts())
      Shown << Fix;
  }

  ClangTidyContext &Context;
  std::vector<Finding> Kept;
  bool IsSilenced = false;
};

/// clang-tidy's run over one unit, inside clang.
class TidyConsumer : public ASTConsumer {
public:
  TidyConsumer(CompilerInstance &Compiler, llvm::StringRef File,
               std::optional<int> Level)
      : Clang(Compiler.getDiagnostics()),
        Context(std::make_unique<ProjectOptions>(Level)), Findings(Context),
#if CLANG_VERSION_MAJOR >= 22
        Engine(Clang.getDiagnosticIDs(), Clang.getDiagnosticOptions(),
               &Findings, /*ShouldOwnClient=*/false) {
    Context.setDiagnosticsEngine(nullptr, &Engine);
#else
        Engine(new DiagnosticIDs, new DiagnosticOptions, &Findings,
               /*ShouldOwnClient=*/false) {
    Context.setDiagnosticsEngine(&Engine);
#endif
    Checks =
        ClangTidyASTConsumerFactory(Context).createASTConsumer(Compiler, File);
  }

  void HandleTranslationUnit(ASTContext &Unit) override {
    // clang reports a unit that does not compile; half of it would make wrong
    // reports.
    if (Clang.hasUncompilableErrorOccurred() || Clang.getIgnoreAllWarnings())
      return;
    Checks->HandleTranslationUnit(Unit);
    Findings.show(Clang);
  }

private:
  DiagnosticsEngine &Clang;
  ClangTidyContext Context;
  KeptFindings Findings;
  DiagnosticsEngine Engine;
  std::unique_ptr<ASTConsumer> Checks; // uses all of these
};

class CublasLtAction : public PluginASTAction {
public:
  ActionType getActionType() override { return AddAfterMainAction; }

  bool ParseArgs(const CompilerInstance &Compiler,
                 const std::vector<std::string> &Arguments) override {
    std::string Folder, Wrappers;
    for (const std::string &Argument : Arguments) {
      auto [Name, Value] = llvm::StringRef(Argument).split('=');
      int Number = 0;
      if (Name == "kb" && !Value.empty())
        Folder = Value.str();
      else if (Name == "wrappers" && !Value.empty())
        Wrappers = Value.str();
      else if (Name == "level" && !Value.getAsInteger(10, Number) &&
               Number >= 0 && Number <= 2)
        Level = Number;
      else
        return refuse(Compiler, "-fplugin-arg-cublaslt-" + Argument +
                                    ": unknown; give level=0, 1 or 2, "
                                    "kb=folder or wrappers=file");
    }
    if (Folder.empty() && Wrappers.empty())
      return true;
    cublaslt::kb::LoadError Problem;
    auto Loaded =
        cublaslt::checks::loadKnowledgeBase(Folder, Wrappers, Problem);
    if (!Loaded)
      return refuse(Compiler, Problem.Message);
    cublaslt::checks::setKnowledgeBase(std::move(Loaded));
    return true;
  }

  std::unique_ptr<ASTConsumer>
  CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef File) override {
    // Of the two sides of a CUDA file the host calls cuBLASLt.
    if (Compiler.getLangOpts().CUDAIsDevice)
      return std::make_unique<ASTConsumer>();
    return std::make_unique<TidyConsumer>(Compiler, File, Level);
  }

private:
  static bool refuse(const CompilerInstance &Compiler, llvm::StringRef Why) {
    DiagnosticsEngine &Clang = Compiler.getDiagnostics();
    Clang.Report(Clang.getCustomDiagID(DiagnosticsEngine::Error, "%0")) << Why;
    return false;
  }

  std::optional<int> Level;
};

// The name is what -fplugin-arg-<name>- takes; it must have no hyphen.
const FrontendPluginRegistry::Add<CublasLtAction>
    Registered("cublaslt", "Checks for callers of cuBLASLt.");

} // namespace
