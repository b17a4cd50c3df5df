//===-- GrowingBatch.h - cublaslt-growing-batch -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A loop that answers a failure with more, or that grows until something
/// fails. The loop runs as flagged (quantity, operation, amount, start) with
/// the device's memory filled so that its first failure is a lack of memory;
/// the control starts the same way and shrinks after the first failure. Each
/// attempt's quantity, bytes asked for and bytes free become figures.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_GROWINGBATCH_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_GROWINGBATCH_H

#include "runtime-check/Experiment.h"

namespace cublaslt::runtime {

/// The problem with the loop's quantity at \p N, a number or a variable.
Settings withQuantity(const Settings &S, const Settings::Value &N);
inline Settings withQuantity(const Settings &S, const char *Variable) {
  Settings::Value N;
  N.Known = std::string(Variable);
  return withQuantity(S, N);
}

class GrowingBatch : public Experiment {
public:
  const char *id() const override { return "growing-batch"; }
  void plan(Planner &P, const DeviceFacts &Facts,
            const kb::Api *Api) const override;
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_GROWINGBATCH_H
