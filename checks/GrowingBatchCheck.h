//===-- GrowingBatchCheck.h - cublaslt-growing-batch -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_GROWINGBATCHCHECK_H
#define CUBLASLT_CHECKS_GROWINGBATCHCHECK_H

#include "checks/CheckBase.h"

namespace cublaslt::checks {

/// Finds loops and recursions that answer a failed heuristic, matmul or
/// allocation with a larger batch count, dimension, workspace limit or
/// allocation, and loops in which one only grows until the call fails.
class GrowingBatchCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  void onRetry(const flow::Retry &R, const flow::State &S) override;

private:
  void reportRetry(const flow::Retry &R, bool AfterFailure);
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_GROWINGBATCHCHECK_H
