//===-- Report.h - a warning that is being put together ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A warning, its corrections and its notes, in whatever order a check finds
/// them.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_REPORT_H
#define CUBLASLT_CHECKS_REPORT_H

#include "checks/flow/FlowListener.h"
#include "checks/report/ReportedPath.h"
#include "findings/Finding.h"
#include "clang/Basic/Diagnostic.h"
#include <string>
#include <utility>
#include <vector>

namespace cublaslt::checks {

class CheckBase;

/// A report of a check. The destructor emits it: first the warning with its
/// corrections, then the notes in the order in which they were added. A report
/// with the text and the place of an earlier one is not emitted (a function is
/// followed once for each way to it).
///
///     report(Where, "workspace is null; " + effect("null"))
///         .at(Call, S)
///         .note(Source, "it is null from here")
///         .fix(replacement(...));
class Report {
public:
  Report(CheckBase &Check, clang::SourceLocation Where, std::string Message);
  Report(Report &&Other);
  ~Report();

  /// False if the same was reported before. Nothing that is added is shown
  /// then, so expensive notes and fixes can be skipped.
  explicit operator bool() const { return IsNew; }

  /// Sets the call that the report is about: the function that makes the call,
  /// and what \p S knows of the call's objects, for the verifier.
  Report &at(const flow::KnownCall &Call, const flow::State &S);
  /// The same with a specification that was made before: the report is about \p
  /// Call, made by \p In, which may be null.
  Report &about(const clang::FunctionDecl *In,
                findings::CallSpecification Call);
  /// The report is about a path. One that was made before is there on this
  /// path, too.
  Report &onPath(ReportedPath P);
  /// Adds a note; none at an invalid location.
  Report &note(clang::SourceLocation Where, const llvm::Twine &Text);
  /// Adds a note where \p S, which may be null, begins.
  Report &note(const clang::Stmt *S, const llvm::Twine &Text);
  /// Adds a note that shows where \p D, which may be null, is declared, and as
  /// what.
  Report &declaredAt(const clang::ValueDecl *D);
  /// Adds a correction, unless it is empty.
  Report &fix(clang::FixItHint Hint);
  Report &fix(llvm::ArrayRef<clang::FixItHint> Hints);

private:
  CheckBase *Check; ///< null: another report has taken this one over
  clang::SourceLocation Where;
  std::string Message;
  bool IsNew;
  const clang::FunctionDecl *In = nullptr;
  findings::CallSpecification Call;
  ReportedPath Path;
  std::vector<std::pair<clang::SourceLocation, std::string>> Notes;
  llvm::SmallVector<clang::FixItHint, 2> Fixes;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_REPORT_H
