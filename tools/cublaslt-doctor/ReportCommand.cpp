//===-- ReportCommand.cpp - cublaslt-doctor report ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Sarif.h"
#include "findings/WholeFile.h"
#include "runtime-check/report/Page.h"
#include "runtime-check/report/Text.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::doctor;

int doctor::report(const ReportCommand &Command) {
  std::string Error;
  auto Document = findings::SarifDocument::read(Command.Input, Error);
  if (!Document)
    return complain(Error);
  auto Findings = Document->findings();
  const std::string &Name = Command.Output;
  bool IsMarkdown =
      Name.size() > 3 && Name.compare(Name.size() - 3, 3, ".md") == 0;
  Error =
      findings::writeWhole(Name, IsMarkdown ? runtime::markdownTable(Findings)
                                            : runtime::htmlPage(Findings));
  if (!Error.empty())
    return complain(Error);
  std::printf("%zu findings written to %s\n", Findings.size(),
              runtime::printable(Name).c_str());
  return 0;
}
