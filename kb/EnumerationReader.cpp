//===-- EnumerationReader.cpp - reads enumerators/*.yaml ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/Loader.h"
#include "kb/VersionReader.h"
#include <algorithm>

namespace cublaslt::kb {

void Loader::readEnumerations(const YamlNode &Root, const std::string &File) {
  RecordReader Reader(Root, File, "a file of enumerations");
  const std::string Name = Reader.text("api");
  auto It = std::find_if(Kb.Apis.begin(), Kb.Apis.end(),
                         [&](const Api &A) { return A.Name == Name; });
  // Files come in the order of their paths: those in api/ were read.
  if (It == Kb.Apis.end())
    Reader.fail(Reader.required("api"), "the unknown API " + quoted(Name),
                "one that this knowledge base has");
  SpanTable Names("enumerator of " + Name);
  for (const YamlNode &Item : Reader.list("enumerations", true)) {
    RecordReader Of(Item, File, "an enumeration");
    Enumeration E;
    E.Type = Of.text("type");
    declare("enumeration of " + Name, E.Type, Of.place(Item));
    for (const YamlNode &Row : Of.list("enumerators", true)) {
      RecordReader One(Row, File, "an enumerator");
      Enumerator New;
      New.Name = One.text("name");
      New.Number = One.number("number", INT64_MIN, INT64_MAX);
      New.Versions = readSpan(One);
      Names.add(New.Name, New.Versions, One);
      One.finish();
      E.Enumerators.push_back(std::move(New));
    }
    Of.finish();
    It->Enumerations.push_back(std::move(E));
  }
  Reader.finish();
}

} // namespace cublaslt::kb
