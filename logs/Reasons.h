//===-- Reasons.h - what the log reader finds by itself --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Problems that no condition on one call describes: the log reader sees them
/// in several lines and names a reason. The rule file that has the reason under
/// `logFindings` says of which rule it is, and in which words.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_REASONS_H
#define CUBLASLT_LOGS_REASONS_H

#include "kb/KnowledgeBase.h"
#include "logs/CallProblems.h"
#include <array>
#include <string>

namespace cublaslt::logs {

enum class Reason {
  AttributeSize,
  UnknownAttribute,
  UnknownValue,
  UseAfterDestruction,
  DestroyedTwice,
  NeverDestroyed,
  TooManyAlive,
  ManyHandles,
  UseOfFailedHeuristic,
  OtherTypes,
  Misaligned,
  GrowingBatchCount,
  GrowingWorkspaceLimit,
  GrowingRows,
  GrowingColumns,
  SameQuestion,
};
constexpr size_t ReasonCount = 16;

class Reasons {
public:
  /// Why the log reader cannot work with \p Kb, in one line; empty when it can.
  static std::string whyUnfit(const kb::KnowledgeBase &Kb);

  /// \p Kb is one of which whyUnfit() says nothing.
  explicit Reasons(const kb::KnowledgeBase &Kb);

  const kb::KnowledgeBase &knowledgeBase() const { return Kb; }
  /// The rule that a reason belongs to.
  const kb::Rule &rule(Reason R) const { return *of(R).TheRule; }
  /// The number that this rule keeps under \p Name.
  uint64_t number(Reason R, const char *Name) const;
  CallProblem problem(Reason R, kb::LogFinding::Named Values = {}) const;

private:
  const kb::KnowledgeBase::ReasonOf &of(Reason R) const {
    return All[static_cast<size_t>(R)];
  }

  const kb::KnowledgeBase &Kb;
  std::array<kb::KnowledgeBase::ReasonOf, ReasonCount> All;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_REASONS_H
