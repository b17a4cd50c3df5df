//===-- UninitializedAlgoCountCheck.h - counts of nothing -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNINITIALIZEDALGOCOUNTCHECK_H
#define CUBLASLT_CHECKS_UNINITIALIZEDALGOCOUNTCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"
#include "checks/report/Pending.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds counts of results without an initial value that a condition looks at
/// although nothing tests the status: a call that fails may not have written
/// the count.
class UninitializedAlgoCountCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::AfterCall |
                                         flow::Hook::LetGo | flow::Hook::Test |
                                         flow::Hook::Exit | flow::Hook::End;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onTest(flow::ValueRef V, const clang::Expr *E, const flow::Frame &In,
              flow::State &S) override;
  void onLetGo(flow::ValueRef V, const clang::Expr *Site, const flow::Frame &In,
               flow::State &S) override;
  void onExit(const flow::Frame &In, bool ByException, flow::State &S) override;
  void onEnd(const clang::FunctionDecl *F, bool GaveUp) override;

private:
  struct Candidate {
    const kb::Function *Function = nullptr;
    const clang::FunctionDecl *In = nullptr;
    const clang::Stmt *Test = nullptr;
    ReportedPath Way;
  };
  /// \p Test looks at the counts in \p V.
  void rememberTest(flow::ValueRef V, const clang::Stmt *Test, flow::State &S);
  void reportCandidate(const clang::CallExpr *Call, const Candidate &C);

  /// Of a status whose count was tested before it: the test.
  flow::PerPath<const clang::Stmt *> CountTested{"counts tested first"};
  /// By the call: refuted where something tests its status.
  Pending<Candidate> Candidates;
  llvm::DenseMap<const clang::Stmt *, findings::CallSpecification> Asked;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNINITIALIZEDALGOCOUNTCHECK_H
