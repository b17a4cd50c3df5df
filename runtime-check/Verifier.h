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
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// What became of one finding.
struct Examined {
  /// Why nothing can be executed for it; such a finding gets no verdict.
  std::string NotVerifiable;
  findings::Verdict TheVerdict;
  bool hasVerdict() const { return NotVerifiable.empty(); }
};

/// A finding with everything that can be decided without a run.
struct Prepared {
  Examined Result;
  /// Null when nothing is to be executed.
  const Experiment *TheExperiment = nullptr;
  Plan ThePlan;
  /// Why the calls of the finding's path are not run, where it has one.
  std::string PathRefusal;
  /// Two findings with the same key are one question.
  std::string Key;
  /// The runs must have the device to themselves: they fill its memory, or
  /// they are timed.
  bool NeedsDeviceAlone = false;
  /// The same finding without its path, for a path that cannot be followed to
  /// its end; null where it has none.
  std::shared_ptr<const Prepared> WithoutPath;
  bool isToRun() const { return TheExperiment != nullptr; }
  /// \p V is of the finding without its path.
  bool hasLeftPath(const findings::Verdict &V) const {
    return WithoutPath && V.Experiment != Result.TheVerdict.Experiment;
  }
  /// Goes on without the path, and says \p Why it is not followed.
  void leavePath(const std::string &Why);
  /// Makes of what a run has shown this finding's verdict.
  void conclude();
  /// The same of the run of a finding that is the same question: what was
  /// filled and what decides stays this finding's.
  void take(const Prepared &Other);
};

/// Executes findings on one device, for one thread.
class Worker {
public:
  /// \p Machine names the device, or is null where the worker has to ask.
  Worker(const ChildLimits &Limits, const std::string &Device,
         const DeviceFacts *Machine, bool HasDevice);
  void execute(Prepared &P);

private:
  void executeOnce(Prepared &P);
  void attempt(Prepared &P, bool InOwnProcesses);
  std::optional<findings::RunOutcome>
  run(const Prepared &P, Form F, bool InOwnProcess, std::string &Reason);
  const DeviceFacts *machine();

  ChildLimits Limits;
  ServingChild Shared;
  const DeviceFacts *Machine;
  const bool HasDevice;
  std::optional<DeviceFacts> Asked;
};

class Verifier {
public:
  Verifier(const kb::KnowledgeBase &Kb, const ExperimentRegistry &Registry,
           const ChildLimits &Limits)
      : Kb(Kb), Registry(Registry), Limits(Limits) {}

  /// The machine with its first device; asked once, in a child process.
  const DeviceFacts &facts();

  /// Prepares, and executes on the first device.
  Examined examine(const findings::Finding &F);

  Prepared prepare(const findings::Finding &F) { return prepare(F, true); }
  /// For one of the visible devices (empty: the first); \p IsOnly: of those
  /// that are used.
  std::unique_ptr<Worker> worker(const std::string &Device = "",
                                 bool IsOnly = true);

private:
  Prepared prepare(const findings::Finding &F, bool WithPath);
  const Experiment *ofPath(const findings::CallSpecification &Call,
                           const kb::Experiment &Case, const kb::Api *Api,
                           std::string &Why);

  const kb::KnowledgeBase &Kb;
  const ExperimentRegistry &Registry;
  const ChildLimits Limits;
  std::optional<DeviceFacts> Facts;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_VERIFIER_H
