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

#include "runtime-check/experiments/MatmulSteps.h"

namespace cublaslt::runtime {

class ExhaustedMemory : public SteppedRun {
public:
  const char *id() const override { return "exhausted-memory"; }
  MatmulSteps steps(Form F, const Settings &S) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_EXHAUSTEDMEMORY_H
