//===-- DisabledBackendCheck.h - switched off as a cure ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_DISABLEDBACKENDCHECK_H
#define CUBLASLT_CHECKS_DISABLEDBACKENDCHECK_H

#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds programs that answer a lack of memory by switching cuBLASLt off, or
/// by setting a variable of its workspace.
class DisabledBackendCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens{};
  void endUnit() override;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_DISABLEDBACKENDCHECK_H
