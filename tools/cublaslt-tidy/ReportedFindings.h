//===-- ReportedFindings.h - what a run of clang-tidy reported -*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The diagnostics that clang-tidy shows its user, after NOLINT, header and
/// line filters, as findings.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_REPORTEDFINDINGS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_REPORTEDFINDINGS_H

#include "findings/Finding.h"
#include <functional>
#include <llvm/ADT/ArrayRef.h>
#include <vector>

namespace clang::tidy {
struct ClangTidyError;
}

namespace cublaslt::tidy {

constexpr const char *NotFollowedRule = "cublaslt-tidy-not-followed";

struct ReportedFindings {
  /// Files are absolute.
  std::vector<findings::Finding> Findings;
  /// Compile errors: the code could not be analysed as a whole.
  std::vector<findings::Finding> CompileErrors;
  /// Functions with more paths than were followed: findings can be missing.
  /// Their rule is NotFollowedRule, their message the function's name.
  std::vector<findings::Finding> NotFollowed;
};

/// \p Errors, what a run of clang-tidy returned, as findings.
ReportedFindings
collectFindings(llvm::ArrayRef<clang::tidy::ClangTidyError> Errors);

/// Writes \p Reported as SARIF: the whole file or nothing. An empty string on
/// success, else one line.
std::string writeSarif(const ReportedFindings &Reported,
                       const std::string &Path);

/// Calls \p Use once with what was reported, after the analysis and before
/// any fix changes a file; never when there is no analysis (--list-checks, no
/// input files, ...). Call before clangTidyMain.
void onReported(std::function<void(const ReportedFindings &)> Use);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_REPORTEDFINDINGS_H
