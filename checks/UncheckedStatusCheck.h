//===-- UncheckedStatusCheck.h - statuses that nothing tests ----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNCHECKEDSTATUSCHECK_H
#define CUBLASLT_CHECKS_UNCHECKEDSTATUSCHECK_H

#include "checks/report/CheckBase.h"
#include "checks/report/Pending.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds calls whose status no path of their function tests: dropped,
/// overwritten before a test, or kept and at most printed. Heuristic calls
/// belong to cublaslt-unchecked-heuristic-status; destroying, asking and
/// logging calls are left alone.
class UncheckedStatusCheck : public CheckBase {
public:
  UncheckedStatusCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) override;

  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall | flow::Hook::LetGo |
      flow::Hook::Store | flow::Hook::Test | flow::Hook::Exit | flow::Hook::End;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onTest(flow::ValueRef V, const clang::Expr *E, const flow::Frame &In,
              flow::State &S) override;
  void onLetGo(flow::ValueRef V, const clang::Expr *Site, const flow::Frame &In,
               flow::State &S) override;
  void onStore(flow::LocationRef L, flow::ValueRef V, const clang::Stmt *Site,
               const flow::Frame &In, flow::State &S) override;
  void onExit(const flow::Frame &In, bool ByException, flow::State &S) override;
  void onEnd(const clang::FunctionDecl *F, bool GaveUp) override;
  void endUnit() override { Assertions.clear(); }

private:
  /// A call whose status was untested at the end of a path.
  struct Candidate {
    const kb::Function *Callee = nullptr;
    const clang::FunctionDecl *In = nullptr;
    ReportedPath Way;
  };
  /// Where a call's status is kept.
  struct Keeper {
    const clang::VarDecl *Variable = nullptr;
    bool IsDropped = false; ///< nowhere
    bool IsVoid = false;    ///< the program says that it does not care
  };
  Keeper keeperOf(const clang::CallExpr *Call);
  /// The calls in \p F whose status is dropped on the spot.
  void addDroppedCalls(const clang::FunctionDecl *F);
  bool isInAssertion(clang::SourceLocation Where);
  bool isAssertedOrExcused(const clang::VarDecl *Variable,
                           const clang::CallExpr *Call,
                           const clang::FunctionDecl *In);
  void reportCandidate(const clang::CallExpr *Call, const Candidate &C,
                       bool GaveUp);

  /// The project's own macro or function that checks a status.
  const llvm::StringRef CheckMacro;
  /// Report statuses that only an assert tests.
  const bool ReportAssertOnly;
  /// By the call: refuted where something tests its status on some path.
  Pending<Candidate> Untested;
  llvm::MapVector<const clang::CallExpr *, Candidate> OnlyAsserted;
  llvm::DenseMap<const clang::CallExpr *, const clang::Stmt *> Overwriters;
  /// Calls that a loop comes to again.
  struct Round {
    Candidate C;
    bool WasTested = false; ///< the last round's status, on some path
    bool IsOverwritten = false;
  };
  llvm::MapVector<const clang::CallExpr *, Round> Rounds;
  llvm::DenseMap<const clang::CallExpr *, const clang::VarDecl *> Keepers;
  /// What each call was given.
  llvm::DenseMap<const clang::Stmt *, findings::CallSpecification> Asked;

  /// An expansion of `assert`: where it is, and the names in it.
  struct Assertion {
    clang::SourceRange Where;
    llvm::StringSet<> Names;
  };
  std::vector<Assertion> Assertions;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNCHECKEDSTATUSCHECK_H
