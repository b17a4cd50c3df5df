//===-- StatusMeaning.h - what is known of a status ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The status in a line, under its name in the header, and the known causes of
/// such a status for a line without a cause.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_STATUSMEANING_H
#define CUBLASLT_LOGS_STATUSMEANING_H

#include "logs/MessageMatcher.h"
#include "logs/Problems.h"
#include <string>
#include <vector>

namespace cublaslt::logs {

/// From a name, a number, or the sentence that the library has for it; anything
/// else as it stands in the line.
std::string statusOf(const MessageMatch &Match, const kb::KnowledgeBase &Kb);

/// What a problem of unknown cause can come from; none of it is a diagnosis.
struct StatusMeaning {
  /// What was the cure in most public reports goes first.
  std::vector<const kb::StatusCause *> Causes;
  std::string Next; ///< how to learn more; may be empty

  std::vector<std::string> names() const; ///< rules and entries
};

/// Of \p P's status, narrowed by the call and the types that its line shows.
StatusMeaning meaningOf(const Problem &P, const kb::KnowledgeBase &Kb);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_STATUSMEANING_H
