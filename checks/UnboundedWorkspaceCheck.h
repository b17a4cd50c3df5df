//===-- UnboundedWorkspaceCheck.h - unbacked limits ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_UNBOUNDEDWORKSPACECHECK_H
#define CUBLASLT_CHECKS_UNBOUNDEDWORKSPACECHECK_H

#include "checks/report/CheckBase.h"
#include "checks/report/Pending.h"
#include "llvm/ADT/DenseSet.h"

namespace cublaslt::checks {

/// Finds workspace limits of a preference that no buffer backs: SIZE_MAX and
/// the like, a huge constant, all free or total device memory, a value from
/// outside the program without a cap.
class UnboundedWorkspaceCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static std::vector<kb::NeededParameter> needed();
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::NumberPassed | flow::Hook::End;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void onNumberPassed(flow::ValueRef V) override;
  void onEnd(const clang::FunctionDecl *F, bool GaveUp) override;
  void endUnit() override;

private:
  /// The rule's thresholds, read at the first use.
  struct Thresholds {
    flow::Integer HugeConstant; ///< bytes
    flow::Integer NoLimit;      ///< bytes; taken as 0 from there on
    flow::Integer LargePart;    ///< one part in so many of the memory
  };
  const Thresholds &thresholds();
  void addProblem(const flow::KnownCall &Call, const flow::State &S);
  /// The call of a user's function that sets the limit.
  void judgeWrapper(const flow::KnownCall &Call, const flow::State &S);
  /// \p Limit is given by \p Argument of \p Call and was stored by \p Source.
  void judge(const flow::KnownCall &Call, const kb::Attribute &A,
             flow::ValueRef Limit, const clang::Expr *Argument,
             const clang::Stmt *Source, const flow::State &S);
  std::optional<Thresholds> Read;

  struct Candidate {
    flow::ValueRef Limit;
    flow::ValueRef Preference;
    const clang::Expr *Argument;
    const clang::Stmt *Source;
    std::string Message;
    findings::CallSpecification Call;
    const clang::FunctionDecl *In;
    /// The numbers of the problems that \p Call tells of.
    llvm::SmallDenseSet<unsigned> Problems = {};
  };
  /// Problems that one candidate tells of: nearly all is in the first.
  static constexpr unsigned MaxProblems = 16;
  /// What candidates were made of: limit, preference, argument and source.
  llvm::DenseSet<std::pair<std::pair<flow::ValueRef, flow::ValueRef>,
                           std::pair<const clang::Expr *, const clang::Stmt *>>>
      Judged;
  /// Of the function that is followed, and the computed values that other code
  /// was given there: a buffer may have that size.
  std::vector<Candidate> Found;
  llvm::DenseSet<flow::ValueRef> PassedValues;
  /// Of the unit, by the limit: refuted where other code was given the same
  /// constant.
  Pending<Candidate, flow::ValueRef> Kept;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_UNBOUNDEDWORKSPACECHECK_H
