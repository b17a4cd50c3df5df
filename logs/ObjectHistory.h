//===-- ObjectHistory.h - objects that a log creates -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows handles, descriptors, layouts and preferences from creation to
/// destruction. A line that creates one shows where its address will be
/// stored, not the address: an object has an address from its first use on,
/// and a destroyed address may be a new object's whenever anything of its kind
/// was created since. Only what remains certain is reported.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_OBJECTHISTORY_H
#define CUBLASLT_LOGS_OBJECTHISTORY_H

#include "kb/KnowledgeBase.h"
#include "logs/Problems.h"
#include "logs/Reasons.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cublaslt::logs {

class ObjectHistory {
public:
  ObjectHistory(const Reasons &Why, const kb::Api &Api, ProblemSet &Problems)
      : Why(Why), Api(Api), Problems(Problems) {}

  /// A line of the level Api of a function that creates, destroys, sets or
  /// asks an object of \p Kind. \p Object is the field that names it.
  void note(const kb::Function &F, std::string_view Object,
            std::string_view Thread, const Place &Where);
  /// An address that a call was given.
  void used(const std::string &Kind, std::string_view Function,
            std::string_view Object, std::string_view Thread,
            const Place &Where);
  void countMatmul() { ++Matmuls; }
  /// Some lines are missing or unreadable, so a call without a line may still
  /// have been made.
  void loseLines();
  /// The next file may be of another process, with addresses of its own.
  void endFile() { Gone.clear(); }

  /// What the whole log shows.
  void finish();

private:
  static constexpr size_t MostAddresses = 1 << 16;
  struct Counts {
    uint64_t Created = 0, Destroyed = 0;
    Place First;
    std::string Creator; ///< the function that made the first
  };
  struct Destroyed {
    uint64_t CreatedBefore = 0; ///< of its kind
    std::string Thread;
  };

  /// \p C counts the objects of its kind.
  static bool isStillDestroyed(const Destroyed &D, const Counts &C,
                               std::string_view Thread);
  Problem problem(CallProblem Found, std::string_view Function) const;
  void finishKind(const std::string &Kind, const Counts &C, bool HasEnded);

  const Reasons &Why;
  const kb::Api &Api;
  ProblemSet &Problems;
  std::unordered_map<std::string, Counts> ByKind;
  std::unordered_map<uint64_t, Destroyed> Gone;
  uint64_t Matmuls = 0;
  bool LosesLines = false;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_OBJECTHISTORY_H
