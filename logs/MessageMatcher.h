//===-- MessageMatcher.h - which known message a line is -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The knowledge base's message patterns, compiled once. RE2: the time is
/// linear in the line, whatever pattern and line are.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_MESSAGEMATCHER_H
#define CUBLASLT_LOGS_MESSAGEMATCHER_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::logs {

struct MessageMatch {
  const kb::MessagePattern *Pattern = nullptr;
  size_t Begin = 0, End = 0;       ///< where it stands in the line
  std::vector<std::string> Groups; ///< of the pattern, from 1: Groups[0] is \1

  /// Empty when the pattern does not capture it.
  std::string captured(kb::Capture What) const;
  /// The pattern's words with the groups in their places.
  std::string says() const;
  /// The values of the call in the line, if it has any.
  std::optional<findings::CallSpecification> call(const kb::Api &Api) const;
};

class MessageMatcher {
public:
  ~MessageMatcher();
  /// Of the messages that tell of a problem, or of those of earlier faults. On
  /// a pattern that RE2 refuses, null and one line in \p Error.
  static std::unique_ptr<MessageMatcher>
  create(const kb::KnowledgeBase &Kb, bool OfEarlierFaults, std::string &Error);

  /// The first pattern, in the knowledge base's order, that \p Line has.
  std::optional<MessageMatch> match(std::string_view Line) const;

  /// What a line must contain for any pattern to match, but for those that only
  /// go on about another line.
  std::vector<std::string> anchors() const;

private:
  MessageMatcher();
  struct Impl;
  std::unique_ptr<Impl> I;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_MESSAGEMATCHER_H
