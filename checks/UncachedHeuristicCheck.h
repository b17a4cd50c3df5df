//===-- UncachedHeuristicCheck.h - the same question again ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNCACHEDHEURISTICCHECK_H
#define CUBLASLT_CHECKS_UNCACHEDHEURISTICCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/problem/ProblemSnapshot.h"
#include "checks/report/CheckBase.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"

namespace cublaslt::checks {

/// Finds heuristic calls in a loop that ask for the same problem in each
/// round.
class UncachedHeuristicCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens =
      flow::Hook::AfterCall | flow::Hook::LetGo;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onLetGo(flow::ValueRef V, const clang::Expr *Site, const flow::Frame &In,
               flow::State &S) override;
  void endUnit() override {
    Problems.clear();
    AskedWith.clear();
  }

private:
  /// A loop, and the way to the function that it is in.
  struct Loop {
    const clang::Stmt *Statement = nullptr;
    const flow::CallPath *Path = nullptr;
  };
  Loop loopOf(const flow::KnownCall &Call);
  bool isInvariant(flow::ValueRef V, const Loop &L);

  /// Owner of the trait of a call's results: the problem it asked for.
  flow::PerPath<size_t> AskedFor{"asked for"};
  SnapshotList Problems;
  /// The results that were asked for with an object, on whatever path.
  llvm::DenseMap<flow::ValueRef, llvm::SmallSetVector<flow::ValueRef, 2>>
      AskedWith;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNCACHEDHEURISTICCHECK_H
