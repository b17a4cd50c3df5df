//===-- Messages.cpp - what doctor and child say to each other ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/sandbox/Messages.h"
#include <nlohmann/json.hpp>

using namespace cublaslt;
using namespace cublaslt::runtime;
using nlohmann::json;

/// Bytes that are not UTF-8 (a driver's message, a damaged child) must not stop
/// the writing.
static std::string dumped(const json &J) {
  return J.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// An object, or nothing.
static std::optional<json> objectFrom(const std::string &Text) {
  json J = json::parse(Text, nullptr, false);
  if (!J.is_object())
    return std::nullopt;
  return J;
}

// The readers below note a wrong type instead of throwing.
static std::string text(const json &J, const char *Key, bool &Fine) {
  auto It = J.find(Key);
  if (It != J.end() && It->is_string())
    return It->get<std::string>();
  Fine = false;
  return "";
}

static bool flag(const json &J, const char *Key, bool &Fine) {
  auto It = J.find(Key);
  if (It != J.end() && It->is_boolean())
    return It->get<bool>();
  Fine = false;
  return false;
}

static uint64_t bytes(const json &J, const char *Key, bool &Fine) {
  auto It = J.find(Key);
  if (It != J.end() && It->is_number_unsigned())
    return It->get<uint64_t>();
  Fine = false;
  return 0;
}

static json toJson(const Settings &S) {
  json Values = json::object();
  for (const auto &[Key, Value] : S.Values)
    if (auto Word = findings::asWord(Value))
      Values[Key] = *Word;
    else
      std::visit(
          [&, &Key = Key](const auto &Known) {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(Known)>>)
              Values[Key] = Known;
          },
          Value.Known);
  return Values;
}

static bool settingsFrom(const json &J, Settings &S) {
  for (const auto &[Key, Value] : J.items()) {
    if (Value.is_boolean())
      S.set(Key, Value.get<bool>());
    else if (Value.is_number_unsigned())
      S.set(Key, Value.get<uint64_t>());
    else if (Value.is_number_integer())
      S.Values[Key].Known = Value.get<int64_t>();
    else if (Value.is_number_float())
      S.set(Key, Value.get<double>());
    else if (Value.is_string())
      S.set(Key, Value.get<std::string>());
    else
      return false;
  }
  return true;
}

static json attributesOf(const Settings &S) {
  json All = json::object();
  for (const auto &[Name, A] : S.Attributes)
    All[Name] = {{"number", A.Number},
                 {"size", A.Size},
                 {"type", A.Type},
                 {"pointer", A.IsPointer},
                 {"removed", A.IsRemoved}};
  return All;
}

static bool attributesFrom(const json &J, Settings &S) {
  bool Fine = J.is_object();
  for (const auto &[Name, Each] : J.items()) {
    if (!Fine || !Each.is_object())
      return false;
    auto Number = Each.find("number");
    if (Number == Each.end() || !Number->is_number_integer())
      return false;
    S.Attributes[Name] = {Number->get<int64_t>(), bytes(Each, "size", Fine),
                          text(Each, "type", Fine), flag(Each, "pointer", Fine),
                          flag(Each, "removed", Fine)};
  }
  return Fine;
}

std::string runtime::toText(const Request &R) {
  if (R.TheKind == Request::Kind::Facts)
    return dumped({{"request", "facts"}, {"stays", R.Stays}});
  if (R.TheKind == Request::Kind::Hunt)
    return dumped({{"request", "hunt"}, {"stays", R.Stays}, {"hunt", R.Hunt}});
  return dumped({{"request", "run"},
                 {"stays", R.Stays},
                 {"experiment", R.Experiment},
                 {"form", R.TheForm == Form::Flagged ? "flagged" : "control"},
                 {"settings", toJson(R.TheSettings)},
                 {"attributes", attributesOf(R.TheSettings)}});
}

std::optional<Request> runtime::requestFrom(const std::string &Text) {
  auto J = objectFrom(Text);
  if (!J)
    return std::nullopt;
  Request R;
  bool Fine = true;
  std::string Kind = text(*J, "request", Fine);
  R.Stays = flag(*J, "stays", Fine);
  if (Fine && Kind == "facts")
    return R;
  if (Fine && Kind == "hunt") {
    R.TheKind = Request::Kind::Hunt;
    R.Hunt = text(*J, "hunt", Fine);
    return Fine ? std::optional<Request>(R) : std::nullopt;
  }
  R.TheKind = Request::Kind::Run;
  R.Experiment = text(*J, "experiment", Fine);
  std::string FormName = text(*J, "form", Fine);
  R.TheForm = FormName == "control" ? Form::Control : Form::Flagged;
  auto It = J->find("settings"), Attributes = J->find("attributes");
  if (!Fine || Kind != "run" ||
      (FormName != "flagged" && FormName != "control") || It == J->end() ||
      !It->is_object() || !settingsFrom(*It, R.TheSettings) ||
      Attributes == J->end() || !attributesFrom(*Attributes, R.TheSettings))
    return std::nullopt;
  return R;
}

std::string runtime::toText(const findings::RunOutcome &O) {
  json Statuses = json::array();
  for (const findings::StatusSeen &S : O.Statuses)
    Statuses.push_back(
        {{"function", S.Function}, {"number", S.Number}, {"name", S.Name}});
  return dumped({{"ran", O.Ran},
                 {"failed", O.Failed},
                 {"summary", O.Summary},
                 {"statuses", std::move(Statuses)},
                 {"log", O.LibraryLog},
                 {"figures", O.Figures}});
}

std::optional<findings::RunOutcome>
runtime::outcomeFrom(const std::string &Text) {
  auto J = objectFrom(Text);
  if (!J)
    return std::nullopt;
  findings::RunOutcome O;
  bool Fine = true;
  O.Ran = flag(*J, "ran", Fine);
  O.Failed = flag(*J, "failed", Fine);
  O.Summary = text(*J, "summary", Fine);
  auto Statuses = J->find("statuses"), Log = J->find("log"),
       Figures = J->find("figures");
  if (!Fine || Statuses == J->end() || !Statuses->is_array() ||
      Log == J->end() || !Log->is_array() || Figures == J->end() ||
      !Figures->is_object())
    return std::nullopt;
  for (const json &S : *Statuses) {
    if (!S.is_object() || !S.contains("number") ||
        !S["number"].is_number_integer())
      return std::nullopt;
    O.Statuses.push_back({text(S, "function", Fine), S["number"].get<int>(),
                          text(S, "name", Fine)});
  }
  for (const json &Line : *Log) {
    if (!Line.is_string())
      return std::nullopt;
    O.LibraryLog.push_back(Line.get<std::string>());
  }
  for (const auto &[Name, Value] : Figures->items()) {
    if (!Value.is_number())
      return std::nullopt;
    O.Figures[Name] = Value.get<double>();
  }
  if (!Fine)
    return std::nullopt;
  return O;
}

std::string runtime::toText(const DeviceFacts &F) {
  return dumped({{"builtWithCuda", F.BuiltWithCuda},
                 {"hasLibrary", F.HasLibrary},
                 {"hasDevice", F.HasDevice},
                 {"sharesHostMemory", F.SharesHostMemory},
                 {"lacks", F.Lacks},
                 {"device", F.Device},
                 {"computeCapability", F.ComputeCapability},
                 {"driver", F.Driver},
                 {"runtime", F.Runtime},
                 {"library", F.Library},
                 {"deviceCount", F.DeviceCount},
                 {"totalBytes", F.TotalBytes},
                 {"freeBytes", F.FreeBytes}});
}

std::optional<DeviceFacts> runtime::factsFrom(const std::string &Text) {
  auto J = objectFrom(Text);
  if (!J)
    return std::nullopt;
  DeviceFacts F;
  bool Fine = true;
  F.BuiltWithCuda = flag(*J, "builtWithCuda", Fine);
  F.HasLibrary = flag(*J, "hasLibrary", Fine);
  F.HasDevice = flag(*J, "hasDevice", Fine);
  F.SharesHostMemory = flag(*J, "sharesHostMemory", Fine);
  F.Lacks = text(*J, "lacks", Fine);
  F.Device = text(*J, "device", Fine);
  F.ComputeCapability = text(*J, "computeCapability", Fine);
  F.Driver = text(*J, "driver", Fine);
  F.Runtime = text(*J, "runtime", Fine);
  F.Library = text(*J, "library", Fine);
  F.DeviceCount = static_cast<unsigned>(bytes(*J, "deviceCount", Fine));
  F.TotalBytes = bytes(*J, "totalBytes", Fine);
  F.FreeBytes = bytes(*J, "freeBytes", Fine);
  if (!Fine)
    return std::nullopt;
  return F;
}
