//===-- EarlierVerdicts.h - what an output file holds -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A call for a part of the findings, or one that goes on after an interrupt,
/// replaces an output file that holds verdicts: minutes on a GPU. They are
/// kept.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_EARLIERVERDICTS_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_EARLIERVERDICTS_H

#include "findings/Sarif.h"
#include <map>
#include <string>
#include <vector>

namespace cublaslt::doctor {

class EarlierVerdicts {
public:
  /// Reads \p Output where there is such a file. Empty, or why it cannot be
  /// read, in one line.
  std::string read(const std::string &Output, const kb::Api *Api);

  /// Puts what was read into \p Document, whose \p Findings they are: a verdict
  /// of a finding that is not \p Chosen, and with \p IsResumed the final ones
  /// of those that are, which then are chosen no more.
  void keep(findings::SarifDocument &Document,
            const std::vector<findings::Finding> &Findings, bool IsResumed,
            std::vector<size_t> &Chosen);

  /// Those of findings that were chosen.
  const std::vector<findings::Verdict> &taken() const { return Taken; }

private:
  /// The one with a verdict that is \p F, result \p Index, or null. Its place
  /// in the file may have changed, its fingerprint has not.
  const findings::Finding *find(size_t Index, const findings::Finding &F);

  std::string Output;
  std::vector<findings::Finding> Earlier;
  std::map<std::string, size_t> ByFingerprint;
  std::vector<bool> IsUsed;
  std::vector<findings::Verdict> Taken;
};

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_EARLIERVERDICTS_H
