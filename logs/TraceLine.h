//===-- TraceLine.h - a line of the library's own log ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The grammar of cuBLASLt's log (CUBLASLT_LOG_LEVEL):
///
///   [time][cublasLt][thread][level][function] message
///
/// Old versions have no time. The message of the levels Trace and Api is a
/// list of key=value, where a value may be a list of its own in brackets.
/// Nothing is copied: all views are into the line.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_TRACELINE_H
#define CUBLASLT_LOGS_TRACELINE_H

#include <cstddef>
#include <optional>
#include <string_view>

namespace cublaslt::logs {

/// Of "2026-11-22 09:44:24".
inline constexpr size_t TimeLength = 19;

enum class TraceLevel { Error, Trace, Hint, Info, Api };

struct TraceLine {
  std::string_view Time; ///< empty in old versions
  std::string_view Library;
  /// A number that is each thread's own (seen in logs of 13.1); may be empty.
  std::string_view Thread;
  TraceLevel Level = TraceLevel::Error;
  std::string_view Function;
  std::string_view Message;
  /// Where the message begins in the line that was parsed.
  size_t MessageOffset = 0;
  /// Where the next line of the log begins inside it, or npos: another process
  /// wrote into this one.
  size_t NextOffset = std::string_view::npos;
};

/// The first line of the log in \p Text, at or after \p From: launchers put
/// words before it, and processes that share a file write into one another's
/// lines. \p Name is what stands in brackets, in any case. The message goes to
/// where the next such line begins, to what a collector of logs has added (a
/// quote, an escaped line break, a control character), or to the end.
/// \p IsBroken is set when a line begins there that has no such form.
std::optional<TraceLine> parseTraceLine(std::string_view Text, size_t From,
                                        std::string_view Name,
                                        bool *IsBroken = nullptr);

/// Whether \p Text has what only such a line has, "[Info][cublasLt", in a line
/// whose beginning is lost.
bool hasTraceRemains(std::string_view Text, std::string_view Name);

struct TraceField {
  std::string_view Key;
  std::string_view Value; ///< without its brackets
  bool IsNested = false;  ///< it had brackets
  bool IsOpen = false;    ///< the closing one is missing
};

/// The fields of a message. Words without '=' are passed over; a value whose
/// bracket is never closed goes to the end.
class TraceFields {
public:
  explicit TraceFields(std::string_view Message) : Rest(Message) {}
  bool next(TraceField &Field);

private:
  std::string_view Rest;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_TRACELINE_H
