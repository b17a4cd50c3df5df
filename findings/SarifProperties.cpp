//===-- SarifProperties.cpp - call specification and verdict as JSON ------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/JsonMember.h"
#include "findings/OldCalls.h"
#include "findings/SarifDocument.h"
#include "kb/Shown.h"
#include <cmath>

namespace cublaslt::findings {

const Json *member(const Json &Object, const char *Key) {
  if (!Object.is_object())
    return nullptr;
  auto It = Object.find(Key);
  return It == Object.end() ? nullptr : &*It;
}

const Json *objectMember(const Json &Object, const char *Key) {
  const Json *Value = member(Object, Key);
  return Value && Value->is_object() ? Value : nullptr;
}

const Json *arrayMember(const Json &Object, const char *Key) {
  const Json *Value = member(Object, Key);
  return Value && Value->is_array() ? Value : nullptr;
}

std::string stringMember(const Json &Object, const char *Key) {
  const Json *Value = member(Object, Key);
  return Value && Value->is_string() ? Value->get<std::string>()
                                     : std::string();
}

uint64_t numberMember(const Json &Object, const char *Key) {
  const Json *Value = member(Object, Key);
  return Value && Value->is_number_unsigned() ? Value->get<uint64_t>() : 0;
}

namespace {

Json toJson(const RunOutcome &Run) {
  Json Result = {{"ran", Run.Ran}, {"failed", Run.Failed}};
  addIfAny(Result, "summary", Run.Summary);
  if (!Run.Statuses.empty()) {
    Json Statuses = Json::array();
    for (const StatusSeen &S : Run.Statuses)
      Statuses.push_back(
          {{"function", S.Function}, {"number", S.Number}, {"name", S.Name}});
    Result["statuses"] = std::move(Statuses);
  }
  if (!Run.LibraryLog.empty())
    Result["libraryLog"] = Run.LibraryLog;
  Json Figures = Json::object();
  for (const auto &[Name, Value] : Run.Figures)
    if (std::isfinite(Value)) // JSON has no other numbers
      Figures[Name] = Value;
  if (!Figures.empty())
    Result["figures"] = std::move(Figures);
  return Result;
}

RunOutcome runOutcome(const Json &Value) {
  RunOutcome Run;
  auto Flag = [&Value](const char *Key) {
    const Json *Found = member(Value, Key);
    return Found && Found->is_boolean() && Found->get<bool>();
  };
  Run.Ran = Flag("ran");
  Run.Failed = Flag("failed");
  Run.Summary = stringMember(Value, "summary");
  if (const Json *Statuses = arrayMember(Value, "statuses"))
    for (const Json &S : *Statuses) {
      StatusSeen Seen;
      Seen.Function = stringMember(S, "function");
      Seen.Name = stringMember(S, "name");
      const Json *Number = member(S, "number");
      if (Number && Number->is_number_integer())
        Seen.Number = Number->get<int>();
      Run.Statuses.push_back(std::move(Seen));
    }
  if (const Json *Log = arrayMember(Value, "libraryLog"))
    for (const Json &Line : *Log)
      if (Line.is_string())
        Run.LibraryLog.push_back(Line.get<std::string>());
  if (const Json *Figures = objectMember(Value, "figures"))
    for (const auto &[Name, Figure] : Figures->items())
      if (Figure.is_number())
        Run.Figures[Name] = Figure.get<double>();
  return Run;
}

/// What a JSON value is, for messages.
std::string description(const Json &Value) {
  if (Value.is_string()) {
    constexpr size_t Longest = 60;
    return "'" + kb::shown(Value.get_ref<const std::string &>(), Longest) + "'";
  }
  if (Value.is_primitive())
    return Value.dump();
  return Value.is_array() ? "an array" : "an object";
}

} // namespace

std::string wrong(const std::string &Where, const Json *Value,
                  const std::string &Expected) {
  return Where + ": found " + (Value ? description(*Value) : "nothing") +
         ", expected " + Expected;
}

Json toJson(const CallValues &All) {
  Json Values = Json::object();
  for (const auto &[Of, Value] : All) {
    Json Entry = Json::object();
    if (const auto *D = std::get_if<double>(&Value.Known);
        !Value.isKnown() || (D && !std::isfinite(*D)))
      Entry["unknown"] = true; // a number that is none cannot be written
    else if (auto Word = asWord(Value))
      Entry["value"] = *Word;
    else
      std::visit(
          [&Entry](const auto &Known) {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(Known)>>)
              Entry["value"] = Known;
          },
          Value.Known);
    if (!Value.SourceText.empty() || Entry.contains("unknown"))
      Entry["text"] = Value.SourceText;
    Values[Of.str()] = std::move(Entry);
  }
  return Values;
}

Json toJson(const CallSpecification &Call) {
  Json Result = {{"version", CallSpecification::Version},
                 {"function", Call.Function},
                 {"values", toJson(Call.Values)}};
  if (!Call.Path.empty())
    Result["path"] = toJson(Call.Path);
  return Result;
}

Json toJson(const Verdict &V) {
  Json Result = {{"kind", name(V.Kind)}};
  addIfAny(Result, "reason", V.Reason);
  addIfAny(Result, "experiment", V.Experiment);
  addIfAny(Result, "device", V.Device);
  addIfAny(Result, "computeCapability", V.ComputeCapability);
  addIfAny(Result, "driver", V.Driver);
  addIfAny(Result, "runtime", V.Runtime);
  addIfAny(Result, "library", V.Library);
  addIfAny(Result, "date", V.Date);
  Result["flagged"] = toJson(V.Flagged);
  Result["control"] = toJson(V.Control);
  Result["filledByWitness"] = V.FilledByWitness;
  if (!V.IsOfOlderVersion)
    Result["deciding"] = {{"fromProgram", V.Deciding.FromProgram},
                          {"fromWitness", V.Deciding.FromWitness}};
  return Result;
}

std::string checkValues(const Json *Values, const std::string &Where) {
  if (!Values || !Values->is_object())
    return wrong(Where, Values, "an object");
  for (const auto &[Key, Entry] : Values->items()) {
    const std::string Place = Where + "/" + kb::shown(Key, 100);
    if (!Entry.is_object())
      return wrong(Place, &Entry, "an object");
    const Json *Known = member(Entry, "value");
    const Json *Unknown = member(Entry, "unknown");
    if (Known && (Known->is_structured() || Known->is_null()))
      return wrong(Place + "/value", Known, "a number, a boolean or a text");
    if (!Known && !(Unknown && Unknown->is_boolean() && Unknown->get<bool>()))
      return wrong(Place, &Entry, "'value', or 'unknown' that is true");
    const Json *Text = member(Entry, "text");
    if (Text && !Text->is_string())
      return wrong(Place + "/text", Text, "a text");
  }
  return {};
}

std::string checkCallSpecification(const Json &Value,
                                   const std::string &Where) {
  if (!Value.is_object())
    return wrong(Where, &Value, "an object");
  const Json *Version = member(Value, "version");
  if (!Version || !Version->is_number_unsigned() ||
      Version->get<uint64_t>() == 0)
    return wrong(Where + "/version", Version,
                 std::to_string(CallSpecification::Version));
  if (Version->get<uint64_t>() > CallSpecification::Version)
    return wrong(Where + "/version", Version,
                 std::to_string(CallSpecification::Version) +
                     " or less: the file is from a newer cublaslt-tidy, "
                     "update this program");
  const Json *Function = member(Value, "function");
  if (!Function || !Function->is_string())
    return wrong(Where + "/function", Function, "the name of a function");
  std::string Wrong = checkValues(member(Value, "values"), Where + "/values");
  if (Wrong.empty())
    if (const Json *Path = member(Value, "path"))
      Wrong = checkPath(*Path, Where + "/path");
  return Wrong;
}

CallValues values(const Json &Value) {
  CallValues Result;
  for (const auto &[Text, Entry] : Value.items()) {
    const Key Of = Key::written(Text);
    SpecificationValue &Into = Result[Of];
    Into.SourceText = stringMember(Entry, "text");
    const Json *Known = member(Entry, "value");
    if (!Known)
      continue;
    if (Known->is_boolean())
      Into.Known = Known->get<bool>();
    else if (Known->is_string())
      Into.setWord(Of, Known->get<std::string>());
    else if (Known->is_number_float())
      Into.Known = Known->get<double>();
    else if (Known->is_number_unsigned() &&
             Known->get<uint64_t>() > static_cast<uint64_t>(INT64_MAX))
      Into.Known = Known->get<uint64_t>();
    else
      Into.Known = Known->get<int64_t>();
  }
  return Result;
}

CallSpecification callSpecification(const Json &Value, const kb::Api *Api) {
  CallSpecification Call;
  Call.Function = stringMember(Value, "function");
  Call.Values = values(Value.at("values"));
  if (const Json *Path = member(Value, "path"))
    Call.Path = path(*Path);
  if (numberMember(Value, "version") < 2)
    bringUpToDate(Call, Api);
  return Call;
}

/// The texts of an array; empty where there is none.
static std::vector<std::string> texts(const Json &Object, const char *Key) {
  std::vector<std::string> Result;
  if (const Json *Array = arrayMember(Object, Key))
    for (const Json &Item : *Array)
      if (Item.is_string())
        Result.push_back(Item.get<std::string>());
  return Result;
}

std::string checkVerdict(const Json &Value, const std::string &Where) {
  if (!Value.is_object())
    return wrong(Where, &Value, "an object");
  const Json *Kind = member(Value, "kind");
  if (!Kind || !Kind->is_string() || !verdictKind(Kind->get<std::string>()))
    return wrong(Where + "/kind", Kind,
                 "one of confirmed, path-confirmed, holds, refuted, "
                 "inconclusive, needs-gpu, not-applicable");
  return {};
}

Verdict verdict(const Json &Value) {
  Verdict V;
  V.Kind = verdictKind(stringMember(Value, "kind"))
               .value_or(VerdictKind::Inconclusive);
  V.Reason = stringMember(Value, "reason");
  V.Experiment = stringMember(Value, "experiment");
  V.Device = stringMember(Value, "device");
  V.ComputeCapability = stringMember(Value, "computeCapability");
  V.Driver = stringMember(Value, "driver");
  V.Runtime = stringMember(Value, "runtime");
  V.Library = stringMember(Value, "library");
  V.Date = stringMember(Value, "date");
  if (const Json *Run = objectMember(Value, "flagged"))
    V.Flagged = runOutcome(*Run);
  if (const Json *Run = objectMember(Value, "control"))
    V.Control = runOutcome(*Run);
  V.FilledByWitness = texts(Value, "filledByWitness");
  if (const Json *Deciding = objectMember(Value, "deciding")) {
    V.Deciding.FromProgram = texts(*Deciding, "fromProgram");
    V.Deciding.FromWitness = texts(*Deciding, "fromWitness");
  } else {
    V.IsOfOlderVersion = true;
    // Its "confirmed" said that the form fails with values of the witness.
    if (V.Kind == VerdictKind::Confirmed && !V.FilledByWitness.empty())
      V.Kind = VerdictKind::Holds;
  }
  return V;
}

/// The whole list is in the property bag.
static constexpr size_t MostKeysInSentence = 4;

std::string sentence(const Verdict &V) {
  std::string Place;
  if (!V.Device.empty()) {
    Place = " on " + V.Device;
    std::string Versions;
    for (const std::string *Part : {&V.Driver, &V.Library})
      if (!Part->empty())
        Versions += (Versions.empty() ? "" : ", ") +
                    std::string(Part == &V.Driver ? "driver " : "") + *Part;
    if (!Versions.empty())
      Place += " (" + Versions + ")";
  }
  std::string Result;
  switch (V.Kind) {
  case VerdictKind::Confirmed:
    Result = "Confirmed" + Place;
    break;
  case VerdictKind::PathConfirmed:
    Result = "The reported path was confirmed" + Place;
    break;
  case VerdictKind::Holds:
    Result = "This form fails" + Place + "; its shape is the rule's witness's";
    break;
  case VerdictKind::Refuted:
    Result = "Refuted" + Place;
    break;
  case VerdictKind::Inconclusive:
    Result = "Verification inconclusive" + Place;
    break;
  case VerdictKind::NeedsGpu:
    Result = "Verification needs a GPU";
    break;
  case VerdictKind::NotApplicable:
    Result = "Not verified";
    break;
  }
  if (V.IsOfOlderVersion && isStanding(V.Kind))
    Result += " (the form; recorded by an older version)";
  const std::string &Detail = V.Reason.empty() ? V.Flagged.Summary : V.Reason;
  if (!Detail.empty())
    Result += ": " + Detail;
  const std::string Deciding = decidingForPeople(V, MostKeysInSentence);
  if (!Deciding.empty())
    Result += "; " + Deciding;
  return Result + (Result.back() == '.' ? "" : ".");
}

} // namespace cublaslt::findings
