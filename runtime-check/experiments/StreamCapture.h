//===-- StreamCapture.h - an allocation during a capture ---------*- C++
//-*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A matmul is captured into a graph. Flagged: its workspace is allocated by
/// cudaMalloc between begin and end; control: before.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STREAMCAPTURE_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STREAMCAPTURE_H

#include "runtime-check/experiments/MatmulSteps.h"

namespace cublaslt::runtime {

class StreamCapture : public SteppedRun {
public:
  const char *id() const override { return "stream-capture"; }
  MatmulSteps steps(Form F, const Settings &S) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STREAMCAPTURE_H
