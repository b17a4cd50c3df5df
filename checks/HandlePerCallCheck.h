//===-- HandlePerCallCheck.h - short-lived handles --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_HANDLEPERCALLCHECK_H
#define CUBLASLT_CHECKS_HANDLEPERCALLCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds handles that are made and destroyed in each round of a loop, or in a
/// function that runs a matmul on operands that its caller gives it.
class HandlePerCallCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::AfterCall;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;

private:
  void reportHandle(flow::ValueRef Handle, const clang::FunctionDecl *In,
                    bool IsLoop, const clang::Stmt *Destroyed,
                    const flow::State &S);

  /// Owners of the traits of a handle: a matmul has used it; it was one on
  /// the caller's operands; it was destroyed after its use, by the site.
  flow::PerPath<flow::Mark> Used{"used handles"},
      UsedForCaller{"handles used for the caller"};
  flow::PerPath<const clang::CallExpr *> Ended{"ended handles"};
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_HANDLEPERCALLCHECK_H
