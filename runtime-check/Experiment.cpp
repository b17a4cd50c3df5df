//===-- Experiment.cpp - what confirms or refutes a rule ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Experiment.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::VerdictKind;

Experiment::~Experiment() = default;

std::vector<std::string>
Experiment::statements(Form, const Settings &,
                       const findings::RunOutcome &) const {
  return {};
}

Judgement Experiment::judge(const Settings &, findings::RunOutcome &Flagged,
                            findings::RunOutcome &Control) const {
  if (!Flagged.Ran)
    return {VerdictKind::Inconclusive,
            "the flagged form could not be run: " + Flagged.Summary};
  if (!Flagged.Failed)
    return {VerdictKind::Refuted,
            "the flagged form did not fail on this device"};
  if (!Control.Ran)
    return {VerdictKind::Inconclusive,
            "the control could not be run: " + Control.Summary};
  if (Control.Failed)
    return {VerdictKind::Inconclusive,
            "the control failed too, under the same conditions"};
  // The flagged run's own summary says it best.
  return {VerdictKind::Confirmed, ""};
}

void ExperimentRegistry::add(std::unique_ptr<Experiment> E) {
  for (auto &Old : All)
    if (std::string(Old->id()) == E->id()) {
      Old = std::move(E);
      return;
    }
  All.push_back(std::move(E));
}

const Experiment *ExperimentRegistry::find(const std::string &Id) const {
  for (const auto &E : All)
    if (Id == E->id())
      return E.get();
  return nullptr;
}
