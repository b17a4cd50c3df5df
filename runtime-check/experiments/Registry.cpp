//===-- Registry.cpp - the experiments of this program --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/DeviceQuestion.h"
#include "runtime-check/experiments/GrowingBatch.h"
#include "runtime-check/experiments/UnboundedWorkspace.h"
#include "runtime-check/experiments/UncheckedHeuristicStatus.h"

using namespace cublaslt::runtime;

ExperimentRegistry ExperimentRegistry::builtin() {
  ExperimentRegistry R(readDeviceFacts);
  R.add(std::make_unique<UnboundedWorkspace>());
  R.add(std::make_unique<UncheckedHeuristicStatus>());
  R.add(std::make_unique<GrowingBatch>());
  return R;
}
