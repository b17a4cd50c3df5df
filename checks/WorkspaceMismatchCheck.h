//===-- WorkspaceMismatchCheck.h - contradicting workspaces --- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_WORKSPACEMISMATCHCHECK_H
#define CUBLASLT_CHECKS_WORKSPACEMISMATCHCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds workspaces that contradict themselves: no buffer but a size, a size
/// beyond the buffer or below what the heuristic was told, an address that is
/// not a multiple of the alignment.
class WorkspaceMismatchCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static std::vector<kb::NeededParameter> needed();
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall | flow::Hook::LetGo;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;
  void onLetGo(flow::ValueRef V, const clang::Expr *Site, const flow::Frame &In,
               flow::State &S) override;
  void endUnit() override { LooksAtNeed.reset(); }

private:
  /// The workspace of a matmul.
  struct Given {
    const flow::KnownCall &Call;
    flow::ValueRef Workspace, Size;
    flow::ValueRef Base, Offset;     ///< of the pointer
    const flow::Binding *Allocation; ///< its size and call, or null
  };
  bool checkPointer(const Given &G, const flow::State &S);
  bool checkBuffer(const Given &G, const flow::State &S);
  void checkLimit(const Given &G, const flow::State &S);
  Report reportAt(const Given &G, kb::Role Where, const llvm::Twine &Message,
                  const flow::State &S, flow::ValueRef Limit = nullptr);
  /// Replaces the size by the variable that the buffer was allocated with.
  clang::FixItHint fixSize(const Given &G, flow::ValueRef Limit,
                           const flow::State &S);
  /// Some code of the unit asks a result for the workspace that it needs.
  bool unitLooksAtNeed(flow::ValueRef Results);
  std::optional<bool> LooksAtNeed;
  /// Of an allocation, its size.
  flow::PerPath<flow::Binding> Allocations{"allocations"};
  /// Of the results of a heuristic, the limit that was asked with.
  flow::PerPath<flow::Binding> Limits{"limits"};
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_WORKSPACEMISMATCHCHECK_H
