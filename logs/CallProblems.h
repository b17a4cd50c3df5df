//===-- CallProblems.h - what is wrong with one call -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Holds the call specification of a traced call against the rules.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_CALLPROBLEMS_H
#define CUBLASLT_LOGS_CALLPROBLEMS_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::logs {

struct CallProblem {
  std::string Rule;
  /// Identifies the condition within the rule, without the values:
  /// "ld-of-a-below-rows A.CUBLASLT_MATRIX_LAYOUT_LD".
  std::string Aspect;
  std::string Words; ///< what is wrong, one line, no full stop
  // The knowledge base's, which outlives this:
  std::string_view Effect; ///< what then happens, as measured; may be empty
  std::string_view Advice; ///< just for this; empty: the rule's
  /// The library refuses such a call. Not reported if the log shows that this
  /// call succeeded.
  bool IsRefused = false;
  /// Whether the library refuses it depends on the device or the version.
  bool DependsOnDevice = false;
  /// The problem exists only if no call passes a workspace of at least this
  /// many bytes. 0: no such condition.
  uint64_t UnlessWorkspace = 0;
};

class Reasons;

/// The problems that \p Call's known values show. An unknown value never is a
/// problem.
std::vector<CallProblem> problemsOf(const findings::CallSpecification &Call,
                                    const Reasons &Why, const kb::Api &Api);

/// "m 256, n 256, k 64; A CUDA_R_16F 256 x 64, ld 256, transposed; ...", as
/// much of it as is known; may be empty.
std::string callForPeople(const findings::CallSpecification &Call);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_CALLPROBLEMS_H
