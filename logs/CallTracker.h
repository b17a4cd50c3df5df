//===-- CallTracker.h - traced calls and what became of them ---*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows each thread's calls through the library's log and holds them
/// against the rules. The log shows no status. It shows that
/// - a heuristic succeeded by a line of the level Info with its results, and
///   that it failed by an Error line, or by going on without either;
/// - a matmul was accepted by a line of the level Trace, and refused by an
///   Error line, or by going on without either (seen with 13.1.0.3).
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_CALLTRACKER_H
#define CUBLASLT_LOGS_CALLTRACKER_H

#include "kb/KnowledgeBase.h"
#include "logs/CallProblems.h"
#include "logs/MessageMatcher.h"
#include "logs/ObjectHistory.h"
#include "logs/Problems.h"
#include "logs/Reasons.h"
#include "logs/SpecificationMaker.h"
#include "logs/TraceLine.h"
#include "logs/TracedCall.h"
#include <set>
#include <unordered_map>

namespace cublaslt::logs {

class CallTracker {
public:
  CallTracker(const Reasons &Why, const kb::Api &Api,
              const MessageMatcher &Messages, ProblemSet &Problems);

  /// One line of the log. \p Whole is the line from its "[name]" on, \p
  /// Launcher what tells the processes of several machines apart, \p End where
  /// the line ends in the file's line.
  void take(const TraceLine &Line, std::string_view Whole,
            std::string_view Launcher, size_t End, const Place &Where);

  /// Lines were seen whose beginning is lost: that something is not shown means
  /// nothing from here on.
  void loseLines();

  /// The file has ended. What comes next may be another process.
  void endFile();

  /// What only the whole log shows. The tracker is then used up.
  void finish();

private:
  /// A heuristic call or a matmul whose outcome is still open.
  struct OpenCall {
    std::string Function, Message; ///< empty: none
    Place Where;
    std::vector<std::pair<std::string, Place>> Reasons; ///< whole lines
    bool HasNullAlgorithm = false;
    bool IsCut = false;                 ///< TracedCall::IsCut
    uint64_t Hash = 0, ProblemHash = 0; ///< TracedCall's, of a heuristic
    bool isOpen() const { return !Message.empty(); }
    void addReason(std::string_view Whole, const Place &At);
  };
  /// What grows from try to try.
  struct Extent {
    int64_t Batch = 0, Rows = 0, Columns = 0;
    uint64_t Limit = 0;
    bool isLargerThan(const Extent &Other) const;
  };
  struct Thread {
    OpenCall Heuristic, Matmul;
    /// The last heuristic of the thread, once its outcome is known.
    bool HasFailed = false;
    uint64_t LastProblem = 0; ///< its hash; 0: not known
    std::string LastHeuristic;
    /// How the tries that failed one after the other grew.
    Extent LastFailure;
    unsigned Growths = 0;
  };
  struct Repeated {
    uint64_t Count = 0;
    std::string Function, Message;
    Place First;
  };

  Thread &threadOf(const std::string &Key);
  void takeApi(Thread &T, const TraceLine &Line, const std::string &Key,
               const Place &Where);
  void takeTrace(Thread &T, const TraceLine &Line, const std::string &Key,
                 const Place &Where);
  void takeInfo(Thread &T, const TraceLine &Line, std::string_view Whole,
                const Place &Where);
  void takeError(Thread &T, const TraceLine &Line, std::string_view Whole,
                 const Place &Where);
  void takeAttribute(const kb::Function &F, std::string_view Message,
                     const Place &Where);
  void useObjects(const TracedCall &Call, const TraceLine &Line,
                  const std::string &Key, const Place &Where);
  /// Whether the end of this line may be missing, as in one that another
  /// process wrote into or where all are cut at one column.
  bool mayBeCut(const TraceLine &Line) const;

  void heuristicSucceeded(Thread &T);
  /// The open call's outcome when the thread goes on without a word about it.
  void settle(Thread &T);
  void heuristicFailed(Thread &T);
  void keepHeuristic(Thread &T);
  void matmulFailed(Thread &T);
  void reportUseOfFailure(const OpenCall &Matmul,
                          const findings::CallSpecification &Call);
  void followGrowth(Thread &T, const findings::CallSpecification &Call,
                    const Place &Where);
  /// Reports what makes \p Open fail: by the rules, by the library's reasons.
  void reportFailure(const OpenCall &Open,
                     const findings::CallSpecification &Call);
  /// A line of the library that tells a reason, of a call that is not known
  /// or where no rule sees a problem.
  Problem *reportReason(std::string_view Whole, const TraceLine &Line,
                        const Place &Where,
                        const findings::CallSpecification *Call);
  /// \p Found for the set of problems, without a call.
  Problem problemOf(const CallProblem &Found,
                    const std::string &Function) const;
  Problem *reportProblem(const CallProblem &Found,
                         const findings::CallSpecification &Call,
                         const OpenCall &Open);
  /// Problems of a call that the library accepted, or whose outcome is not
  /// shown, unless one of its hash was examined before.
  void examineHeuristic(const Thread &T, bool IsAccepted);
  void examineMatmul(const OpenCall &Open, bool IsAccepted);
  void examine(const OpenCall &Open, uint64_t Hash, bool IsAccepted);
  /// Whether a call of this hash was examined; counts it then.
  bool wasExamined(uint64_t Hash, bool IsAccepted, const Place &Where);
  void noteTypes(const findings::CallSpecification &Asked);
  Problem *examineTypes(const OpenCall &Open,
                        const findings::CallSpecification &Call);
  void examineAlignment(const Thread &T, const TracedCall &Call,
                        const TraceLine &Line, const Place &Where);

  const Reasons &Why;
  const kb::Api &Api;
  const MessageMatcher &Messages;
  ProblemSet &Problems;
  const SpecificationMaker Specifications;
  ObjectHistory Objects;
  std::unordered_map<std::string_view, const kb::Function *> Functions;
  std::unordered_map<std::string, Thread> Threads;
  /// The one of the line before, which is mostly that of the next.
  std::pair<const std::string, Thread> *LastThread = nullptr;
  /// Attributes by the name in the log ("MATMUL_DESC_TRANSA").
  std::unordered_map<std::string_view, const kb::Attribute *> Attributes;
  /// Calls that were examined, by hash and outcome, and what was found then.
  std::unordered_map<uint64_t, std::vector<Problem *>> Examined;
  std::unordered_map<uint64_t, Repeated> Heuristics;
  /// Types that a heuristic was asked for. An algorithm comes from there,
  /// unless the program makes its own.
  std::set<std::string> AskedTypes;
  bool MakesAlgorithms = false, HasAskedUnknownTypes = false;
  uint64_t LargestWorkspace = 0;
  /// The log was seen to show, or its version is known to show, whether a
  /// heuristic succeeded.
  bool ShowsResults = false;
  bool LosesLines = false;
  size_t LineEnd = 0;   ///< of the line that is taken
  size_t CutColumn = 0; ///< where a call was seen to be cut; 0: nowhere
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_CALLTRACKER_H
