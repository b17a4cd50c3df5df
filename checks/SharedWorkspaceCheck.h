//===-- SharedWorkspaceCheck.h - one workspace, two streams --- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_SHAREDWORKSPACECHECK_H
#define CUBLASLT_CHECKS_SHAREDWORKSPACECHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds a workspace that two matmuls on different streams are given without
/// anything between them that orders the streams.
class SharedWorkspaceCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall |
                                         flow::Hook::AfterCall |
                                         flow::Hook::CallOutOfSight;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onCallOutOfSight(const clang::FunctionDecl *Callee,
                        const clang::Expr *Site, const flow::Frame &In,
                        flow::State &S) override;

private:
  void forgetAll(flow::State &S);
  flow::ValueRef placeOf(const flow::KnownCall &Call);
  /// Of a workspace: the stream of the last matmul that used it, and the place
  /// that the stream was read from.
  flow::PerPath<flow::Binding> LastStream{"last stream"},
      LastPlace{"place of the last stream"};
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_SHAREDWORKSPACECHECK_H
