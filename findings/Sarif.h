//===-- Sarif.h - findings in SARIF 2.1.0 -----------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reading and writing findings as SARIF 2.1.0. A document that is read,
/// given verdicts and written again keeps everything else that was in it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_SARIF_H
#define CUBLASLT_FINDINGS_SARIF_H

#include "findings/Finding.h"
#include "findings/WholeFile.h"
#include <memory>
#include <string>
#include <vector>

namespace cublaslt::kb {
class KnowledgeBase;
struct Api;
} // namespace cublaslt::kb

namespace cublaslt::findings {

/// About the tool that wrote the document.
struct ToolDescription {
  std::string Name, Version, InformationUri;
  /// Absolute folder, may be empty: files below it are written relative to it
  /// (uriBaseId SRCROOT), as code hosts want it.
  std::string BaseDirectory;
  /// Compile errors and the like: become tool execution notifications.
  std::vector<Finding> Notifications;
  bool ExecutionSuccessful = true;
};

class SarifDocument {
public:
  ~SarifDocument();
  SarifDocument(SarifDocument &&) noexcept;
  SarifDocument &operator=(SarifDocument &&) noexcept;

  /// A new document of one run; rule metadata (level, summary, advice, help
  /// link) comes from \p Kb for the rules it knows.
  static SarifDocument create(const ToolDescription &Tool,
                              const std::vector<Finding> &Findings,
                              const kb::KnowledgeBase &Kb);

  /// Reads \p Path, at most 64 MiB. On failure returns null and sets \p Error
  /// to one line: file, place, what was found, what was expected. A SARIF
  /// version other than 2.1.0 and a call specification of a newer version are
  /// refused.
  static std::unique_ptr<SarifDocument> read(const std::string &Path,
                                             std::string &Error);
  /// The same for a text; \p Path names it in \p Error.
  static std::unique_ptr<SarifDocument>
  parse(const std::string &Text, const std::string &Path, std::string &Error);

  /// The results of all runs in order; index I is what setVerdict takes. \p Api
  /// is that of the calls: without it, what an older version wrote of an
  /// attribute's call stays as it was written.
  std::vector<Finding> findings(const kb::Api *Api = nullptr) const;

  /// Whether \p Tool wrote all of it, in one run or more.
  bool isOf(const std::string &Tool) const;

  /// True when the tool of one of its runs says that it failed
  /// (executionSuccessful): findings may be missing.
  bool hasFailedRun() const;

  /// Adds \p V to result \p Index: property bag, and one sentence appended to
  /// the message ("confirmed on NVIDIA H200, ..."). Replaces an earlier one.
  void setVerdict(size_t Index, const Verdict &V);

  std::string text() const;

  /// Writes the whole file or nothing (temporary file, then rename). Empty
  /// string on success, else one line.
  std::string write(const std::string &Path, NamedBy Who = NamedBy::User) const;

private:
  struct Impl;
  explicit SarifDocument(std::unique_ptr<Impl> I);
  std::unique_ptr<Impl> I;
};

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_SARIF_H
