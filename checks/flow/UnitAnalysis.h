//===-- UnitAnalysis.h - one analysis for all checks ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One analysis of the translation unit is shared by all checks that are
/// switched on.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNITANALYSIS_H
#define CUBLASLT_CHECKS_UNITANALYSIS_H

#include "checks/flow/FlowEngine.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>

namespace cublaslt::checks {

/// A check, as the analysis of a unit knows it.
class UnitListener : public flow::FlowListener {
public:
  /// Called before the unit's functions are followed by \p E, which lives until
  /// finishUnit().
  virtual void beginUnit(flow::FlowEngine &E) = 0;
  /// Called when all of the unit's functions have been followed.
  virtual void finishUnit() = 0;
  /// Reports at \p Where that no call of the unit is checked, and \p Why.
  virtual void reportNotChecked(clang::SourceLocation Where,
                                llvm::StringRef Why) = 0;
};

/// Follows the functions of one translation unit once, for all checks of one
/// clang-tidy run. A unit that neither calls the API nor any other function
/// that the knowledge base watches is not looked at.
class UnitAnalysis : public clang::ast_matchers::MatchFinder::MatchCallback {
public:
  explicit UnitAnalysis(clang::tidy::ClangTidyContext &Context)
      : Context(Context) {}
  /// The one that belongs to \p Context; it lives as long as its checks.
  static std::shared_ptr<UnitAnalysis>
  of(clang::tidy::ClangTidyContext *Context);

  void add(UnitListener *Check) { Checks.push_back(Check); }
  /// Follows each function of each unit, whether it reaches the API or not.
  void followEverything() { FollowsEverything = true; }
  /// Writes what is done in the functions of that name; empty: in none.
  void trace(llvm::StringRef Function) { Traced = Function.str(); }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder);

  void
  run(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override;
  llvm::StringRef getID() const override { return "cublaslt-analysis"; }

private:
  clang::tidy::ClangTidyContext &Context;
  llvm::SmallVector<UnitListener *, 8> Checks;
  bool IsRegistered = false, FollowsEverything = false;
  std::string Traced;
  clang::ASTContext *Unit = nullptr;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNITANALYSIS_H
