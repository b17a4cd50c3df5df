//===-- MissingWorkspaceCheck.h - limits never set ------------ -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MISSINGWORKSPACECHECK_H
#define CUBLASLT_CHECKS_MISSINGWORKSPACECHECK_H

#include "checks/report/CheckBase.h"
#include "checks/report/Pending.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds heuristic calls with a preference whose workspace limit nothing has
/// set: it is 0. Silent where the matmul is given no workspace on purpose.
class MissingWorkspaceCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void endUnit() override;

private:
  struct Candidate {
    const clang::Expr *Argument = nullptr; ///< the preference
    const clang::Stmt *Created = nullptr;
    const kb::Function *Function = nullptr;
    const clang::FunctionDecl *In = nullptr;
    findings::CallSpecification Call;
  };
  /// The matmuls that take an algorithm, with and without a workspace.
  struct Use {
    const clang::Expr *With = nullptr, *Without = nullptr;
  };
  /// By the heuristic call: refuted where some path sets the limit.
  Pending<Candidate> Candidates;
  llvm::DenseMap<const clang::Stmt *, Use> Uses; ///< by the heuristic call
  /// Some matmul of the unit is given an algorithm and no workspace.
  bool KnowsNullWorkspace = false;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MISSINGWORKSPACECHECK_H
