//===-- UnboundedWorkspace.h - cublaslt-unbounded-workspace -----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A workspace limit that no buffer backs. With the device's memory filled
/// down to a remainder, the flagged limit lets the heuristic choose an
/// algorithm whose workspace cannot be allocated; the control's limit does
/// not. A limit of 2^63 and more does not do that (algorithms with workspace
/// vanish), it makes the matmul slow: there the two forms are timed.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_UNBOUNDEDWORKSPACE_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_UNBOUNDEDWORKSPACE_H

#include "runtime-check/Experiment.h"

namespace cublaslt::runtime {

class UnboundedWorkspace : public Experiment {
public:
  const char *id() const override { return "unbounded-workspace"; }
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

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_UNBOUNDEDWORKSPACE_H
