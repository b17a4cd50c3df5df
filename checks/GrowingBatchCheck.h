//===-- GrowingBatchCheck.h - cublaslt-growing-batch ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_GROWINGBATCHCHECK_H
#define CUBLASLT_CHECKS_GROWINGBATCHCHECK_H

#include "checks/growth/RetryFinder.h"
#include "checks/report/CheckBase.h"
#include "llvm/ADT/MapVector.h"

namespace cublaslt::checks {

/// Finds loops and recursions that answer a failed heuristic, matmul or
/// allocation with a larger batch count, dimension, workspace limit or
/// allocation, and loops in which one only grows until the call fails.
class GrowingBatchCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall | flow::Hook::Store |
      flow::Hook::Exit | flow::Hook::Recursion | flow::Hook::Weigh;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override {
    Finder.afterCall(Call, S);
  }
  void onStore(flow::LocationRef L, flow::ValueRef V, const clang::Stmt *Site,
               const flow::Frame &In, flow::State &S) override {
    Finder.onStore(engine(), L, V, Site, In, S);
  }
  void onExit(const flow::Frame &In, bool ByException,
              flow::State &S) override {
    Finder.onExit(In, S);
  }
  void onRecursion(const flow::Recursion &R, const flow::State &S) override;
  unsigned weigh(const flow::State &A, const flow::State &B) const override {
    return Finder.weigh(A, B);
  }
  void endUnit() override;

private:
  /// What was seen of one expression that grows a size; one report is enough.
  struct Seen {
    Retry Again;
    ReportedPath Way;
  };
  struct Candidate {
    std::optional<Seen> AfterFailure, AfterSuccess;
  };
  void consider(const Retry &R, const ReportedPath &Way);
  void reportRetry(const Seen &Found, bool AfterFailure);

  RetryFinder Finder;
  llvm::MapVector<const clang::Stmt *, Candidate> Candidates;
  /// What each call was given when it was first followed.
  llvm::DenseMap<const clang::Stmt *, findings::CallSpecification> Asked;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_GROWINGBATCHCHECK_H
