//===-- CallTracker.cpp - traced calls and what became of them ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/CallTracker.h"
#include <algorithm>
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::logs;
using findings::CallSpecification;
using kb::Action;

// What is remembered is bounded by these: a call takes about 1 KiB.
static constexpr size_t MostThreads = 1024, MostHeuristics = 4096,
                        LongestCall = 4096, MostReasons = 8;

CallTracker::CallTracker(const Reasons &Why, const kb::Api &Api,
                         const MessageMatcher &Messages, ProblemSet &Problems)
    : Why(Why), Api(Api), Messages(Messages), Problems(Problems),
      Specifications(Api), Objects(Why, Api, Problems) {
  for (const kb::Function &F : Api.Functions)
    Functions.emplace(F.Name, &F);
  for (const kb::Attribute &A : Api.Attributes) {
    std::string_view Name = A.Name;
    // "CUBLASLT_" is left out in the log.
    Attributes.emplace(Name.substr(std::min(Name.find('_') + 1, Name.size())),
                       &A);
  }
}

void CallTracker::OpenCall::addReason(std::string_view Whole, const Place &At) {
  if (Reasons.size() < MostReasons)
    Reasons.emplace_back(Whole.substr(0, LongestCall), At);
}

CallTracker::Thread &CallTracker::threadOf(const std::string &Key) {
  if (LastThread && LastThread->first == Key)
    return LastThread->second;
  auto It = Threads.find(Key);
  if (It == Threads.end()) {
    if (Threads.size() >= MostThreads)
      Threads.erase(Threads.begin());
    It = Threads.emplace(Key, Thread()).first;
  }
  LastThread = &*It;
  return LastThread->second;
}

void CallTracker::loseLines() {
  LosesLines = true;
  Objects.loseLines();
}

bool CallTracker::mayBeCut(const TraceLine &Line) const {
  return Line.NextOffset != std::string_view::npos || LineEnd == CutColumn;
}

void CallTracker::take(const TraceLine &Line, std::string_view Whole,
                       std::string_view Launcher, size_t End,
                       const Place &Where) {
  std::string Key(Launcher);
  Key.append(Line.Thread);
  Thread &T = threadOf(Key);
  LineEnd = End;
  switch (Line.Level) {
  case TraceLevel::Api:
    takeApi(T, Line, Key, Where);
    return;
  case TraceLevel::Trace:
    takeTrace(T, Line, Key, Where);
    return;
  case TraceLevel::Info:
    takeInfo(T, Line, Whole, Where);
    return;
  case TraceLevel::Error:
    takeError(T, Line, Whole, Where);
    return;
  case TraceLevel::Hint:
    return; // about speed, not about a failure
  }
}

void CallTracker::takeApi(Thread &T, const TraceLine &Line,
                          const std::string &Key, const Place &Where) {
  settle(T);
  auto It = Functions.find(Line.Function);
  // Others are what cuBLAS calls inside, such as cublasLtHSHMatmul: not the
  // program's own calls.
  if (It == Functions.end())
    return;
  const kb::Function &F = *It->second;
  OpenCall *Open = F.TheAction == Action::Heuristic ? &T.Heuristic
                   : F.TheAction == Action::Matmul  ? &T.Matmul
                                                    : nullptr;
  if (Open) {
    Open->Function.assign(F.Name);
    // No empty message: the call is open, however little is known of it.
    Open->Message.assign(
        Line.Message.empty() ? " " : Line.Message.substr(0, LongestCall));
    Open->Where = Where;
    Open->Reasons.clear();
    TracedCall Call = TracedCall::parse(Open->Message);
    Open->IsCut = Call.IsCut;
    if (Call.IsCut && Line.NextOffset == std::string_view::npos)
      CutColumn = LineEnd;
    if (Open == &T.Matmul) {
      Open->HasNullAlgorithm = Call.Algorithm == "0X0";
      Objects.countMatmul();
      useObjects(Call, Line, Key, Where);
    } else {
      Open->ProblemHash = Call.problemHash();
      Open->Hash = Call.hash(Open->ProblemHash);
    }
    return;
  }
  MakesAlgorithms |= F.TheAction == Action::InitializeAlgorithm ||
                     F.TheAction == Action::CheckAlgorithm;
  TraceFields Fields(Line.Message);
  TraceField Object;
  bool HasObject = Fields.next(Object);
  if (!F.Object.empty() && (!HasObject || mayBeCut(Line))) {
    // The address may be of another object, and whatever it was is not known.
    Objects.loseLines();
    return;
  }
  Objects.note(F, Object.Value, Key, Where);
  if (F.TheAction == Action::SetAttribute)
    takeAttribute(F, Line.Message, Where);
}

void CallTracker::useObjects(const TracedCall &Call, const TraceLine &Line,
                             const std::string &Key, const Place &Where) {
  if (Call.IsCut) // there may have been any
    LargestWorkspace = UINT64_MAX;
  else if (auto Size = numberOf(Call.WorkspaceSize);
           Size && Call.Workspace != "0X0")
    LargestWorkspace = std::max(LargestWorkspace, *Size);
  if (Call.IsNested || Call.IsCut)
    return;
  for (std::string_view Layout : Call.Layout)
    Objects.used("layout", Line.Function, Layout, Key, Where);
  Objects.used("matmulDesc", Line.Function, Call.Descriptor, Key, Where);
}

void CallTracker::takeAttribute(const kb::Function &F, std::string_view Message,
                                const Place &Where) {
  TraceFields Fields(Message);
  TraceField Field;
  std::string_view Name, Size;
  while (Fields.next(Field)) {
    if (Field.Key == "attr")
      Name = Field.Value;
    else if (Field.Key == "sizeInBytes")
      Size = Field.Value;
  }
  auto Given = numberOf(Size);
  auto Known = Attributes.find(Name);
  const kb::Attribute *A = Known == Attributes.end() ? nullptr : Known->second;
  const std::string &Suffix = Api.Log.UnknownSuffix;
  bool IsUnknown =
      Name.size() >= Suffix.size() &&
      Name.compare(Name.size() - Suffix.size(), Suffix.size(), Suffix) == 0;
  if (A ? !Given || A->Size == 0 || *Given == A->Size : !IsUnknown)
    return;
  Problem P;
  if (A) {
    P = problemOf(
        Why.problem(Reason::AttributeSize, {{"attribute", A->Name},
                                            {"size", std::to_string(A->Size)},
                                            {"given", std::to_string(*Given)}}),
        F.Name);
    P.HasCall = true;
    P.Call.Function = F.Name;
    const findings::Key Asked =
        findings::Key::attribute(Api.keyOf(A->Object), *A);
    P.Call.Values[findings::OwnKey::Question].Known = Asked.str();
    P.Call.Values[findings::Key::sizeOf(Asked)].Known =
        static_cast<int64_t>(*Given);
  } else {
    P = problemOf(
        Why.problem(Reason::UnknownAttribute, {{"attribute", shown(Name, 64)}}),
        F.Name);
  }
  P.Line = shown(Message);
  Problems.add(P.Rule + " " + P.Words, P, Where);
}

void CallTracker::takeTrace(Thread &T, const TraceLine &Line,
                            const std::string &Key, const Place &Where) {
  auto It = Functions.find(Line.Function);
  if (It == Functions.end() || It->second->TheAction != Action::Matmul)
    return;
  const std::string_view Message = Line.Message.substr(0, LongestCall);
  TracedCall Call = TracedCall::parse(Message);
  if (Call.IsCut && Line.NextOffset == std::string_view::npos)
    CutColumn = LineEnd;
  useObjects(Call, Line, Key, Where);
  // The Api line before it shows the pointer to the algorithm.
  bool IsNull = T.Matmul.isOpen() && T.Matmul.HasNullAlgorithm;
  auto accepted = [&] {
    OpenCall Accepted;
    Accepted.Function.assign(Line.Function);
    Accepted.Message.assign(Message);
    Accepted.Where = Where;
    Accepted.IsCut = Call.IsCut;
    Accepted.HasNullAlgorithm = IsNull || !T.Matmul.isOpen();
    return Accepted;
  };
  if (T.HasFailed && !IsNull && T.LastProblem && !Call.IsCut &&
      Call.problemHash() == T.LastProblem)
    reportUseOfFailure(accepted(), Specifications.make(Call, Line.Function));
  examineAlignment(T, Call, Line, Where);
  if (IsNull)
    examineMatmul(T.Matmul, /*IsAccepted=*/true);
  const uint64_t Hash = Call.hash();
  if (!wasExamined(Hash, /*IsAccepted=*/true, Where))
    examine(accepted(), Hash, /*IsAccepted=*/true);
  T.Matmul.Message.clear();
}

/// Whether \p Text is \p Word or what is left of it, blanks aside.
static bool isBeginningOf(std::string_view Text, std::string_view Word) {
  while (!Text.empty() && Text[0] == ' ')
    Text.remove_prefix(1);
  while (!Text.empty() && Text.back() == ' ')
    Text.remove_suffix(1);
  return Word.substr(0, Text.size()) == Text;
}

void CallTracker::takeInfo(Thread &T, const TraceLine &Line,
                           std::string_view Whole, const Place &Where) {
  if (Line.Message.find("heuristicResults=") != std::string_view::npos) {
    ShowsResults = true;
    if (T.Heuristic.isOpen() && T.Heuristic.Function == Line.Function)
      heuristicSucceeded(T);
    return;
  }
  if (T.Heuristic.isOpen() && T.Heuristic.Function == Line.Function &&
      isBeginningOf(Line.Message, "heuristicResults=")) {
    T.Heuristic.Message.clear(); // cut: whether it succeeded is not known
    T.HasFailed = false;
    T.LastProblem = 0;
    T.LastHeuristic.clear();
    return;
  }
  int Major = 0, Minor = 0, SinceMajor = 0, SinceMinor = 0;
  std::string Start(Line.Message.substr(0, 32));
  if (std::sscanf(Start.c_str(), "cuBLASLt v%5d.%5d", &Major, &Minor) == 2) {
    ShowsResults |=
        std::sscanf(Api.Log.ResultsSince.c_str(), "%5d.%5d", &SinceMajor,
                    &SinceMinor) == 2 &&
        std::pair(Major, Minor) >= std::pair(SinceMajor, SinceMinor);
    return;
  }
  // Why an algorithm cannot be: a reason if the call then fails.
  auto Match = Messages.match(Whole);
  if (!Match || !(Match->Pattern->Rule.size() || Match->Pattern->Entry.size()))
    return;
  if (T.Heuristic.isOpen())
    T.Heuristic.addReason(Whole, Where);
  else
    reportReason(Whole, Line, Where, nullptr);
}

void CallTracker::takeError(Thread &T, const TraceLine &Line,
                            std::string_view Whole, const Place &Where) {
  if (T.Heuristic.isOpen() && T.Heuristic.Function == Line.Function) {
    T.Heuristic.addReason(Whole, Where);
    heuristicFailed(T);
  } else if (T.Matmul.isOpen() && T.Matmul.Function == Line.Function) {
    T.Matmul.addReason(Whole, Where);
    matmulFailed(T);
  } else {
    reportReason(Whole, Line, Where, nullptr);
  }
}

void CallTracker::heuristicSucceeded(Thread &T) {
  const OpenCall &Call = T.Heuristic;
  T.HasFailed = false;
  T.Growths = 0;
  T.LastFailure = {};
  auto It = Heuristics.find(Call.Hash);
  if (It == Heuristics.end() && !Call.IsCut &&
      Heuristics.size() < MostHeuristics)
    It = Heuristics
             .emplace(Call.Hash,
                      Repeated{0, Call.Function, Call.Message, Call.Where})
             .first;
  if (It != Heuristics.end())
    ++It->second.Count;
  examineHeuristic(T, /*IsAccepted=*/true);
  keepHeuristic(T);
}

/// The outcome of the thread's heuristic is known: it is the last one.
void CallTracker::keepHeuristic(Thread &T) {
  T.LastProblem = T.Heuristic.IsCut ? 0 : T.Heuristic.ProblemHash;
  T.LastHeuristic.swap(T.Heuristic.Message);
  T.Heuristic.Message.clear();
}

void CallTracker::settle(Thread &T) {
  if (T.Heuristic.isOpen()) {
    bool IsTold = ShowsResults && !LosesLines && !T.Heuristic.IsCut;
    if (IsTold || !T.Heuristic.Reasons.empty()) {
      heuristicFailed(T);
    } else {
      examineHeuristic(T, /*IsAccepted=*/false);
      T.HasFailed = false;
      keepHeuristic(T);
    }
  }
  if (T.Matmul.isOpen()) {
    examineMatmul(T.Matmul, /*IsAccepted=*/false);
    T.Matmul.Message.clear();
  }
}

void CallTracker::heuristicFailed(Thread &T) {
  CallSpecification Specification = Specifications.make(
      TracedCall::parse(T.Heuristic.Message), T.Heuristic.Function);
  noteTypes(Specification);
  reportFailure(T.Heuristic, Specification);
  followGrowth(T, Specification, T.Heuristic.Where);
  T.HasFailed = true;
  keepHeuristic(T);
}

void CallTracker::matmulFailed(Thread &T) {
  // The Api line shows addresses; what lies there, the heuristic before it.
  TracedCall Call = TracedCall::parse(T.Matmul.Message);
  CallSpecification Specification =
      Specifications.make(Call, T.Matmul.Function);
  if (!T.LastHeuristic.empty()) {
    CallSpecification Asked = Specifications.make(
        TracedCall::parse(T.LastHeuristic), T.Matmul.Function);
    Specification.Values.merge(Asked.Values);
  }
  reportFailure(T.Matmul, Specification);
  if (T.HasFailed && !Call.IsCut && Call.Algorithm != "0X0")
    reportUseOfFailure(T.Matmul, Specification);
  T.Matmul.Message.clear();
}

void CallTracker::endFile() {
  for (auto &[Name, T] : Threads) {
    // The log ends after the call, so its outcome is unknown.
    if (T.Heuristic.isOpen() && T.Heuristic.Reasons.empty())
      T.Heuristic.Message.clear();
    settle(T);
  }
  Threads.clear();
  LastThread = nullptr;
  Objects.endFile();
  CutColumn = 0;
}

void CallTracker::finish() {
  endFile();
  const uint64_t ManyRepeats = Why.number(Reason::SameQuestion, "manyRepeats");
  for (const auto &[Hash, R] : Heuristics) {
    if (R.Count < ManyRepeats)
      continue;
    Problem P = problemOf(
        Why.problem(Reason::SameQuestion, {{"count", std::to_string(R.Count)}}),
        R.Function);
    P.HasCall = true;
    P.Call = Specifications.make(TracedCall::parse(R.Message), P.Function);
    P.Line = shown(R.Message);
    Problems.add("uncached-heuristic", P, R.First, Hash);
  }
  Objects.finish();
  Problems.removeIf([&](const Problem &P) {
    return P.UnlessWorkspace && P.UnlessWorkspace <= LargestWorkspace;
  });
}
