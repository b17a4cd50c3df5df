//===-- UnusedHeuristicCheck.h - chosen and not passed -------- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNUSEDHEURISTICCHECK_H
#define CUBLASLT_CHECKS_UNUSEDHEURISTICCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"
#include "checks/report/Pending.h"
#include "llvm/ADT/DenseSet.h"

namespace cublaslt::checks {

/// Finds matmuls that are given no algorithm although a heuristic chose one for
/// the same problem on the way there, and nothing ever uses it.
class UnusedHeuristicCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall |
                                         flow::Hook::AfterCall |
                                         flow::Hook::LetGo | flow::Hook::End;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onLetGo(flow::ValueRef V, const clang::Expr *Site, const flow::Frame &In,
               flow::State &S) override;
  void onEnd(const clang::FunctionDecl *F, bool GaveUp) override;
  void endUnit() override;

private:
  struct Candidate {
    const clang::CallExpr *Heuristic;
    const kb::Function *HeuristicFunction;
    const clang::CallExpr *Matmul;
    const clang::Expr *Argument;
    const clang::FunctionDecl *In;
    findings::CallSpecification Call;
    bool HasWorkspace;
    std::string Replacement; ///< empty: no fix-it
  };
  bool isSameProblem(flow::ValueRef Results, const flow::KnownCall &Call,
                     const flow::State &S) const;
  std::string replacementFor(flow::ValueRef Results,
                             const flow::KnownCall &Call, const flow::State &S);

  /// Of the function that is followed.
  std::vector<Candidate> Found;
  /// By the heuristic call: refuted where something uses its results.
  Pending<Candidate> Kept;

  static constexpr unsigned MaxParameters = 16;
  /// Of the results of a heuristic: that there are some, the limit that was
  /// asked with, and each object of the problem.
  flow::PerPath<flow::Binding> Asked{"asked"}, AskedLimit{"asked with limit"},
      AskedProblem[MaxParameters];
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNUSEDHEURISTICCHECK_H
