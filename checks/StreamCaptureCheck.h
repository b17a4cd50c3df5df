//===-- StreamCaptureCheck.h - allocation in a capture -------- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_STREAMCAPTURECHECK_H
#define CUBLASLT_CHECKS_STREAMCAPTURECHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds device memory that is allocated or freed at once, not in a stream's
/// order, while a stream is being captured.
class StreamCaptureCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static std::vector<kb::NeededParameter> needed();
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
  /// Of the path: the mode and the beginning of a capture that goes on.
  flow::PerPath<flow::Binding> Running{"running capture"};
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_STREAMCAPTURECHECK_H
