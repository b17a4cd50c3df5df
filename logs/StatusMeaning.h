//===-- StatusMeaning.h - what is known of a status ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The status that a line tells, under the name that the header has for it, and
/// what such a status is known to come from where the line tells no cause.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_STATUSMEANING_H
#define CUBLASLT_LOGS_STATUSMEANING_H

#include "logs/MessageMatcher.h"
#include <string>
#include <vector>

namespace cublaslt::logs {

/// From a name, a number, or the sentence that the library has for it; what is
/// none of them as it stands in the line.
std::string statusOf(const MessageMatch &Match, const kb::KnowledgeBase &Kb);

struct StatusMeaning {
  std::string Text;                ///< a sentence; may be empty
  std::vector<std::string> Causes; ///< rules and entries; none is a diagnosis
};

/// Of \p Status when \p Function, which may be empty, ended with it.
StatusMeaning meaningOf(const std::string &Status, const std::string &Function,
                        const kb::KnowledgeBase &Kb);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_STATUSMEANING_H
