//===-- EnvironmentVariable.h - a variable that nothing reads ----*- C++
//-*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Flagged: an environment variable set as the program does. It has no effect
/// when its name is nowhere in the libraries, or when it is set after the
/// library has read it. The control is a variable that the library reads, set
/// in time: its log appears.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_ENVIRONMENTVARIABLE_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_ENVIRONMENTVARIABLE_H

#include "runtime-check/experiments/MatmulRun.h"

namespace cublaslt::runtime {

class EnvironmentVariable : public MatmulRun {
public:
  const char *id() const override { return "environment-variable"; }
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_ENVIRONMENTVARIABLE_H
