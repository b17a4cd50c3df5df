//===-- KnowledgeFuzzer.cpp - arbitrary bytes as YAML ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "kb/KnowledgeBase.h"
#include "kb/Loader.h"
#include "test/fuzz/Harmless.h"
#include <cstdint>

using namespace cublaslt;

/// The first byte says what the rest is: a file of one of the folders, or one
/// of wrappers.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  static const char *const Folders[] = {
      "api/",         "defects/",  "entries/", "enumerators/",
      "experiments/", "messages/", "rules/"};
  constexpr size_t Count = sizeof Folders / sizeof *Folders;
  if (Size == 0)
    return 0;
  const size_t Kind = Data[0] % (Count + 1);
  const std::string_view Text(reinterpret_cast<const char *>(Data) + 1,
                              Size - 1);
  try {
    if (Kind < Count) {
      kb::KnowledgeBase Kb;
      kb::Loader::load(
          {{std::string(Folders[Kind]) + "x.yaml", "x.yaml", Text}},
          /*ChecksPatterns=*/true, Kb);
    } else {
      kb::KnowledgeBase Kb = kb::KnowledgeBase::builtin();
      kb::Loader::readWrappers(kb::parseYaml(Text, "x.yaml"), "x.yaml", Kb);
    }
  } catch (const kb::Problem &P) {
    fuzz::expectOneLine(P.text());
  }
  return 0;
}
