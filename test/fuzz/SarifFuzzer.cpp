//===-- SarifFuzzer.cpp - arbitrary bytes as findings ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "kb/Shown.h"
#include "runtime-check/report/Page.h"
#include "runtime-check/report/Text.h"
#include "test/fuzz/Harmless.h"
#include <cstdint>

using namespace cublaslt;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const std::string Text(reinterpret_cast<const char *>(Data), Size);
  std::string Error;
  auto Document = findings::SarifDocument::parse(Text, "fuzz", Error);
  if (!Document) {
    fuzz::expectOneLine(Error);
    return 0;
  }
  Document->hasFailedRun();
  const std::vector<findings::Finding> Findings = Document->findings();
  for (size_t I = 0; I < Findings.size(); ++I) {
    runtime::Examined E;
    E.TheVerdict = Findings[I].TheVerdict;
    fuzz::expectOneLine(runtime::findingLine(Findings[I], E, false));
    Document->setVerdict(I, Findings[I].TheVerdict);
  }
  fuzz::expectHarmless(runtime::markdownTable(Findings));
  runtime::htmlPage(Findings);

  // What was read, given its verdicts and written is read again: the same
  // findings.
  auto Again = findings::SarifDocument::parse(Document->text(), "again", Error);
  fuzz::expect(Again != nullptr && Again->findings().size() == Findings.size());
  return 0;
}
