//===-- MissingAlignmentCheck.h - pointers less aligned ------- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MISSINGALIGNMENTCHECK_H
#define CUBLASLT_CHECKS_MISSINGALIGNMENTCHECK_H

#include "checks/flow/PerPath.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds matrices whose pointer is provably less aligned than the heuristic was
/// told, where nothing set the preference's minimum alignment for them.
class MissingAlignmentCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static std::vector<kb::NeededParameter> needed();
  static constexpr flow::Hooks Listens =
      flow::Hook::BeforeCall | flow::Hook::AfterCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;
  void afterCall(const flow::KnownCall &Call, flow::ValueRef Result,
                 flow::State &S) override;

private:
  bool isStrict(const flow::KnownCall &Call, char Matrix,
                flow::Integer Misalignment, const flow::State &S);
  std::string nameOf(flow::ValueRef Object, kb::Meaning M,
                     const kb::Function *F, const flow::State &S);

  /// Of the results of a heuristic, by matrix: the alignment was left to this
  /// default.
  flow::PerPath<flow::Binding> Defaults['Z' - 'A' + 1];
  const flow::PerPath<flow::Binding> &defaultOf(char Matrix) const {
    return Defaults[Matrix - 'A'];
  }
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MISSINGALIGNMENTCHECK_H
