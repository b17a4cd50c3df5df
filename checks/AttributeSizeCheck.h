//===-- AttributeSizeCheck.h - sizes of attributes --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_ATTRIBUTESIZECHECK_H
#define CUBLASLT_CHECKS_ATTRIBUTESIZECHECK_H

#include "checks/queries/AttributeCall.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds SetAttribute and GetAttribute calls whose size is not the
/// attribute's: the library refuses them and logs nothing.
class AttributeSizeCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;

private:
  clang::FixItHint retype(const AttributeCall &A, const flow::KnownCall &Call);
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_ATTRIBUTESIZECHECK_H
