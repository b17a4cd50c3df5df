//===-- LogReport.cpp - a log's problems for people and tools -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/LogReport.h"
#include "findings/JsonMember.h"
#include "findings/Sarif.h"
#include "logs/CallProblems.h"
#include <algorithm>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

using namespace cublaslt;
using namespace cublaslt::logs;
using nlohmann::json;

//===----------------------------------------------------------------------===//
// What the knowledge base says
//===----------------------------------------------------------------------===//

/// What was measured of the rule, where the log does not tell which of its
/// effects this is.
static std::string measured(const kb::Rule &R) {
  std::string Text;
  if (R.Effects.size() == 1)
    return R.observed(R.Effects.begin()->first);
  for (const kb::Derivation &D : R.DerivedFrom)
    if (!D.Measurement.empty())
      Text += (Text.empty() ? "" : "; ") + D.Measurement;
  return Text;
}

/// What makes the library that failed tell more; empty: nothing does.
static std::string settingOf(const Problem &P, const kb::KnowledgeBase &Kb) {
  if (!P.Setting.empty())
    return P.Setting == "none" ? "" : P.Setting;
  const kb::LogFormat &Log = Kb.apis().front().Log;
  for (const kb::OtherLog &Other : Log.Others)
    if (P.Status.rfind(Other.StatusPrefix, 0) == 0 ||
        P.Line.find(Other.Name) != std::string::npos)
      return Other.Setting;
  bool IsOwn = kindOf(P.Function, Kb) == kb::CallKind::Gemm;
  return IsOwn && !Log.OwnerSetting.empty() ? Log.OwnerSetting : Log.Setting;
}

Diagnosis::Diagnosis(const Problem &P, const kb::KnowledgeBase &Kb)
    : Of(&P), Rule(Kb.rule(P.Rule)), Entry(Kb.entry(P.Entry)) {
  using Kind = kb::AnswerLine::Kind;
  auto Add = [&](Kind What, const std::string &Says) {
    if (!Says.empty())
      Lines.push_back({What, Says, "", {}});
  };
  if (Entry) {
    Lines = adviceOf(*Entry, kindOf(P.Function, Kb));
    // The message's own text is more specific.
    auto Drop = [&](Kind What, const std::string &Own) {
      if (!Own.empty())
        Lines.erase(
            std::remove_if(Lines.begin(), Lines.end(),
                           [&](const kb::Advice &L) { return L.What == What; }),
            Lines.end());
      Add(What, Own);
    };
    Drop(Kind::Fix, P.Advice);
    Drop(Kind::WontHelp, P.Avoid);
  } else if (Rule) {
    Add(Kind::Fix, P.Advice.empty() ? Rule->Advice : P.Advice);
    Add(Kind::WontHelp, P.Avoid.empty() ? Rule->Avoid : P.Avoid);
    Add(Kind::Observed,
        P.Effect.empty() ? measured(*Rule) : std::string(P.Effect));
  } else {
    Known = meaningOf(P, Kb);
    Add(Kind::Look, Known.Next);
    Add(Kind::Fix, P.Advice);
    Add(Kind::WontHelp, P.Avoid);
    Setting = settingOf(P, Kb);
  }
}

std::string Diagnosis::said(kb::AnswerLine::Kind What) const {
  std::string Text;
  for (const kb::Advice &L : Lines)
    if (L.What == What)
      Text += (Text.empty() ? "" : " ") + L.Says;
  return Text;
}

/// One cause that a status may have.
static std::string causeText(const kb::StatusCause &C) {
  std::string Text = C.Says, Names;
  for (const auto *All : {&C.Rules, &C.Entries})
    for (const std::string &Name : *All)
      Names += (Names.empty() ? "" : ", ") + Name;
  if (!Names.empty())
    Text += (Text.empty() ? "" : ": ") + Names;
  if (size_t Reports = C.Reports.size())
    Text += " (the cure in " + std::to_string(Reports) + " public report" +
            (Reports == 1 ? ")" : "s)");
  return Text;
}

std::string Diagnosis::name() const {
  return !Of->Rule.empty()   ? Of->Rule
         : Of->Entry.empty() ? "unknown"
                             : Of->Entry;
}

findings::Finding Diagnosis::finding() const {
  findings::Finding F;
  F.Rule = name();
  F.Level = !Of->isDiagnosed() || level() == 2 ? "note" : "warning";
  F.Message = Of->Words;
  if (!Of->isDiagnosed())
    F.Message += " (the cause is not known: the line does not tell it)";
  auto PlaceOf = [&](const Place &Where, const std::string &Message) {
    findings::SourcePlace Result;
    Result.File = shown(Where.File);
    Result.Line = static_cast<unsigned>(
        std::min<uint64_t>(Where.Line, 0x7fffffff)); // SARIF's int32
    Result.Message = Message;
    return Result;
  };
  F.Place = PlaceOf(Of->First, "");
  F.Place.Snippet = Of->Line;
  if (Of->Count > 1)
    F.Related.push_back(
        PlaceOf(Of->Last, "last of " + std::to_string(Of->Count)));
  F.HasCall = Of->HasCall;
  F.Call = Of->Call;
  char Hash[17];
  std::snprintf(Hash, sizeof(Hash), "%016zx",
                std::hash<std::string>()(F.Rule + F.Message));
  F.Fingerprint = Hash;
  return F;
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static constexpr size_t Width = 80, Indent = 14;
/// Of what decided a verdict; the JSON and the SARIF have all.
static constexpr size_t MostKeysInText = 3;

/// "  first     Store A transposed, ..." broken into lines of 80 columns.
static std::string paragraph(const std::string &Title,
                             const std::string &Words) {
  if (Words.empty())
    return "";
  std::string Text = "  " + Title;
  Text.resize(Indent, ' ');
  size_t Column = Indent;
  for (size_t Begin = 0; Begin < Words.size();) {
    size_t End = std::min(Words.find(' ', Begin), Words.size());
    size_t Length = End - Begin;
    if (Column > Indent && Column + 1 + Length > Width) {
      Text += "\n" + std::string(Indent, ' ');
      Column = Indent;
    } else if (Column > Indent) {
      Text += ' ';
      ++Column;
    }
    Text += Words.substr(Begin, Length);
    Column += Length;
    Begin = End + 1;
  }
  return Text + "\n";
}

static std::string placeText(const Place &P) {
  return shown(P.File) + (P.Line ? ":" + std::to_string(P.Line) : "");
}

static std::string countText(const Problem &P) {
  if (P.Count < 2)
    return "";
  std::string Text =
      std::to_string(P.Count) + " times, last at " + placeText(P.Last);
  if (P.Shapes.size() > 1)
    Text += ", " + std::to_string(P.Shapes.size()) +
            (P.Shapes.size() == ProblemSet::MostShapes ? " or more" : "") +
            " different calls";
  return Text;
}

std::string logs::problemText(const Diagnosis &D, bool Colours,
                              bool HasEvidence) {
  const Problem &P = *D.Of;
  std::string Name = D.name();
  if (Colours)
    Name = (P.isDiagnosed() ? "\033[1;31m" : "\033[1;33m") + Name + "\033[0m";
  std::string Text = placeText(P.First) + ": " + Name + ": " + P.Words + "\n";
  Text += paragraph("seen", countText(P));
  std::string Call = P.HasCall ? callForPeople(P.Call) : "";
  if (!P.Function.empty())
    Call = shown(P.Function) + (Call.empty() ? "" : ": " + Call);
  Text += paragraph("call", shown(Call, 2000));
  if (!P.isDiagnosed())
    Text += paragraph("line", P.Line);
  for (const std::string &Reason : P.Reasons)
    Text += paragraph("log says", Reason);
  if (!P.isDiagnosed())
    Text += paragraph("cause", "not known: what is here does not tell it");
  for (const kb::StatusCause *C : D.Known.Causes)
    Text += paragraph("can be", causeText(*C));
  for (const kb::Advice &L : D.Lines) {
    Text += paragraph(kb::titleOf(L.What), L.text());
    for (const std::string &Evidence : L.Evidence)
      if (HasEvidence)
        Text += paragraph("  evidence", Evidence);
  }
  const std::string Deciding =
      D.Verdict ? findings::decidingForPeople(*D.Verdict, MostKeysInText) : "";
  if (D.Verdict)
    Text += paragraph(
        "replayed", findings::kindForPeople(*D.Verdict) +
                        (D.Verdict->Device.empty() ? "" : " on ") +
                        shown(D.Verdict->Device) +
                        (D.Verdict->Reason.empty() ? "" : ": ") +
                        shown(D.Verdict->Reason) +
                        (D.Verdict->Flagged.Ran
                             ? "; flagged: " + shown(D.Verdict->Flagged.Summary)
                             : "") +
                        (Deciding.empty() ? "" : "; " + shown(Deciding)));
  else
    Text += paragraph("replayed", D.NotVerifiable.empty()
                                      ? ""
                                      : "not verifiable: " + D.NotVerifiable);
  return Text;
}

static std::string plural(uint64_t Count, const char *One, const char *Many) {
  return std::to_string(Count) + " " + (Count == 1 ? One : Many);
}

static size_t diagnosed(const std::vector<Diagnosis> &All) {
  return static_cast<size_t>(
      std::count_if(All.begin(), All.end(),
                    [](const Diagnosis &D) { return D.Of->isDiagnosed(); }));
}

std::string logs::summaryText(const std::vector<Diagnosis> &All,
                              const LogSummary &Summary) {
  std::string Text;
  for (const std::string &Note : Summary.Notes)
    Text += "note: " + shown(Note) + "\n";
  size_t Known = diagnosed(All);
  std::set<std::string> Settings;
  for (const Diagnosis &D : All)
    if (!D.Setting.empty() && !Summary.SawCalls)
      Settings.insert(D.Setting);
  for (const std::string &Setting : Settings)
    Text += "To learn more, run the program again with " + Setting +
            " and read that file with this command.\n";
  Text += plural(All.size(), "problem", "problems");
  if (!All.empty())
    Text += ": " + std::to_string(Known) + " diagnosed, " +
            std::to_string(All.size() - Known) + " of unknown cause";
  if (Summary.LeftOut)
    Text += "; " + std::to_string(Summary.LeftOut) +
            " occurrences of further ones left out";
  if (Summary.Hidden)
    Text += "; " + plural(Summary.Hidden, "hint", "hints") +
            " not shown (--level=2)";
  Text += "; " + plural(Summary.Lines, "line", "lines") + " read";
  if (!Summary.SawLibraryLog)
    Text += ", none of cuBLASLt's own log";
  return Text + "\n";
}

//===----------------------------------------------------------------------===//
// JSON and SARIF
//===----------------------------------------------------------------------===//

static json jsonOf(const Place &P) {
  return {{"file", shown(P.File)}, {"line", P.Line}};
}

static json jsonOf(const findings::CallSpecification &Call) {
  json Values = json::object();
  for (const auto &[Key, Value] : Call.Values) {
    if (auto Word = findings::asWord(Value))
      Values[Key.str()] = shown(*Word);
    std::visit(
        [&, &Name = Key.str()](const auto &Known) {
          if constexpr (std::is_arithmetic_v<std::decay_t<decltype(Known)>>)
            Values[Name] = Known;
        },
        Value.Known);
  }
  return Values;
}

static json jsonOf(const Diagnosis &D) {
  const Problem &P = *D.Of;
  json Result = {{"diagnosis", D.name()},
                 {"known", P.isDiagnosed()},
                 {"words", P.Words},
                 {"count", P.Count},
                 {"first", jsonOf(P.First)},
                 {"last", jsonOf(P.Last)},
                 {"line", P.Line}};
  auto Add = [&](const char *Key, const std::string &Text) {
    findings::addIfAny(Result, Key, Text);
  };
  if (D.Rule || P.IsWarning)
    Result["level"] = D.level();
  Add("framework", P.Framework);
  Add("status", P.Status);
  Add("function", P.Function);
  using Kind = kb::AnswerLine::Kind;
  Add("advice", D.said(Kind::Fix));
  Add("avoid", D.said(Kind::WontHelp));
  Add("measured", D.said(Kind::Observed));
  Add("lookAt", D.said(Kind::Look));
  Add("logSetting", D.Setting);
  for (const kb::Advice &L : D.Lines)
    Result["answer"].push_back({{"kind", kb::titleOf(L.What)},
                                {"says", L.Says},
                                {"mark", L.Mark},
                                {"evidence", L.Evidence}});
  if (auto Names = D.Known.names(); !Names.empty())
    Result["canBe"] = Names;
  for (const kb::StatusCause *C : D.Known.Causes)
    Result["causes"].push_back(causeText(*C));
  if (!P.Reasons.empty())
    Result["reasons"] = P.Reasons;
  if (P.HasCall) {
    Add("callForPeople", shown(callForPeople(P.Call), 2000));
    Result["call"] = jsonOf(P.Call);
  }
  if (D.Verdict)
    Result["verdict"] = {{"kind", findings::name(D.Verdict->Kind)},
                         {"device", shown(D.Verdict->Device)},
                         {"reason", shown(D.Verdict->Reason)},
                         {"fromProgram", D.Verdict->Deciding.FromProgram},
                         {"fromWitness", D.Verdict->Deciding.FromWitness}};
  Add("notVerifiable", D.NotVerifiable);
  return Result;
}

std::string logs::jsonReport(const std::vector<Diagnosis> &All,
                             const LogSummary &Summary) {
  json Problems = json::array();
  for (const Diagnosis &D : All)
    Problems.push_back(jsonOf(D));
  json Notes = json::array();
  for (const std::string &Note : Summary.Notes)
    Notes.push_back(shown(Note));
  json Report = {{"version", 1},
                 {"problems", Problems},
                 {"summary",
                  {{"problems", All.size()},
                   {"diagnosed", diagnosed(All)},
                   {"unknown", All.size() - diagnosed(All)},
                   {"leftOut", Summary.LeftOut},
                   {"hidden", Summary.Hidden},
                   {"lines", Summary.Lines},
                   {"bytes", Summary.Bytes},
                   {"libraryLog", Summary.SawLibraryLog},
                   {"notes", Notes}}}};
  return Report.dump(2) + "\n";
}

std::string logs::sarifReport(const std::vector<Diagnosis> &All,
                              const LogSummary &Summary,
                              const kb::KnowledgeBase &Kb,
                              const std::string &Version) {
  findings::ToolDescription Tool;
  Tool.Name = "cublaslt-doctor";
  Tool.Version = Version;
  for (const std::string &Note : Summary.Notes) {
    findings::Finding Notification;
    Notification.Level = "warning";
    Notification.Message = shown(Note);
    Tool.Notifications.push_back(std::move(Notification));
  }
  std::vector<findings::Finding> Findings;
  for (const Diagnosis &D : All)
    Findings.push_back(D.finding());
  auto Document = findings::SarifDocument::create(Tool, Findings, Kb);
  for (size_t I = 0; I < All.size(); ++I)
    if (All[I].Verdict)
      Document.setVerdict(I, *All[I].Verdict);
  return Document.text();
}
