//===-- DisabledBackendCheck.cpp - switched off as a cure -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/DisabledBackendCheck.h"
#include "checks/model/WatchedCalls.h"

using namespace clang;

namespace cublaslt::checks {

void DisabledBackendCheck::endUnit() {
  for (const WatchedCall &W :
       watchedCalls(engine().api(), engine().context())) {
    // Elsewhere it may well be meant: for determinism, or against a bug.
    if (!W.AfterMemoryFailure)
      continue;
    std::string What, Why;
    findings::CallSpecification Specification;
    Specification.Function = W.Call->getDirectCallee()->getNameAsString();
    if (W.Switch) {
      What = "cuBLASLt is switched off because memory is short";
      Why = W.Switch->NoCure;
    } else if (W.Variable->NoCure.empty() ||
               (!W.Variable->SwitchesOff.empty() &&
                W.Value != W.Variable->SwitchesOff)) {
      continue;
    } else {
      What = "'" + W.Variable->Name + "' is set because memory is short";
      Why = W.Variable->NoCure;
      Specification.Values[findings::OwnKey::EnvironmentVariable].Known =
          W.Variable->Name;
      if (W.Value)
        Specification.Values[findings::OwnKey::EnvironmentValue].Known =
            *W.Value;
    }
    report(W.Call->getExprLoc(), What + "; " + Why, W.In,
           std::move(Specification))
        .note(W.AfterMemoryFailure, "an allocation failed here");
  }
}

} // namespace cublaslt::checks
