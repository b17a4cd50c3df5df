//===-- sarif-sample.cpp - writes a SARIF file, or reads one --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For the tests.
///   sarif-sample write FILE    a document with everything in it
///   sarif-sample clean FILE    a document without findings
///   sarif-sample read FILE     prints what is in it; 2 and one line if broken
///
//===----------------------------------------------------------------------===//
#include "Sample.h"
#include "kb/KnowledgeBase.h"
#include <cstdio>
#include <cstring>

using namespace cublaslt::findings;

static int read(const char *Path) {
  std::string Error;
  std::unique_ptr<SarifDocument> Document = SarifDocument::read(Path, Error);
  if (!Document) {
    std::fprintf(stderr, "%s\n", Error.c_str());
    return 2;
  }
  for (const Finding &F : Document->findings())
    std::printf("%s:%u:%u: %s [%s] values=%zu\n", F.Place.File.c_str(),
                F.Place.Line, F.Place.Column, F.Message.c_str(), F.Rule.c_str(),
                F.Call.Values.size());
  Document->setVerdict(0, sampleVerdict());
  return Document->text().empty();
}

int main(int ArgumentCount, char **Arguments) {
  if (ArgumentCount != 3)
    return 1;
  if (!std::strcmp(Arguments[1], "read"))
    return read(Arguments[2]);
  ToolDescription Tool = sampleTool("/src/project");
  std::vector<Finding> Findings;
  if (!std::strcmp(Arguments[1], "write")) {
    Findings.push_back(sampleFinding("/src/project"));
    Findings.back().HasVerdict = true;
    Findings.back().TheVerdict = sampleVerdict();
    // A diagnostic without a place, of a check that we know nothing of.
    Finding Bare;
    Bare.Rule = "misc-something";
    Bare.Level = "nonsense";
    Bare.Message = "something";
    Findings.push_back(Bare);
  } else {
    Tool = {};
    Tool.Name = "cublaslt-tidy";
  }
  const std::string Error =
      SarifDocument::create(Tool, Findings,
                            cublaslt::kb::KnowledgeBase::builtin())
          .write(Arguments[2]);
  std::fprintf(stderr, "%s", Error.c_str());
  return Error.empty() ? 0 : 2;
}
