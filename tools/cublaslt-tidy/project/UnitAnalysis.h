//===-- UnitAnalysis.h - analysis of units, each in a process --*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs the checks over translation units, several at once. Each unit has a
/// process of its own: what crashes on one leaves the others alone.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_UNITANALYSIS_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_UNITANALYSIS_H

#include <clang-tidy/ClangTidyOptions.h>
#include <clang/Tooling/CompilationDatabase.h>
#include <functional>
#include <string>
#include <vector>

namespace cublaslt::tidy {

struct UnitToAnalyse {
  clang::tooling::CompileCommand Command;
  clang::tidy::ClangTidyOptions Options; ///< in effect for the unit's file
};

/// What came of a unit: findings and compile errors as a SARIF text, or one
/// line on why there is none.
struct UnitOutcome {
  std::string Sarif, Problem;
};

/// Analyses \p Units, at most \p Jobs at once, and calls \p Done with the index
/// of each as it ends.
void analyseUnits(
    const std::vector<UnitToAnalyse> &Units, unsigned Jobs,
    const std::function<void(size_t Index, UnitOutcome Outcome)> &Done);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_UNITANALYSIS_H
