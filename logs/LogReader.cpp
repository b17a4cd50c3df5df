//===-- LogReader.cpp - from a log to its problems ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/LogReader.h"
#include "logs/Wrapping.h"
#include <algorithm>

using namespace cublaslt;
using namespace cublaslt::logs;

std::unique_ptr<LogReader> LogReader::create(const kb::KnowledgeBase &Kb,
                                             std::string &Error) {
  std::unique_ptr<LogReader> Result(new LogReader(Kb));
  LogReader &R = *Result;
  Error = Reasons::whyUnfit(Kb);
  if (!Error.empty())
    return nullptr;
  R.Why = std::make_unique<Reasons>(Kb);
  R.Messages = MessageMatcher::create(Kb, /*OfEarlierFaults=*/false, Error);
  R.Faults = MessageMatcher::create(Kb, /*OfEarlierFaults=*/true, Error);
  if (!R.Messages || !R.Faults)
    return nullptr;
  std::vector<std::string> Anchors = R.Messages->anchors();
  for (const kb::Api &Api : Kb.apis()) {
    if (Api.Log.Name.empty())
      continue;
    R.Libraries.push_back(
        {Api.Log.Name,
         std::make_unique<CallTracker>(*R.Why, Api, *R.Messages, R.Problems)});
    Anchors.push_back(Api.Log.Name);
  }
  if (R.Libraries.empty()) {
    Error = "the knowledge base has no API with a log";
    return nullptr;
  }
  R.Lines = std::make_unique<LineReader>(
      Anchors, [&R](std::string_view Line, uint64_t Number, size_t Own) {
        R.Here.Line = Number;
        R.take(Line, Own, R.Here);
      });
  R.Anchors = std::make_unique<AnchorScanner>(Anchors);
  return Result;
}

void LogReader::begin(const std::string &Name) { Here.File = Name; }

void LogReader::end() {
  Lines->finish();
  TotalLines += Lines->lines();
  Lines->restart();
  MayGoOn.clear();
  Warning = nullptr;
  Understood = 0;
  ReadAheadLine = 0;
  for (Library &L : Libraries)
    L.Tracker->endFile();
}

void LogReader::finish() {
  for (Library &L : Libraries)
    L.Tracker->finish();
}

void LogReader::take(std::string_view Line, size_t Own, const Place &Where) {
  if (ReadAheadLine == Where.Line) {
    Line.remove_prefix(std::min(ReadAhead, Line.size()));
    Own -= std::min(ReadAhead, Own);
  }
  ReadAheadLine = 0;
  bool IsPiece = Own < Line.size();
  if (IsPiece || !isJson(Line)) {
    takePrinted(Line, Own, Where);
    return;
  }
  for (const std::string &Text : jsonTexts(Line))
    for (size_t Begin = 0; Begin < Text.size();) {
      size_t End = std::min(Text.find('\n', Begin), Text.size());
      std::string_view Part = std::string_view(Text).substr(Begin, End - Begin);
      Anchors->reset();
      const char *Last = Part.data() + Part.size();
      if (Anchors->find(Part.data(), Last) != Last)
        takePrinted(Part, Part.size(), Where);
      Begin = End + 1;
    }
}

void LogReader::takePrinted(std::string_view Line, size_t Own,
                            const Place &Where) {
  std::string Plain;
  bool IsPiece = Own < Line.size();
  if (!IsPiece && Line.find('\033') != std::string_view::npos) {
    Plain = withoutEscapes(Line);
    Line = Plain;
    Own = Line.size();
  }
  if (!takeTraced(Line, Own, Where))
    takeMessage(Line, Own, Where);
}

bool LogReader::takeTraced(std::string_view Line, size_t Own,
                           const Place &Where) {
  bool IsTraced = false;
  for (Library &L : Libraries) {
    bool IsBroken = false;
    for (size_t From = 0;;) {
      auto Traced = parseTraceLine(Line, From, L.Name, &IsBroken);
      if (!Traced)
        break;
      size_t Begin =
          static_cast<size_t>(Traced->Library.data() - Line.data()) - 1;
      IsTraced = SawLibraryLog = true;
      if (Begin >= Own)
        break;
      SawCalls |= Traced->Level == TraceLevel::Api;
      // What another process wrote into is not there, or further on.
      IsBroken |= Traced->NextOffset != std::string_view::npos;
      From = Traced->MessageOffset + Traced->Message.size();
      if (From > Own) {
        ReadAhead = From - Own;
        ReadAheadLine = Where.Line;
      }
      size_t Start = Traced->Time.empty() ? Begin : Begin - TimeLength - 2;
      std::string_view Prefix = Line.substr(0, Start);
      IsBroken |= hasLeftOutLines(Prefix, Line);
      L.Tracker->take(*Traced, Line.substr(Begin, From - Begin),
                      launcherOf(Prefix), From, Where);
    }
    if (IsBroken || (!IsTraced && hasTraceRemains(Line, L.Name)))
      L.Tracker->loseLines();
  }
  if (IsTraced)
    return true;
  for (const kb::Api &Api : Kb.apis())
    for (const kb::OtherLog &Other : Api.Log.Others)
      // An error of another library is a message like any other.
      if (auto Traced = parseTraceLine(Line, 0, Other.Name);
          Traced && Traced->Level != TraceLevel::Error)
        return true;
  return false;
}
