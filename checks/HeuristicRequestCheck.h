//===-- HeuristicRequestCheck.h - what is asked of the heuristic *- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_HEURISTICREQUESTCHECK_H
#define CUBLASLT_CHECKS_HEURISTICREQUESTCHECK_H

#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds heuristic calls that ask for no result, for more results than the
/// array holds, or without a preference.
class HeuristicRequestCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;

private:
  std::optional<flow::Integer> extentOf(flow::ValueRef Array,
                                        const flow::KnownCall &Call);
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_HEURISTICREQUESTCHECK_H
