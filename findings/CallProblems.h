//===-- CallProblems.h - what is wrong with one call -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Holds a call specification with its real values against the rules: for
/// whoever sees calls as they are made, in a log or in a running program. The
/// attributes, their defaults and the table of types are the knowledge base's.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_CALLPROBLEMS_H
#define CUBLASLT_FINDINGS_CALLPROBLEMS_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include <string>
#include <vector>

namespace cublaslt::findings {

struct CallProblem {
  std::string Rule;
  /// Tells problems of one rule apart, without the values: "ld-a".
  std::string Aspect;
  std::string Words; ///< what is wrong, one line, no full stop
  /// The library answers such a call with an error. Where it was seen to
  /// accept this one, the problem is none.
  bool IsRefused = false;
  /// Whether it does depends on the device or the version.
  bool DependsOnDevice = false;
};

/// What \p Call's known values show to be wrong. A value that is not known is
/// no problem.
std::vector<CallProblem> problemsOf(const CallSpecification &Call,
                                    const kb::KnowledgeBase &Kb,
                                    const kb::Api &Api);

/// "m 256, n 256, k 64; A CUDA_R_16F 256 x 64, ld 256, transposed; ...", as
/// much of it as is known; may be empty.
std::string callForPeople(const CallSpecification &Call);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_CALLPROBLEMS_H
