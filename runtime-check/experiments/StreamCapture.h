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

#include "runtime-check/experiments/MatmulRun.h"

namespace cublaslt::runtime {

class StreamCapture : public MatmulRun {
public:
  const char *id() const override { return "stream-capture"; }
  findings::RunOutcome run(Form F, const Settings &S) const override;
  std::vector<std::string>
  statements(Form F, const Settings &S,
             const findings::RunOutcome &Flagged) const override;
};

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_STREAMCAPTURE_H
