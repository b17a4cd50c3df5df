//===-- ExhaustedMemory.h - a call without device memory ---------*- C++
//-*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Flagged: device memory is held, as a framework's cache or another program
/// holds it, and one call is made. Control: the memory is given back first.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_EXHAUSTEDMEMORY_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_EXHAUSTEDMEMORY_H

#include "runtime-check/experiments/MatmulRun.h"

namespace cublaslt::runtime {

class ExhaustedMemory : public MatmulRun {
public:
  const char *id() const override { return "exhausted-memory"; }
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_EXHAUSTEDMEMORY_H
