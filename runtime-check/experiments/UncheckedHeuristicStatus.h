//===-- UncheckedHeuristicStatus.h ------------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A heuristic's result that is used untested. The run gives the heuristic a
/// problem that it refuses, shows whether the count was written (a sentinel
/// lies in it), and goes on as the flagged program does: cublasLtMatmul with
/// what the result holds. The control stops at the status, and at the count.
/// For an index that the count does not bound, a problem with fewer results
/// than asked for, and the first entry that was not written.
///
/// Without a GPU the real library answers too: the handle cannot be created,
/// and the heuristic on it fails.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_UNCHECKEDHEURISTICSTATUS_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_UNCHECKEDHEURISTICSTATUS_H

#include "runtime-check/Experiment.h"

namespace cublaslt::runtime {

class UncheckedHeuristicStatus : public Experiment {
public:
  const char *id() const override { return "unchecked-heuristic-status"; }
  void plan(Planner &P, const DeviceFacts &Facts,
            const kb::Api *Api) const override;
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
  Judgement judge(const Settings &S, findings::RunOutcome &Flagged,
                  findings::RunOutcome &Control) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_UNCHECKEDHEURISTICSTATUS_H
