//===-- RecordFuzzer.cpp - arbitrary text as records of runs --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntProblem.h"
#include "runtime-check/hunt/Sweep.h"
#include "runtime-check/sandbox/Messages.h"
#include "test/fuzz/Harmless.h"
#include <cstdint>

using namespace cublaslt;

/// What is read and written again is the same.
static void readAsProblem(const std::string &Line) {
  std::string Error;
  if (const auto Item = runtime::sweepItemFrom(Line, Error)) {
    const auto Again = runtime::huntProblemFrom(Item->Problem.text());
    fuzz::expect(Again && Again->text() == Item->Problem.text());
    fuzz::expect(Item->Config.empty() || runtime::huntConfigFrom(Item->Config));
    runtime::limitsFor(Item->Problem);
  } else {
    fuzz::expect(!Error.empty());
  }
  if (const auto C = runtime::huntConfigFrom(Line)) {
    const auto Again = runtime::huntConfigFrom(C->text());
    fuzz::expect(Again && Again->text() == C->text());
  }
}

/// A child answers what it likes.
static void readAsAnswer(const std::string &Text) {
  if (const auto R = runtime::requestFrom(Text))
    fuzz::expect(runtime::requestFrom(runtime::toText(*R)).has_value());
  if (const auto O = runtime::outcomeFrom(Text))
    fuzz::expect(runtime::outcomeFrom(runtime::toText(*O)).has_value());
  if (const auto F = runtime::factsFrom(Text))
    fuzz::expect(runtime::factsFrom(runtime::toText(*F)).has_value());
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const std::string Text(reinterpret_cast<const char *>(Data), Size);
  readAsProblem(Text);
  readAsAnswer(Text);
  return 0;
}
