//===-- SharedWorkspace.h - one workspace, two streams -----------*- C++
//-*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two matmuls on two streams, many times. Flagged: with one workspace;
/// control: with one each. Each result is compared with that of the same
/// algorithm run alone, which itself is compared with the CPU's.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_SHAREDWORKSPACE_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_SHAREDWORKSPACE_H

#include "runtime-check/experiments/MatmulRun.h"

namespace cublaslt::runtime {

class SharedWorkspace : public MatmulRun {
public:
  const char *id() const override { return "shared-workspace"; }
  void plan(Planner &P, const DeviceFacts &Facts,
            const kb::Api *Api) const override;
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_SHAREDWORKSPACE_H
