//===-- Session.h - one file's findings, executed ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Executes the chosen findings over the devices, prints each one's line in
/// the order of the file, and keeps the file with what is finished up to date,
/// so that an interrupted session can be resumed.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_SESSION_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_SESSION_H

#include "findings/Sarif.h"
#include "runtime-check/Verifier.h"
#include "runtime-check/report/Text.h"
#include "tools/cublaslt-doctor/Doctor.h"
#include <chrono>
#include <mutex>

namespace cublaslt::doctor {

class Session {
public:
  Session(const VerifyCommand &Command, runtime::Verifier &Verifier,
          findings::SarifDocument &Document,
          const std::vector<findings::Finding> &Findings,
          const std::string &Output, findings::NamedBy OutputNamedBy)
      : Command(Command), Verifier(Verifier), Document(Document),
        Findings(Findings), Output(Output), OutputNamedBy(OutputNamedBy) {}

  /// Empty, or why the file could not be written.
  std::string run(const std::vector<size_t> &Chosen);
  const runtime::Tally &tally() const { return Tally; }
  /// Findings that an interrupt left without a verdict.
  size_t left() const { return Left; }

private:
  void finish(size_t Place);
  void flush();

  const VerifyCommand &Command;
  runtime::Verifier &Verifier;
  findings::SarifDocument &Document;
  const std::vector<findings::Finding> &Findings;
  const std::string Output;
  const findings::NamedBy OutputNamedBy;
  runtime::Tally Tally;
  size_t Left = 0;

  std::mutex Lock; ///< of what follows
  std::vector<size_t> Chosen;
  std::vector<runtime::Prepared> Prepared;
  std::vector<bool> IsDone;
  size_t Printed = 0, Finished = 0;
  std::optional<std::chrono::steady_clock::time_point> LastWritten;
};

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_SESSION_H
