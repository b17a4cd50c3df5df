//===-- StaleAlgorithmCheck.h - algorithms of other problems ----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_STALEALGORITHMCHECK_H
#define CUBLASLT_CHECKS_STALEALGORITHMCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/problem/ProblemSnapshot.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds matmuls that run an algorithm with a descriptor or layouts that
/// provably differ from those which the heuristic chose it for.
class StaleAlgorithmCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static std::vector<kb::NeededParameter> needed();
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void endUnit() override { Problems.clear(); }

private:
  /// The heuristic call, and the number of the problem that it was given.
  struct Choice {
    size_t Problem;
    const clang::CallExpr *Heuristic;
    bool operator<(const Choice &O) const {
      return std::tie(Problem, Heuristic) < std::tie(O.Problem, O.Heuristic);
    }
  };
  void compare(const flow::KnownCall &Call, const ProblemSnapshot &Then,
               const clang::Stmt *Heuristic, const flow::State &S);
  findings::CallSpecification specification(const flow::KnownCall &Call,
                                            const ProblemSnapshot &Then,
                                            const flow::State &S);

  /// Owner of the trait of a call's results: the problem they are for.
  flow::PerPath<Choice> ChosenFor{"chosen for"};
  SnapshotList Problems;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_STALEALGORITHMCHECK_H
