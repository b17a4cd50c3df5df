//===-- RetryFinder.h - finds calls that are tried again --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_GROWTH_RETRYFINDER_H
#define CUBLASLT_CHECKS_GROWTH_RETRYFINDER_H

#include "checks/flow/FlowEngine.h"
#include "checks/flow/PerPath.h"
#include "checks/growth/Retry.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cublaslt::checks {

/// Remembers on each path which sizes the last execution of each heuristic,
/// matmul and allocation had, and where numbers grew; finds a call that has
/// larger ones than the last time. Its methods are called by the hooks of the
/// same names.
class RetryFinder {
public:
  using Found = llvm::function_ref<void(const Retry &)>;

  /// Tells \p Tell if \p Call is tried again.
  void beforeCall(flow::FlowEngine &Engine, const flow::KnownCall &Call,
                  const flow::State &S, Found Tell);
  void afterCall(const flow::KnownCall &Call, flow::State &S);
  void onStore(flow::FlowEngine &Engine, flow::LocationRef L, flow::ValueRef V,
               const clang::Stmt *Site, const flow::Frame &In, flow::State &S);
  void onExit(const flow::Frame &In, flow::State &S);
  /// Tells \p Tell of each call that \p R tries again.
  void onRecursion(flow::FlowEngine &Engine, const flow::Recursion &R,
                   const flow::State &S, Found Tell);
  unsigned weigh(const flow::State &A, const flow::State &B) const;

private:
  void compare(Retry R, const Attempt &Before, const Attempt &After,
               const flow::Frame &In, const flow::State &S, Found Tell);
  /// Says in \p R where \p R.After grew, if some growth on the path fits.
  void explain(Retry &R, const flow::State &S);
  bool haveTriedTheSame(const flow::State &A, const flow::State &B) const;

  /// By the status of the call.
  flow::PerPath<Attempt> Attempts{"attempts", flow::PathMemory::KeepAll,
                                  /*IsWeighed=*/false};
  /// By the address of the place.
  flow::PerPath<Growth> Growths{"growths", flow::PathMemory::KeepCommon,
                                /*IsWeighed=*/false};
  Attempt Current; ///< of the running call; none: it is not recorded
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_GROWTH_RETRYFINDER_H
