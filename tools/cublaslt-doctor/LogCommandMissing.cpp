//===-- LogCommandMissing.cpp - a doctor built without the log reader -----===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/Doctor.h"
#include "tools/cublaslt-doctor/LogCommand.h"
#include <cstdio>

static int lacksReader(const char *Command) {
  std::fprintf(
      stderr,
      "cublaslt-doctor: %s: built without RE2, zlib or Zstandard: "
      "install libre2-dev, zlib1g-dev, libzstd-dev and pkg-config, and "
      "build again\n",
      Command);
  return cublaslt::doctor::LacksEnvironment;
}

int cublaslt::doctor::readLogs(const LogCommand &,
                               const runtime::ExperimentRegistry &,
                               runtime::ChildLimits) {
  return lacksReader("log");
}

int cublaslt::doctor::explainLine(const ExplainCommand &,
                                  const kb::KnowledgeBase &) {
  return lacksReader("explain");
}
