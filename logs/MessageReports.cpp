//===-- MessageReports.cpp - what a program's words tell ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The half of LogReader that makes problems of lines that are not the
/// library's own log; LogReader.cpp finds the lines.
///
//===----------------------------------------------------------------------===//

#include "logs/CallProblems.h"
#include "logs/EarlierFault.h"
#include "logs/LogReader.h"
#include "logs/StatusMeaning.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::logs;
using kb::Capture;

/// A traceback between a failure and the program's last word about it is
/// shorter.
static constexpr uint64_t ConsequenceLines = 200;
/// And what one failure prints stands together.
static constexpr uint64_t ContinuationLines = 8;
/// A shorter line was not broken by a terminal.
static constexpr size_t LeastBroken = 40;
/// So that a log of nothing but failures is read in linear time too.
static constexpr unsigned MostLooksBack = 1000;

/// A line that the program prints soon after the library's reason is a
/// consequence of it.
bool LogReader::isConsequence(const kb::MessagePattern &Pattern,
                              std::string_view Line, const Place &Where) {
  Problem *Cause = Problems.lastDiagnosed();
  // What a program warns of when it begins may show any time later.
  if (!Cause || Cause->Framework == Pattern.Framework ||
      Cause->Last.File != Where.File ||
      (Cause != Warning && Where.Line - Cause->Last.Line > ConsequenceLines))
    return false;
  Problems.addReason(*Cause, Line);
  return true;
}

static std::string endingOf(const Problem &P) {
  return (P.Function.empty() ? "a call" : P.Function) + " ended with " +
         (P.Status.empty() ? "an error" : P.Status);
}

/// Adds the information in \p New to the problem whose line it follows.
bool LogReader::continues(const kb::MessagePattern &Pattern, const Problem &New,
                          const Place &Where) {
  Problem *Before = Problems.lastAdded();
  if (!Pattern.IsContinuation || !Before ||
      Before->Framework != Pattern.Framework ||
      Before->Last.File != Where.File ||
      Where.Line - Before->Last.Line > ContinuationLines)
    return false;
  bool HasOwnWords = Before->Words != endingOf(*Before);
  if (Before->Status.empty())
    Before->Status = New.Status;
  if (Before->Function.empty())
    Before->Function = New.Function;
  if (!Before->HasCall && New.HasCall) {
    Before->HasCall = true;
    Before->Call = New.Call;
  }
  if (!HasOwnWords)
    Before->Words = New.Words.empty() ? endingOf(*Before) : New.Words;
  Problems.addReason(*Before, New.Line);
  return true;
}

/// What is shown of a line: a long one from where it concerns us.
static std::string shownFrom(std::string_view Line, size_t Begin) {
  static constexpr size_t Before = 100;
  if (Line.size() <= ProblemSet::LongestText || Begin <= Before)
    return shown(Line);
  return "..." + shown(Line.substr(Begin - Before));
}

/// Some statuses tell the cause by themselves. A name may stand in a line that
/// only compares with it; a number or a sentence does not.
void LogReader::tellByStatus(Problem &P, const MessageMatch &Match) const {
  if (P.isDiagnosed() || !Match.captured(Capture::Status).empty())
    return;
  for (const kb::StatusKnowledge &S : Kb.statuses())
    if (S.Status == P.Status)
      P.Entry = S.Entry;
}

Problem LogReader::problemOf(const MessageMatch &Match,
                             std::string_view Line) const {
  const kb::MessagePattern &Pattern = *Match.Pattern;
  const kb::Api &Api = Kb.apis().front();
  Problem P;
  P.Rule = Pattern.Rule;
  P.Entry = Pattern.Entry;
  P.Advice = Pattern.Advice;
  P.Avoid = Pattern.Avoid;
  P.Setting = Pattern.Setting;
  P.IsWarning = Pattern.IsWarning;
  P.Framework = Pattern.Framework;
  P.Status = shown(statusOf(Match, Kb), 100);
  P.Function = shown(Match.captured(Capture::Function), 100);
  tellByStatus(P, Match);
  P.Line = shownFrom(Line, Match.Begin);
  P.Words = shown(Match.says());
  if (auto Call = Match.call(Api)) {
    P.HasCall = true;
    P.Call = std::move(*Call);
    if (!P.isDiagnosed())
      explainByCall(P, Api);
  }
  return P;
}

/// What \p First and \p Line, which a terminal or a launcher has broken, are
/// together. Null where no message stands across the joint. \p Whole keeps
/// them.
std::optional<MessageMatch> LogReader::matchAcross(std::string_view First,
                                                   std::string_view Line,
                                                   std::string &Whole) const {
  size_t Common = 0; // what a launcher puts before each line
  while (Common < std::min(First.size(), Line.size()) &&
         First[Common] == Line[Common])
    ++Common;
  size_t Blank = Line.substr(0, Common).rfind(' ');
  if (Blank != std::string_view::npos)
    Line.remove_prefix(Blank + 1);
  for (const char *Between : {"", " "}) {
    if (*Between)
      Line.remove_prefix(std::min(Line.find_first_not_of(" \t"), Line.size()));
    Whole = std::string(First) + Between;
    const size_t Joint = Whole.size();
    Whole += Line.substr(0, LineReader::Overlap);
    auto Match = Messages->match(Whole);
    if (Match && !Match->Pattern->IsFallback && Match->Begin < First.size() &&
        Match->End > Joint)
      return Match;
  }
  return std::nullopt;
}

/// Both lines together may describe the problem of the previous line better.
bool LogReader::goesOn(std::string_view Line, const Place &Where) {
  std::string First;
  First.swap(MayGoOn);
  Problem *Before = Problems.lastAdded();
  if (First.empty() || !Before || Before->Last.File != Where.File ||
      Before->Last.Line + 1 != Where.Line)
    return false;
  std::string Whole;
  auto Match = matchAcross(First, Line, Whole);
  if (!Match)
    return false;
  Problem Better = problemOf(*Match, Whole);
  const std::string &Name = Better.Function;
  size_t Behind = Whole.find(Name) + Name.size();
  bool IsName = !Name.empty() && Name != Before->Function &&
                (Kb.apis().front().function(Name) ||
                 (Behind < Whole.size() && Whole[Behind] == '('));
  if (!IsName)
    return false;
  if (Better.Words.empty())
    Better.Words = endingOf(Better);
  if (Before->Count == 1)
    Problems.replace(*Before, std::move(Better));
  return true;
}

/// The line before the one that is read.
std::string_view LogReader::lineBefore() const {
  for (std::string_view Text : Lines->before()) {
    if (Text.empty())
      continue;
    if (Text.back() == '\n')
      Text.remove_suffix(1);
    if (!Text.empty() && Text.back() == '\r')
      Text.remove_suffix(1);
    return Text.substr(Text.rfind('\n') + 1);
  }
  return {};
}

/// Whether what stands before \p Line explains its failure, which then is a
/// consequence, or belongs to it: then \p P says so.
bool LogReader::hasEarlierFault(const kb::MessagePattern &Pattern, Problem &P,
                                std::string_view Line, const Place &Where) {
  const bool IsPartOf = !Pattern.After.empty();
  auto Explains = [&](const kb::MessagePattern &M) {
    return IsPartOf ? M.Id == Pattern.After
                    : std::find(M.Explains.begin(), M.Explains.end(),
                                P.Status) != M.Explains.end();
  };
  if (LooksBack >= MostLooksBack ||
      std::none_of(Kb.messages().begin(), Kb.messages().end(), Explains))
    return false;
  ++LooksBack;
  auto Fault = faultBefore(Lines->before(), Line, *Faults, Explains);
  if (!Fault)
    return false;
  std::string Words = IsPartOf ? P.Words + ": " + Fault->Says
                               : Fault->Says + ", and therefore " + endingOf(P);
  Problem Cause = P;
  Cause.Words = shown(Words);
  if (!IsPartOf) {
    Cause.Rule.clear();
    Cause.Entry = Fault->Match.Pattern->Entry;
    Cause.Framework = Fault->Match.Pattern->Framework;
    Cause.Advice = Fault->Match.Pattern->Advice;
    Cause.Avoid = Fault->Match.Pattern->Avoid;
  }
  Problem *Added = Problems.add(
      "earlier " + Fault->Match.Pattern->Id + Cause.Entry, Cause, Where);
  if (!Added)
    return true;
  if (Added->Count == 1 && Fault->Distance < Where.Line)
    Added->First.Line -= Fault->Distance;
  Problems.addReason(*Added, Fault->Line);
  Problems.addReason(*Added, P.Line);
  return true;
}

/// llama.cpp prints the status first, and in a line that does not name the
/// library.
void LogReader::takeStatusBefore(const kb::MessagePattern &Pattern, Problem &P,
                                 const MessageMatch &Match,
                                 std::string_view Line) {
  if (LooksBack++ >= MostLooksBack)
    return;
  auto Before = faultBefore(
      Lines->before(), Line, *Faults,
      [&](const kb::MessagePattern &M) { return M.Id == Pattern.StatusFrom; });
  if (!Before || Before->Distance > ContinuationLines)
    return;
  P.Status = shown(statusOf(Before->Match, Kb), 100);
  tellByStatus(P, Match);
}

/// A line that no pattern knows belongs to the problem that it stands close
/// behind.
bool LogReader::belongsToBefore(const kb::MessagePattern &Pattern,
                                const Problem &P, const Place &Where) {
  Problem *Before = Problems.lastAdded();
  if (!Pattern.IsFallback || !Before || Before->Last.File != Where.File ||
      Where.Line - Before->Last.Line > ContinuationLines)
    return false;
  Problems.addReason(*Before, P.Line);
  return true;
}

/// What stands close behind a failure may be its cause, in a line that is none
/// on its own: then \p P's diagnosis is the failure's.
void LogReader::explainBefore(const kb::MessagePattern &Pattern,
                              const Problem &P, const Place &Where) {
  Problem *Before = Problems.lastAdded();
  if (!P.isDiagnosed() || !Before || Before->isDiagnosed() ||
      Before->Last.File != Where.File ||
      Where.Line - Before->Last.Line > ContinuationLines ||
      (!Before->Status.empty() &&
       !std::count(Pattern.Explains.begin(), Pattern.Explains.end(),
                   Before->Status)))
    return;
  Problem Better = *Before;
  Better.Rule = P.Rule;
  Better.Entry = P.Entry;
  Better.Words = P.Words;
  Problems.replace(*Before, std::move(Better));
  Problems.addReason(*Before, Before->Line);
  Problems.addReason(*Before, P.Line);
}

/// The letters of \p Text, a few: lines that differ in numbers are one.
static std::string shapeOf(std::string_view Text) {
  std::string Shape;
  for (char C : Text)
    if (((C | 0x20) >= 'a' && (C | 0x20) <= 'z') && Shape.size() < 40)
      Shape += C;
  return Shape;
}

void LogReader::takeMessage(std::string_view Line, size_t Own,
                            const Place &Where) {
  if (goesOn(Line, Where))
    return;
  auto Match = Messages->match(Line);
  if (Match && Match->Begin >= Own)
    Match = Messages->match(Line.substr(0, Own));
  std::string Whole;
  if (!Match && Own == Line.size()) {
    std::string_view First = lineBefore();
    if (First.size() >= LeastBroken && First.size() <= LineReader::Overlap &&
        Understood + 1 != Where.Line)
      Match = matchAcross(First, Line, Whole);
    Anchors->reset();
    if (!Match && Anchors->find(Line.data(), Line.data() + Line.size()) !=
                      Line.data() + Line.size())
      Lines->attend(1);
    Line = Whole;
    Own = Line.size();
  }
  if (!Match)
    return;
  Understood = Where.Line;
  if (Match->End > Own) {
    ReadAhead = Match->End - Own;
    ReadAheadLine = Where.Line;
  }
  const kb::MessagePattern &Pattern = *Match->Pattern;
  if (Pattern.IsHarmless)
    return;
  Problem P = problemOf(*Match, Line);
  const kb::Api &Api = Kb.apis().front();
  auto Success = Api.StatusNames.find(0);
  if (Success != Api.StatusNames.end() && P.Status == Success->second)
    return; // no failure
  if (P.Status.empty() && !Pattern.StatusFrom.empty())
    takeStatusBefore(Pattern, P, *Match, Line);
  if (!Pattern.After.empty()) {
    hasEarlierFault(Pattern, P, Line, Where);
    return;
  }
  if (Warning && !P.IsWarning && !Pattern.IsOnlyContinuation)
    Warning->IsWarning = false;
  if (!P.isDiagnosed() &&
      (continues(Pattern, P, Where) || isConsequence(Pattern, Line, Where)))
    return;
  if (Pattern.IsOnlyContinuation) {
    explainBefore(Pattern, P, Where);
    return;
  }
  if (belongsToBefore(Pattern, P, Where) ||
      (!P.Status.empty() && hasEarlierFault(Pattern, P, Line, Where)))
    return;
  if (P.Words.empty())
    P.Words = endingOf(P);
  std::string Key = "message " + Pattern.Id + " " + P.Rule + " " + P.Status +
                    " " + P.Function;
  if (Pattern.IsFallback)
    Key += shapeOf(P.Line);
  Problem *Added = Problems.add(Key, P, Where);
  if (P.IsWarning)
    Warning = Added;
  if (!Added || Own < Line.size() || (P.isDiagnosed() && !P.Function.empty()))
    return;
  Lines->attend(ContinuationLines);
  std::string_view Text = Line.substr(0, Line.find_last_not_of(" \t") + 1);
  if (Text.size() <= LineReader::Overlap &&
      (P.Function.empty() || Match->End >= Text.size())) {
    MayGoOn = Text;
  }
}

/// A failed call whose values the line shows, held against the rules.
void LogReader::explainByCall(Problem &P, const kb::Api &Api) const {
  for (const CallProblem &Found : problemsOf(P.Call, *Why, Api)) {
    if (!Found.IsRefused)
      continue;
    P.Rule = Found.Rule;
    P.Words = Found.Words;
    P.Effect = Found.Effect;
    P.Advice = Found.Advice;
    return;
  }
}
