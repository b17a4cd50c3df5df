//===-- LogReport.h - a log's problems for people and tools ----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Problems as text, JSON and SARIF. What comes from the log is shown without
/// control characters everywhere.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_LOGREPORT_H
#define CUBLASLT_LOGS_LOGREPORT_H

#include "findings/Finding.h"
#include "kb/Advice.h"
#include "kb/KnowledgeBase.h"
#include "logs/Problems.h"
#include "logs/StatusMeaning.h"
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::logs {

/// What the reading of all inputs came to.
struct LogSummary {
  uint64_t Lines = 0, Bytes = 0;
  uint64_t LeftOut = 0; ///< ProblemSet::leftOut
  unsigned Hidden = 0;  ///< problems above the wanted level
  bool SawLibraryLog = false;
  bool SawCalls = false;          ///< LogReader::sawCalls
  std::vector<std::string> Notes; ///< what is wrong with an input
};

/// A problem with its answer from the knowledge base.
struct Diagnosis {
  const Problem *Of = nullptr;
  const kb::Rule *Rule = nullptr;
  const kb::Entry *Entry = nullptr;
  std::vector<kb::Advice> Lines;
  StatusMeaning Known; ///< where the cause is not
  std::string Setting; ///< what would make the library tell more
  std::optional<findings::Verdict> Verdict; ///< with --verify
  std::string NotVerifiable;                ///< or why there is none

  Diagnosis(const Problem &P, const kb::KnowledgeBase &Kb);
  int level() const { return Of->IsWarning ? 2 : Rule ? Rule->Level : 0; }
  /// "cublaslt-fp8-layout", "cuda/...", or "unknown".
  std::string name() const;
  /// All lines of a kind.
  std::string said(kb::AnswerLine::Kind What) const;
  /// For SARIF and the verifier.
  findings::Finding finding() const;
};

/// One problem, some lines, with a line break at the end. \p HasEvidence: and
/// what each claim rests on.
std::string problemText(const Diagnosis &D, bool Colours, bool HasEvidence);
std::string summaryText(const std::vector<Diagnosis> &All,
                        const LogSummary &Summary);

std::string jsonReport(const std::vector<Diagnosis> &All,
                       const LogSummary &Summary);
std::string sarifReport(const std::vector<Diagnosis> &All,
                        const LogSummary &Summary, const kb::KnowledgeBase &Kb,
                        const std::string &Version);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_LOGREPORT_H
