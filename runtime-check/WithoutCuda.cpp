//===-- WithoutCuda.cpp - the doctor built without a CUDA toolkit ---------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Takes the place of device/ and experiments/: the doctor still reads a
/// findings file, reports what is missing and marks what needs a GPU.
///
//===----------------------------------------------------------------------===//

#include "runtime-check/Experiment.h"

using namespace cublaslt::runtime;

static DeviceFacts nothingToAsk() {
  DeviceFacts Facts;
  Facts.Lacks = "this cublaslt-doctor was built without the CUDA toolkit: "
                "build it again where the toolkit is installed";
  Facts.Device = "none (built without CUDA)";
  return Facts;
}

ExperimentRegistry ExperimentRegistry::builtin() {
  return ExperimentRegistry(nothingToAsk, [] { return false; });
}
