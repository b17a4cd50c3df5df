//===-- SizeofOperandCheck.h - sizeof of another object ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_SIZEOFOPERANDCHECK_H
#define CUBLASLT_CHECKS_SIZEOFOPERANDCHECK_H

#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds attributes that are set from `&x` with `sizeof(y)`: right as long as
/// both have the same size.
class SizeofOperandCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_SIZEOFOPERANDCHECK_H
