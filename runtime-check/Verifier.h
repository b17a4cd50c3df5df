//===-- Verifier.h - a verdict for each finding -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Takes a finding, finds the experiment of its rule, plans it, has flagged
/// form and control executed in child processes, and judges them. Never
/// touches CUDA itself and never throws: whatever happens to a run becomes
/// that finding's verdict.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_VERIFIER_H
#define CUBLASLT_RUNTIME_CHECK_VERIFIER_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/Experiment.h"
#include "runtime-check/sandbox/ChildProcess.h"
#include <optional>
#include <string>

namespace cublaslt::runtime {

/// What became of one finding.
struct Examined {
  /// Why nothing can be executed for it; such a finding gets no verdict.
  std::string NotVerifiable;
  findings::Verdict TheVerdict;
  bool hasVerdict() const { return NotVerifiable.empty(); }
};

class Verifier {
public:
  Verifier(const kb::KnowledgeBase &Kb, const ExperimentRegistry &Registry,
           const ChildLimits &Limits)
      : Kb(Kb), Registry(Registry), Limits(Limits) {}

  /// The machine; asked once, in a child process.
  const DeviceFacts &facts();

  Examined examine(const findings::Finding &F);

private:
  void execute(const Experiment &E, const Plan &P, findings::Verdict &V);

  const kb::KnowledgeBase &Kb;
  const ExperimentRegistry &Registry;
  const ChildLimits Limits;
  std::optional<DeviceFacts> Facts;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_VERIFIER_H
