//===-- CallRecorder.h - call specifications of diagnostics -----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where the checks leave the call specification of each diagnostic, for the
/// host that writes SARIF. clang-tidy's own export (--export-fixes) says which
/// diagnostics survived NOLINT and the header filter; the host joins the two
/// by check, file and byte offset. Other hosts do not ask for the record, and
/// nothing is kept: a server would keep that of each edit.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_CALLRECORDER_H
#define CUBLASLT_CHECKS_CALLRECORDER_H

#include "findings/Finding.h"
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace cublaslt::checks {

class CallRecorder {
public:
  struct Record {
    findings::CallSpecification Call;
    /// Qualified name of the function that holds the flagged call.
    std::string EnclosingFunction;
  };

  static CallRecorder &instance();

  /// From here on, what is recorded is kept.
  void start() { IsStarted = true; }
  bool isStarted() const { return IsStarted; }

  /// \p File is the path as clang's SourceManager names it, \p Offset the
  /// byte offset of the diagnostic's file location in it.
  void record(const std::string &Check, const std::string &File,
              unsigned Offset, Record R);

  /// Null when nothing was recorded there.
  const Record *find(const std::string &Check, const std::string &File,
                     unsigned Offset) const;

private:
  bool IsStarted = false;
  mutable std::mutex Lock;
  std::map<std::tuple<std::string, std::string, unsigned>, Record> Records;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_CALLRECORDER_H
