//===-- HuntWorker.cpp - answers the hunter's requests --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/hunt/HuntWorker.h"
#include "kb/KnowledgeBase.h"
#include "runtime-check/device/hunt/HuntRunner.h"

namespace cublaslt::runtime {

// Never destroyed: the process ends without clean-up (sandbox/ChildMain.cpp).
static HuntRunner *Runner = nullptr;

bool hasHuntHung() { return Runner && Runner->isHung(); }

HuntAnswer answerHunt(const HuntRequest &R) {
  HuntAnswer A;
  if (!Runner) {
    auto *New = new HuntRunner;
    A.Error = New->start(R.Limits);
    if (!A.Error.empty())
      return A;
    Runner = New;
  }
  if (!R.Problem.empty()) {
    const auto P = huntProblemFrom(R.Problem);
    if (!P || !isLegal(*P, R.Limits))
      A.Error = "the problem cannot be run: " + R.Problem;
    else
      Runner->run(*P, R, A);
    return A;
  }
  const HuntGenerator Generator(kb::KnowledgeBase::builtin().apis().front(),
                                R.Seed, R.Limits);
  for (uint64_t I = 0; I < R.Count; ++I)
    if (!Runner->run(Generator.problem(R.First + I * R.Step), R, A)) {
      A.LostAt = I;
      break;
    }
  return A;
}

std::string answerHuntText(const std::string &Request) {
  const auto R = huntRequestFrom(Request);
  HuntAnswer A;
  A.Error = "the request was not understood";
  return toText(R ? answerHunt(*R) : A);
}

} // namespace cublaslt::runtime
