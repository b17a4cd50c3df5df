//===-- StreamCapture.cpp - an allocation during a capture ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/StreamCapture.h"

using namespace cublaslt;
using namespace cublaslt::runtime;
using Kind = MatmulStep::Kind;

MatmulSteps StreamCapture::steps(Form F, const Settings &) const {
  MatmulSteps Steps = {
      {Kind::CreateHandle}, {Kind::Describe},
      {Kind::Allocate},     {Kind::Fill},
      {Kind::CreateStream}, {Kind::Choose, UsualWorkspaceBytes}};
  if (F == Form::Control)
    Steps.push_back({Kind::AllocateWorkspace, UsualWorkspaceBytes});
  Steps.push_back({Kind::BeginCapture});
  if (F == Form::Flagged)
    Steps.push_back({Kind::AllocateWorkspace, UsualWorkspaceBytes,
                     /*IsAsked=*/true, /*GoesOn=*/true,
                     "while the stream is captured"});
  for (Kind Is : {Kind::Multiply, Kind::EndCapture, Kind::LaunchGraph})
    Steps.push_back({Is, 0, /*IsAsked=*/true, /*GoesOn=*/true});
  return Steps;
}
