//===-- LogReader.h - from a log to its problems ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads logs and program output, one or several files as one story, and
/// collects what they show to be wrong.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_LOGREADER_H
#define CUBLASLT_LOGS_LOGREADER_H

#include "kb/KnowledgeBase.h"
#include "logs/ByteSource.h"
#include "logs/CallTracker.h"
#include "logs/LineReader.h"
#include "logs/MessageMatcher.h"
#include "logs/Problems.h"
#include "logs/Reasons.h"
#include <memory>
#include <string>
#include <vector>

namespace cublaslt::logs {

class LogReader {
public:
  /// On a knowledge base that cannot be used, null and one line in \p Error.
  static std::unique_ptr<LogReader> create(const kb::KnowledgeBase &Kb,
                                           std::string &Error);

  /// Lines that are read from now on are \p File's.
  void begin(const std::string &File);
  /// All that \p Source has; may be called again when it has more.
  void read(ByteSource &Source) { Lines->read(Source); }
  /// The current file has ended.
  void end();
  /// All files have ended: what only the whole shows.
  void finish();

  const ProblemSet &problems() const { return Problems; }
  uint64_t lines() const { return TotalLines + Lines->lines(); }
  uint64_t bytes() const { return Lines->bytes(); }
  /// Lines of the library's own log were seen.
  bool sawLibraryLog() const { return SawLibraryLog; }
  /// Lines of the level Api were among them: there is nothing more to log.
  bool sawCalls() const { return SawCalls; }

private:
  explicit LogReader(const kb::KnowledgeBase &Kb) : Kb(Kb) {}
  /// \p Own as in LineReader.
  void take(std::string_view Line, size_t Own, const Place &Where);
  /// A line as the program printed it.
  void takePrinted(std::string_view Line, size_t Own, const Place &Where);
  bool takeTraced(std::string_view Line, size_t Own, const Place &Where);
  void takeMessage(std::string_view Line, size_t Own, const Place &Where);
  Problem problemOf(const MessageMatch &Match, std::string_view Line) const;
  void tellByStatus(Problem &P, const MessageMatch &Match) const;
  void takeStatusBefore(const kb::MessagePattern &Pattern, Problem &P,
                        const MessageMatch &Match, std::string_view Line);
  std::optional<MessageMatch> matchAcross(std::string_view First,
                                          std::string_view Line,
                                          std::string &Whole) const;
  std::string_view lineBefore() const;
  bool goesOn(std::string_view Line, const Place &Where);
  bool hasEarlierFault(const kb::MessagePattern &Pattern, Problem &P,
                       std::string_view Line, const Place &Where);
  void explainBefore(const kb::MessagePattern &Pattern, const Problem &P,
                     const Place &Where);
  bool belongsToBefore(const kb::MessagePattern &Pattern, const Problem &P,
                       const Place &Where);
  bool continues(const kb::MessagePattern &Pattern, const Problem &New,
                 const Place &Where);
  bool isConsequence(const kb::MessagePattern &Pattern, std::string_view Line,
                     const Place &Where);
  void explainByCall(Problem &P, const kb::Api &Api) const;

  /// A library whose lines are recognised, and the tracker of its calls.
  struct Library {
    std::string Name;
    std::unique_ptr<CallTracker> Tracker;
  };

  const kb::KnowledgeBase &Kb;
  std::unique_ptr<Reasons> Why;
  std::unique_ptr<MessageMatcher> Messages, Faults;
  std::unique_ptr<LineReader> Lines;
  std::unique_ptr<AnchorScanner> Anchors; ///< for parts of a line
  std::vector<Library> Libraries;
  /// How far the next piece of the line of this number was read with the piece
  /// before.
  size_t ReadAhead = 0;
  uint64_t ReadAheadLine = 0;
  ProblemSet Problems;
  Place Here; ///< the line that is read
  /// The line of the last problem, if the next may go on with it.
  std::string MayGoOn;
  Problem *Warning = nullptr; ///< the last one of the file
  uint64_t Understood = 0;    ///< number of the last line that is a message
  unsigned LooksBack = 0;
  uint64_t TotalLines = 0;
  bool SawLibraryLog = false, SawCalls = false;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_LOGREADER_H
