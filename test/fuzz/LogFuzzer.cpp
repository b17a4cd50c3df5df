//===-- LogFuzzer.cpp - arbitrary bytes as a log --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/LogReader.h"
#include "logs/LogReport.h"
#include "test/fuzz/Harmless.h"
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

using namespace cublaslt;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const kb::KnowledgeBase &Kb = kb::KnowledgeBase::builtin();
  std::string Error;
  auto Reader = logs::LogReader::create(Kb, Error);
  auto Source = logs::decoded(
      logs::bytesOf(std::string(reinterpret_cast<const char *>(Data), Size)));
  Reader->begin("fuzz");
  Reader->read(*Source);
  Reader->end();
  Reader->finish();
  std::vector<logs::Diagnosis> All;
  for (const logs::Problem &P : Reader->problems().all())
    All.emplace_back(P, Kb);
  logs::LogSummary Summary;
  for (const logs::Diagnosis &D : All)
    fuzz::expectHarmless(logs::problemText(D, false, true));
  fuzz::expectHarmless(logs::jsonReport(All, Summary));
  fuzz::expectHarmless(logs::sarifReport(All, Summary, Kb, "0"));
  return 0;
}
