//===-- ReportCommand.cpp - cublaslt-doctor report ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "findings/WholeFile.h"
#include "kb/Shown.h"
#include "runtime-check/report/Page.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::doctor;

static bool endsWith(const std::string &Name, const std::string &Ending) {
  return Name.size() > Ending.size() &&
         Name.compare(Name.size() - Ending.size(), Ending.size(), Ending) == 0;
}

int doctor::report(const ReportCommand &Command) {
  const std::string &Name = Command.Output;
  const bool IsMarkdown = endsWith(Name, ".md");
  if (!IsMarkdown && !endsWith(Name, ".html"))
    return complain("-o " + Name +
                    ": found another ending, expected .html for a page or .md "
                    "for a table");
  if (findings::isSameFile(Command.Input, Name))
    return complain("-o " + Name + ": found the input, expected another file");
  std::string Error;
  auto Document = findings::SarifDocument::read(Command.Input, Error);
  if (!Document)
    return complain(Error);
  auto Findings = Document->findings();
  Error = findings::writeWhole(Name,
                               IsMarkdown ? runtime::markdownTable(Findings)
                                          : runtime::htmlPage(Findings),
                               findings::NamedBy::User);
  if (!Error.empty())
    return complain(Error);
  std::printf("%zu findings written to %s\n", Findings.size(),
              kb::shown(Name).c_str());
  return 0;
}
