//===-- GrowingBatchCheck.h - cublaslt-growing-batch ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_GROWINGBATCHCHECK_H
#define CUBLASLT_CHECKS_GROWINGBATCHCHECK_H

#include "checks/report/CheckBase.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds loops and recursions that answer a failed heuristic, matmul or
/// allocation with a larger batch count, dimension, workspace limit or
/// allocation, and loops in which one only grows until the call fails.
class GrowingBatchCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void onRetry(const flow::Retry &R, const flow::State &S) override;
  void endUnit() override;

private:
  /// What was seen of one expression that grows a size; one report is enough.
  struct Candidate {
    std::optional<flow::Retry> AfterFailure, AfterSuccess;
  };
  void reportRetry(const flow::Retry &R, bool AfterFailure);

  llvm::MapVector<const clang::Stmt *, Candidate> Candidates;
  /// What each call was given when it was first followed.
  llvm::DenseMap<const clang::Stmt *, findings::CallSpecification> Asked;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_GROWINGBATCHCHECK_H
