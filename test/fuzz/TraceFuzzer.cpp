//===-- TraceFuzzer.cpp - arbitrary text as a line of the library's log ---===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/CallProblems.h"
#include "logs/Reasons.h"
#include "logs/SpecificationMaker.h"
#include "logs/TraceLine.h"
#include <cstdint>
#include <cstdlib>

using namespace cublaslt;

/// \p Part must lie in \p Whole: the parser hands out views.
static void expectInside(std::string_view Part, std::string_view Whole) {
  if (!Part.empty() &&
      (Part.data() < Whole.data() ||
       Part.data() + Part.size() > Whole.data() + Whole.size()))
    std::abort();
}

static void readFields(std::string_view Text, unsigned Depth) {
  logs::TraceFields Fields(Text);
  logs::TraceField Field;
  while (Fields.next(Field)) {
    expectInside(Field.Key, Text);
    expectInside(Field.Value, Text);
    if (Field.IsNested && Depth < 4)
      readFields(Field.Value, Depth + 1);
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  static const kb::KnowledgeBase &Kb = kb::KnowledgeBase::builtin();
  static const kb::Api &Api = Kb.apis().front();
  static const logs::SpecificationMaker Maker(Api);
  static const logs::Reasons Why(Kb);
  std::string_view Text(reinterpret_cast<const char *>(Data), Size);
  for (size_t From = 0;;) {
    auto Line = logs::parseTraceLine(Text, From, Api.Log.Name);
    if (!Line)
      break;
    expectInside(Line->Message, Text);
    expectInside(Line->Time, Text);
    size_t Next = Line->MessageOffset + Line->Message.size();
    if (Next <= From)
      std::abort(); // no end to it
    From = Next;
    readFields(Line->Message, 0);
    logs::TracedCall Call = logs::TracedCall::parse(Line->Message);
    Call.hash();
    auto Specification = Maker.make(Call, Line->Function);
    logs::problemsOf(Specification, Why, Api);
    logs::callForPeople(Specification);
  }
  return 0;
}
