//===-- Message.h - error lines and statuses --------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What messages/*.yaml says of the lines of a log: which problem each tells
/// of, and what a status is known to come from.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_MESSAGE_H
#define CUBLASLT_KB_MESSAGE_H

#include "kb/Api.h"
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::kb {

/// What a group of a message's pattern captures.
enum class Capture {
  None,
  Status,       ///< "NOT_SUPPORTED", with or without CUBLAS_STATUS_
  StatusNumber, ///< 15
  StatusText,   ///< "the requested functionality is not supported"
  Function,     ///< the call that failed
  M,
  N,
  K,
  TransposeA, ///< t, n, c, 0 or 1
  TransposeB,
  LdA,
  LdB,
  LdD,
  TypeAB, ///< number of a cudaDataType
  TypeC,
  TypeABC,
  ComputeType, ///< number of a cublasComputeType_t
  ScaleType,   ///< number of a cudaDataType
};

/// A pattern of an error line, and what it means: a rule, an entry, or openly
/// that the line does not tell the cause.
struct MessagePattern {
  std::string Id, Framework, Pattern, Rule, Entry, Example;
  /// The line tells that something failed, not why.
  bool IsUnknown = false;
  /// The line goes on about the failure that the same framework's line before
  /// it told.
  bool IsContinuation = false;
  /// Text in every line that the pattern matches, in any case: lines without
  /// it are not looked at.
  std::string Anchor;
  std::vector<Capture> Captures; ///< of the groups, in order
  /// What is wrong in plain words; \1 is the first group. May be empty.
  std::string Says;
  /// Instead of the rule's or the entry's; may be empty.
  std::string Advice, Avoid;
};

/// What a status is known to come from, in one kind of call.
struct StatusCause {
  std::optional<Action> At; ///< nothing: any call
  std::string Says;         ///< what was seen, a clause; may be empty
  std::vector<std::string> Rules, Entries;
};

struct StatusKnowledge {
  std::string Status;   ///< "CUBLAS_STATUS_NOT_SUPPORTED"
  std::string Sentence; ///< what the library's own function has for it
  std::vector<StatusCause> Causes;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_MESSAGE_H
