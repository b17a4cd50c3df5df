//===-- KnownDefects.h - which defect a failure is --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_HUNT_KNOWNDEFECTS_H
#define CUBLASLT_RUNTIME_CHECK_HUNT_KNOWNDEFECTS_H

#include "kb/KnowledgeBase.h"
#include "runtime-check/hunt/HuntMessages.h"
#include <string>
#include <vector>

namespace cublaslt::runtime {

class KnownDefects {
public:
  /// \p Library as "13.1.0"; empty: every version is meant.
  KnownDefects(const kb::KnowledgeBase &Kb, const std::string &Library,
               const std::string &ComputeCapability);

  /// The defect whose conditions and effect the failure fits, or null.
  const kb::Defect *of(const HuntFailure &F) const;
  /// Whether a run is expected to end the context by a defect of \p Ids.
  bool losesContext(const HuntProblem &P, const HuntConfig &C,
                    const std::vector<std::string> &Ids) const;

private:
  bool applies(const kb::Defect &D, const findings::CallSpecification &Call) const;
  const kb::Api &Api;
  std::vector<const kb::Defect *> All;
};

/// "misaligned-result", or for what is not known its kind, algorithm and
/// types: failures of one class are one finding.
std::string classOf(const HuntFailure &F, const kb::Defect *Known);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_HUNT_KNOWNDEFECTS_H
