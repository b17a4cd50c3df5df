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
#include "kb/CallKind.h"
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
  /// The line reports a failure, but not its cause.
  bool IsUnknown = false;
  /// The line goes on about the failure that the same framework's line before
  /// it told.
  bool IsContinuation = false;
  /// And carries no information of its own.
  bool IsOnlyContinuation = false;
  bool IsWarning = false; ///< a hint, unless a failure follows
  /// The line does not report a failure, although it may sound like one.
  bool IsHarmless = false;
  /// Names the library and a word of failure, and is not a line that is known:
  /// what stands close behind another problem belongs to it.
  bool IsFallback = false;
  /// A fault that explains what fails after it; on its own it is not a problem
  /// of the library. Only looked for where one of `Explains`, or a message that
  /// is `After` it, was found.
  bool IsEarlier = false;
  std::vector<std::string> Explains; ///< statuses
  /// The message only counts behind this earlier one; may be empty.
  std::string After;
  /// The earlier message, a few lines before, that tells the status; may be
  /// empty.
  std::string StatusFrom;
  /// Text in every line that the pattern matches, in any case: lines without
  /// it are not looked at.
  std::string Anchor;
  std::vector<Capture> Captures; ///< of the groups, in order
  /// What every such line means by itself; may be empty.
  std::string Status, Function;
  /// What is wrong in plain words; \1 is the first group. May be empty.
  std::string Says;
  /// Instead of the rule's or the entry's; may be empty.
  std::string Advice, Avoid;
  /// What makes the library that failed tell more; empty: the API's own,
  /// "none": nothing does.
  std::string Setting;
};

/// What a status is known to come from, in one kind of call.
struct StatusCause {
  CallKind At = CallKind::Any;
  std::string Says; ///< what was seen, a clause; may be empty
  std::vector<std::string> Rules, Entries;
  /// Only with one of these data types, where the line shows any.
  std::vector<std::string> Types;
  /// Public reports of the status in which it was the cure.
  std::vector<std::string> Reports;
};

struct StatusKnowledge {
  std::string Status;   ///< "CUBLAS_STATUS_NOT_SUPPORTED"
  std::string Sentence; ///< what the library's own function has for it
  std::vector<std::string> AlsoSaid; ///< what programs have for it
  std::string Next;                  ///< how to learn more; may be empty
  std::string Entry; ///< what it means wherever it comes from; may be empty
  std::vector<StatusCause> Causes;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_MESSAGE_H
