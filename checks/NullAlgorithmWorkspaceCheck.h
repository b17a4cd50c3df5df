//===-- NullAlgorithmWorkspaceCheck.h - no algorithm, no workspace -- -*- C++
//-*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_NULLALGORITHMWORKSPACECHECK_H
#define CUBLASLT_CHECKS_NULLALGORITHMWORKSPACECHECK_H

#include "checks/report/CheckBase.h"
#include "checks/report/Pending.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds matmuls that are given neither an algorithm nor a workspace: the
/// library then chooses among the algorithms that need none.
class NullAlgorithmWorkspaceCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void endUnit() override;

private:
  struct Candidate {
    const clang::Expr *Argument = nullptr;
    const clang::FunctionDecl *In = nullptr;
    findings::CallSpecification Call;
    /// Where the two became null, if not in the call.
    llvm::SmallVector<std::pair<kb::Role, const clang::Stmt *>, 2> Sources;
  };
  /// By the call: refuted where it is given something on some path.
  Pending<Candidate> Candidates;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_NULLALGORITHMWORKSPACECHECK_H
