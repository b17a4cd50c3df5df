//===-- @FILE@.h - @NAME@ -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_@GUARD@_H
#define CUBLASLT_CHECKS_@GUARD@_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds attributes that are set after the object was destroyed.
class @FILE@ : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;

private:
  /// Of an object: the status and the call of what destroyed it.
  flow::PerPath<flow::Binding> Destroyed{"destroyed"};
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_@GUARD@_H
