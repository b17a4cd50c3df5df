//===-- LogReport.cpp - a log's problems for people and tools -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/LogReport.h"
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

/// A sentence of each claim of an entry that \p Wanted holds for.
static std::string
claims(const std::vector<kb::Claim> &Claims,
       const std::function<bool(const kb::Claim &)> &Wanted) {
  std::string Text;
  for (const kb::Claim &C : Claims)
    if (Wanted(C))
      Text += (Text.empty() ? "" : " ") + C.Text;
  return Text;
}

static bool isMeasuredAs(const kb::Claim &C, const char *Verdict) {
  return std::any_of(
      C.Measured.begin(), C.Measured.end(),
      [&](const kb::Measurement &M) { return M.Verdict == Verdict; });
}

/// What was measured of the cause, with its machine.
static std::string measured(const kb::Entry &E) {
  std::string Text;
  for (const kb::Measurement &M : E.RootCause.Measured) {
    if (Text.size() > ProblemSet::LongestText)
      break;
    Text += (Text.empty() ? "" : " ") + M.Evidence + " (" + M.Device + ", " +
            M.Library + ")";
  }
  return Text;
}

/// What was measured of the rule, where the log does not tell which of its
/// effects this is.
static std::string measured(const kb::Rule &R) {
  std::string Text;
  if (R.Effects.size() == 1)
    return R.Effects.begin()->second;
  for (const kb::Derivation &D : R.DerivedFrom)
    if (!D.Measurement.empty())
      Text += (Text.empty() ? "" : "; ") + D.Measurement;
  return Text;
}

Diagnosis::Diagnosis(const Problem &P, const kb::KnowledgeBase &Kb)
    : Of(&P), Rule(Kb.rule(P.Rule)), Entry(Kb.entry(P.Entry)), Advice(P.Advice),
      Avoid(P.Avoid) {
  if (Entry) {
    // A workaround that measurement refutes is a dead end.
    auto Refuted = [](const kb::Claim &C) {
      return isMeasuredAs(C, "refuted") && !isMeasuredAs(C, "confirmed");
    };
    if (Advice.empty())
      Advice = claims(Entry->Workarounds,
                      [&](const kb::Claim &C) { return !Refuted(C); });
    if (Avoid.empty()) {
      Avoid = claims(Entry->Workarounds, Refuted);
      std::string More =
          claims(Entry->DeadEnds, [](const kb::Claim &) { return true; });
      if (!Avoid.empty() && !More.empty())
        Avoid += " ";
      Avoid += More;
    }
    Measured = measured(*Entry);
  } else if (Rule) {
    if (Advice.empty())
      Advice = Rule->Advice;
    if (Avoid.empty())
      Avoid = Rule->Avoid;
    Measured = P.Effect.empty() ? measured(*Rule) : std::string(P.Effect);
  } else {
    Known = meaningOf(P.Status, P.Function, Kb);
    const kb::LogFormat &Log = Kb.apis().front().Log;
    Setting = Log.Setting;
    for (const kb::OtherLog &Other : Log.Others)
      if (P.Status.rfind(Other.StatusPrefix, 0) == 0 ||
          P.Line.find(Other.Name) != std::string::npos)
        Setting = Other.Setting;
  }
}

/// One sentence, or none.
static std::string knownText(const StatusMeaning &Known,
                             const std::string &Status) {
  std::string Text = Known.Text, Names;
  for (const std::string &Name : Known.Causes)
    Names += (Names.empty() ? "" : ", ") + Name;
  if (!Names.empty())
    Text += (Text.empty() ? "" : "; ") +
            std::string("of what is known, this ends with ") + Status +
            " too: " + Names + "; the line does not tell which it is, if any";
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
    F.Message += " (the cause is not known: the line does not tell it)" +
                 (Known.Text.empty() ? "" : "; " + Known.Text);
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

static constexpr size_t Width = 80, Indent = 12;

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

std::string logs::problemText(const Diagnosis &D, bool Colours) {
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
  Text += paragraph("can be", knownText(D.Known, P.Status));
  Text += paragraph("do first", D.Advice);
  Text += paragraph("avoid", D.Avoid);
  Text += paragraph("measured", D.Measured);
  if (D.Verdict)
    Text += paragraph(
        "replayed", std::string(findings::name(D.Verdict->Kind)) +
                        (D.Verdict->Device.empty() ? "" : " on ") +
                        shown(D.Verdict->Device) +
                        (D.Verdict->Reason.empty() ? "" : ": ") +
                        shown(D.Verdict->Reason) +
                        (D.Verdict->Flagged.Ran
                             ? "; flagged: " + shown(D.Verdict->Flagged.Summary)
                             : ""));
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
            " about speed not shown (--level=2)";
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
  for (const auto &[Key, Value] : Call.Values)
    std::visit(
        [&, &Name = Key](const auto &Known) {
          using T = std::decay_t<decltype(Known)>;
          if constexpr (std::is_same_v<T, std::string>)
            Values[Name] = shown(Known);
          else if constexpr (!std::is_same_v<T, std::monostate>)
            Values[Name] = Known;
        },
        Value.Known);
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
    if (!Text.empty())
      Result[Key] = Text;
  };
  if (D.Rule)
    Result["level"] = D.Rule->Level;
  Add("framework", P.Framework);
  Add("status", P.Status);
  Add("function", P.Function);
  Add("advice", D.Advice);
  Add("avoid", D.Avoid);
  Add("measured", D.Measured);
  Add("seenWith", D.Known.Text);
  Add("logSetting", D.Setting);
  if (!D.Known.Causes.empty())
    Result["canBe"] = D.Known.Causes;
  if (!P.Reasons.empty())
    Result["reasons"] = P.Reasons;
  if (P.HasCall) {
    Add("callForPeople", shown(callForPeople(P.Call), 2000));
    Result["call"] = jsonOf(P.Call);
  }
  if (D.Verdict)
    Result["verdict"] = {{"kind", findings::name(D.Verdict->Kind)},
                         {"device", shown(D.Verdict->Device)},
                         {"reason", shown(D.Verdict->Reason)}};
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
