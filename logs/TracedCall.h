//===-- TracedCall.h - a call that the log shows ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The message of a traced matmul or heuristic, taken apart as far as telling
/// calls from one another needs. SpecificationMaker takes the few that are new
/// further apart.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_TRACEDCALL_H
#define CUBLASLT_LOGS_TRACEDCALL_H

#include "logs/TraceLine.h"
#include <cstdint>
#include <optional>
#include <string_view>

namespace cublaslt::logs {

/// Views into the line, valid as long as it is.
struct TracedCall {
  std::string_view Pointer[4]; ///< of A, B, C, D: "0X7F12AE000000"
  /// Layouts of A, B, C, D: "type=R_16F rows=...", or an address when
  /// IsNested is not set (the Api line of a matmul).
  std::string_view Layout[4];
  std::string_view Descriptor, Preference, Algorithm;
  std::string_view Workspace, WorkspaceSize;
  bool IsNested = false; ///< layouts and descriptor are spelt out
  bool HasPreference = false;
  /// The line does not show the call to its end: what is missing is not known.
  bool IsCut = false;
  const char *Unclosed = nullptr; ///< where the nested value begins that is cut

  static TracedCall parse(std::string_view Message);

  /// Of the problem alone: the layouts and the descriptor without addresses.
  uint64_t problemHash() const;
  /// Of all that can make the call right or wrong: the problem, the
  /// preference, and how each address is aligned.
  uint64_t hash() const { return hash(IsNested ? problemHash() : 0); }
  /// The same, where that of the problem is known.
  uint64_t hash(uint64_t ProblemHash) const;
};

/// "0X7F12AE000000", "4096" or "?" as a number.
std::optional<uint64_t> numberOf(std::string_view Text);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_TRACEDCALL_H
