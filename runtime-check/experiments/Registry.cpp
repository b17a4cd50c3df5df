//===-- Registry.cpp - the experiments of this program --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/DeviceQuestion.h"
#include "runtime-check/device/hunt/HuntWorker.h"
#include "runtime-check/experiments/CallSequence.h"
#include "runtime-check/experiments/DescriptorLeak.h"
#include "runtime-check/experiments/EnvironmentVariable.h"
#include "runtime-check/experiments/ExhaustedMemory.h"
#include "runtime-check/experiments/GrowingBatch.h"
#include "runtime-check/experiments/MatmulRun.h"
#include "runtime-check/experiments/SharedWorkspace.h"
#include "runtime-check/experiments/StreamCapture.h"
#include "runtime-check/experiments/UnboundedWorkspace.h"
#include "runtime-check/experiments/UncheckedHeuristicStatus.h"

using namespace cublaslt::runtime;

ExperimentRegistry ExperimentRegistry::builtin() {
  ExperimentRegistry R(readDeviceFacts,
                       [] { return !hasHuntHung() && isContextAlive(); });
  R.setHunter(answerHuntText);
  R.add(std::make_unique<UnboundedWorkspace>());
  R.add(std::make_unique<UncheckedHeuristicStatus>());
  R.add(std::make_unique<GrowingBatch>());
  R.add(std::make_unique<MatmulRun>());
  R.add(std::make_unique<CallSequence>());
  R.add(std::make_unique<DescriptorLeak>());
  R.add(std::make_unique<EnvironmentVariable>());
  R.add(std::make_unique<ExhaustedMemory>());
  R.add(std::make_unique<SharedWorkspace>());
  R.add(std::make_unique<StreamCapture>());
  return R;
}
