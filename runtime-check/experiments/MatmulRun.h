//===-- MatmulRun.h - most rules' experiment --------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One problem executed from its settings: descriptor, layouts, preference,
/// heuristic, matmul, synchronization, comparison with a reference, or a
/// timing. The flagged form is the finding's call with the rule's flagged
/// values where the source leaves them open; the control is the same call with
/// the rule's control values, of which "derived" means: what fits the rest.
/// What the settings can say is in docs/experiments.md.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULRUN_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULRUN_H

#include "runtime-check/Experiment.h"

namespace cublaslt::runtime {

/// A product of two ints that goes into a 64-bit attribute, computed as the
/// program does; the settings as they are where there is none.
Settings withProduct(const Settings &S);

class MatmulRun : public Experiment {
public:
  const char *id() const override { return "matmul"; }
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

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULRUN_H
