//===-- ReportedPath.h - the path that a finding is about -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a check hands over of a path, and how it becomes the calls and tests of
/// a call specification. Only a host that keeps call specifications asks for
/// it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_REPORT_REPORTEDPATH_H
#define CUBLASLT_CHECKS_REPORT_REPORTEDPATH_H

#include "checks/flow/FlowEngine.h"
#include "findings/Finding.h"

namespace cublaslt::checks {

struct ReportedPath {
  ReportedPath() = default;
  /// None yet; \p Flagged is the last call at that place on each.
  ReportedPath(const clang::Stmt *Flagged, const flow::CallPath *Path)
      : Flagged(Flagged), Path(Path) {}
  /// The path of \p S; \p Flagged is its last call at that place, before
  /// \p Later others.
  ReportedPath(const flow::State &S, const clang::Stmt *Flagged,
               const flow::CallPath *Path, unsigned Later = 0)
      : Flagged(Flagged), Path(Path), Later(Later) {
    add(S);
  }
  /// Another path that shows the same mistake: what it takes the other way does
  /// not matter.
  void add(const flow::State &S) {
    if (S.Steps && Trails.size() < MostTrails)
      Trails.push_back(S.Steps);
  }
  void add(const ReportedPath &Other) {
    for (const flow::TrailStep *Trail : Other.Trails)
      if (Trails.size() < MostTrails)
        Trails.push_back(Trail);
  }

  /// The first is the one that is told.
  llvm::SmallVector<const flow::TrailStep *, 1> Trails;
  const clang::Stmt *Flagged = nullptr;
  const flow::CallPath *Path = nullptr;
  unsigned Later = 0;

private:
  static constexpr unsigned MostTrails = 64;
};

/// Says of values what a check would.
struct PathWords {
  llvm::function_ref<findings::SpecificationValue(flow::ValueRef)> Value;
  /// Of a statement, or of a value.
  llvm::function_ref<std::string(const clang::Stmt *, flow::ValueRef)> Text;
};

/// The steps of \p P, which is about a finding in the file \p File; none where
/// the path is not known to its beginning.
std::vector<findings::PathStep> pathOf(const ReportedPath &P,
                                       llvm::StringRef File,
                                       flow::FlowEngine &Engine,
                                       const PathWords &Words);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_REPORT_REPORTEDPATH_H
