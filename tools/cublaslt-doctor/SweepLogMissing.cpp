//===-- SweepLogMissing.cpp - a doctor built without the log reader -------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/cublaslt-doctor/SweepCommand.h"

std::string cublaslt::doctor::readLogForSweep(const std::string &Path,
                                              SweepList &) {
  return Path + ": is a log, and this doctor was built without RE2, zlib or "
                "Zstandard, which reading logs takes";
}
