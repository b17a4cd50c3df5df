//===-- Problems.h - what a log shows to be wrong --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The distinct problems of a log, each once, however often it occurs. Their
/// number and what is kept of each are bounded.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_PROBLEMS_H
#define CUBLASLT_LOGS_PROBLEMS_H

#include "findings/Finding.h"
#include "kb/Shown.h"
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::logs {

struct Place {
  std::string File;
  uint64_t Line = 0; ///< from 1
};

struct Problem {
  uint64_t Number = 0; ///< given by the set, from 1
  /// The diagnosis: one of them, or none when the cause is not known.
  std::string Rule, Entry;
  std::string Words;     ///< what is wrong, one line
  std::string Framework; ///< the program that wrote the line
  std::string Status;    ///< "CUBLAS_STATUS_NOT_SUPPORTED", may be empty
  std::string Function;  ///< the call, may be empty
  /// What then happens, in the knowledge base's words; empty: not known which
  /// of the rule's effects.
  std::string_view Effect;
  /// The message's or the condition's own; empty: the rule's.
  std::string Advice, Avoid;
  std::string Setting;    ///< as in the message
  bool IsWarning = false; ///< no failure has followed
  bool HasCall = false;
  findings::CallSpecification Call; ///< the first one
  std::string Line;                 ///< the first line, cut
  /// What the library or the program said to it; a few.
  std::vector<std::string> Reasons;
  uint64_t Count = 0;
  Place First, Last;
  std::set<uint64_t> Shapes; ///< hashes of the calls; bounded
  /// The problem exists only if no call passes a workspace of at least this
  /// many bytes. 0: no such condition.
  uint64_t UnlessWorkspace = 0;

  bool isDiagnosed() const { return !Rule.empty() || !Entry.empty(); }
};

class ProblemSet {
public:
  static constexpr size_t Most = 1000, MostShapes = 64, MostReasons = 3,
                          LongestText = 500;

  /// The problem of this key; null when there are too many.
  Problem *find(const std::string &Key);
  /// Counts one more occurrence of \p New, which is kept if it is the first of
  /// \p Key. Null when there are too many.
  Problem *add(const std::string &Key, const Problem &New, const Place &Where,
               uint64_t Shape = 0);
  void addReason(Problem &P, std::string_view Reason);
  /// Replaces \p P by \p Better, which was made from more of the text.
  void replace(Problem &P, Problem Better);

  /// Of the problems with a diagnosis, the one that occurred last; may be null.
  Problem *lastDiagnosed() { return LastDiagnosed; }

  /// The problem that occurred last; may be null.
  Problem *lastAdded() { return LastAdded; }

  /// In order of their first occurrence.
  const std::deque<Problem> &all() const { return Problems; }
  void removeIf(const std::function<bool(const Problem &)> &IsNone);
  /// Occurrences that were not kept because there were too many problems.
  uint64_t leftOut() const { return LeftOut; }

private:
  std::deque<Problem> Problems;
  std::map<std::string, Problem *> ByKey;
  Problem *LastDiagnosed = nullptr, *LastAdded = nullptr;
  uint64_t LeftOut = 0, LastNumber = 0;
};

/// A text of a log for people and files.
inline std::string shown(std::string_view Text,
                         size_t Most = ProblemSet::LongestText) {
  return kb::shown(Text, Most);
}

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_PROBLEMS_H
