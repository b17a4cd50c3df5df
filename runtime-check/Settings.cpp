//===-- Settings.cpp - the values that a run works with -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/Settings.h"
#include "kb/Shown.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace cublaslt::runtime {

std::optional<uint64_t> asNumber(const Settings::Value &V) {
  if (auto *U = std::get_if<uint64_t>(&V.Known))
    return *U;
  if (auto *I = std::get_if<int64_t>(&V.Known)) {
    if (*I >= 0)
      return static_cast<uint64_t>(*I);
    return std::nullopt;
  }
  if (auto *D = std::get_if<double>(&V.Known))
    // 2^53: above it, a double cannot represent every whole number.
    if (*D >= 0 && *D <= 9007199254740992.0 && std::floor(*D) == *D)
      return static_cast<uint64_t>(*D);
  return std::nullopt;
}

static std::string shown(const Settings::Value &V) {
  if (auto *U = std::get_if<uint64_t>(&V.Known))
    return std::to_string(*U);
  if (auto *I = std::get_if<int64_t>(&V.Known))
    return std::to_string(*I);
  if (auto *B = std::get_if<bool>(&V.Known))
    return *B ? "true" : "false";
  if (auto *D = std::get_if<double>(&V.Known)) {
    char Text[40];
    std::snprintf(Text, sizeof Text, "%g", *D);
    return Text;
  }
  // Whoever wrote the file chose the word: keep it short.
  if (auto W = findings::asWord(V))
    return "'" + kb::shown(*W, 40) + "'";
  return "unknown";
}

Settings::Value valueOf(const findings::Key &Of, const std::string &Text) {
  Settings::Value V;
  const bool IsNegative = Text.size() > 1 && Text[0] == '-';
  const bool IsNumber =
      !Text.empty() &&
      Text.find_first_not_of("0123456789", IsNegative) == std::string::npos;
  if (Text == "true" || Text == "false")
    V.Known = Text == "true";
  else if (IsNumber && IsNegative)
    V.Known = static_cast<int64_t>(std::strtoll(Text.c_str(), nullptr, 10));
  else if (IsNumber)
    V.Known = static_cast<uint64_t>(std::strtoull(Text.c_str(), nullptr, 10));
  else
    V.setWord(Of, Text);
  return V;
}

static std::optional<uint64_t> parseNumber(const std::string &Text) {
  if (Text.empty() || Text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  errno = 0;
  uint64_t N = std::strtoull(Text.c_str(), nullptr, 10);
  if (errno)
    return std::nullopt;
  return N;
}

//===----------------------------------------------------------------------===//
// Settings
//===----------------------------------------------------------------------===//

std::optional<uint64_t> Settings::number(const std::string &Key) const {
  auto It = Values.find(Key);
  return It == Values.end() ? std::nullopt : asNumber(It->second);
}

std::optional<Settings> Settings::chosenFor() const {
  std::optional<Settings> Asked;
  for (const auto &[Text, Each] : Values) {
    const findings::Key Of = findings::Key::written(Text);
    if (Of.kind() != findings::Key::Kind::ChosenFor)
      continue;
    if (!Asked)
      Asked = *this;
    Asked->Values[std::string(Of.name())] = Each;
  }
  return Asked;
}

const Settings::Attribute *Settings::attribute(const std::string &Name) const {
  auto It = Attributes.find(Name);
  return It == Attributes.end() ? nullptr : &It->second;
}

static void describeAttributes(Settings &S, const kb::Api &Api) {
  auto Add = [&](const kb::Attribute &A) {
    S.Attributes[A.Name] = {A.Number, A.Size, A.Type, A.IsPointer, A.IsRemoved};
  };
  for (const auto &[Key, Value] : S.Values)
    if (const kb::Attribute *A = Api.attribute(Key.substr(Key.rfind('.') + 1)))
      Add(*A);
  // Batches get their offset from the layout's other values.
  for (const kb::Attribute &A : Api.Attributes)
    if (A.Object == Api.kindOf(kb::Role::Layout))
      Add(A);
}

void describeAttributes(Plan &P, const kb::Api &Api) {
  describeAttributes(P.TheSettings, Api);
  if (P.ControlSettings)
    describeAttributes(*P.ControlSettings, Api);
}

uint64_t Settings::numberOr(const std::string &Key, uint64_t Default) const {
  return number(Key).value_or(Default);
}

std::optional<int64_t> Settings::signedNumber(const std::string &Key) const {
  auto It = Values.find(Key);
  if (It == Values.end())
    return std::nullopt;
  if (auto *I = std::get_if<int64_t>(&It->second.Known))
    return *I;
  if (auto N = asNumber(It->second))
    return static_cast<int64_t>(*N);
  return std::nullopt;
}

std::optional<double> Settings::real(const std::string &Key) const {
  auto It = Values.find(Key);
  if (It == Values.end())
    return std::nullopt;
  if (auto *D = std::get_if<double>(&It->second.Known))
    return *D;
  if (auto N = asNumber(It->second))
    return static_cast<double>(*N);
  return std::nullopt;
}

std::string Settings::word(const std::string &Key) const {
  auto It = Values.find(Key);
  if (It == Values.end())
    return "";
  return findings::asWord(It->second).value_or("");
}

std::optional<findings::PointerKind>
Settings::pointer(const std::string &Key) const {
  auto It = Values.find(Key);
  auto *Kind = It == Values.end()
                   ? nullptr
                   : std::get_if<findings::PointerKind>(&It->second.Known);
  return Kind ? std::optional(*Kind) : std::nullopt;
}

uint64_t Settings::offset(const std::string &Key) const {
  auto It = Values.find(Key);
  auto *Address = It == Values.end()
                      ? nullptr
                      : std::get_if<findings::DeviceAddress>(&It->second.Known);
  return Address ? Address->Offset : 0;
}

bool Settings::flag(const std::string &Key) const {
  auto It = Values.find(Key);
  if (It == Values.end())
    return false;
  auto *B = std::get_if<bool>(&It->second.Known);
  return B && *B;
}

void Settings::set(const std::string &Key, uint64_t N) {
  Values[Key].Known = N;
}
void Settings::set(const std::string &Key, double N) { Values[Key].Known = N; }
void Settings::set(const std::string &Key, const std::string &Word) {
  Values[Key].setWord(findings::Key::written(Key), Word);
}
void Settings::set(const std::string &Key, bool Flag) {
  Values[Key].Known = Flag;
}

void Settings::setText(const std::string &Key, const std::string &Text) {
  Values[Key] = valueOf(findings::Key::written(Key), Text);
}

//===----------------------------------------------------------------------===//
// Planner
//===----------------------------------------------------------------------===//

void Planner::refuse(const std::string &Reason) {
  if (ThePlan.Refusal.empty())
    ThePlan.Refusal = Reason;
}

bool Planner::isNamed(const std::string &Key) const {
  return Call.Values.count(Key) != 0;
}

bool Planner::isKnown(const std::string &Key) const {
  auto It = Call.Values.find(Key);
  return It != Call.Values.end() && It->second.isKnown();
}

std::optional<uint64_t> Planner::knownNumber(const std::string &Key, Bounds B) {
  if (!isKnown(Key))
    return std::nullopt;
  const Settings::Value &V = Call.Values.find(Key)->second;
  auto N = asNumber(V);
  if (!N || *N < B.Least || *N > B.Greatest) {
    refuse(Key + " is " + shown(V) + ", outside " + std::to_string(B.Least) +
           " to " + std::to_string(B.Greatest) + ": not run");
    return std::nullopt;
  }
  return N;
}

std::optional<std::string>
Planner::knownWord(const std::string &Key,
                   const std::vector<std::string> &Allowed) {
  if (!isKnown(Key))
    return std::nullopt;
  const Settings::Value &V = Call.Values.find(Key)->second;
  auto *W = std::get_if<std::string>(&V.Known);
  if (!W || std::find(Allowed.begin(), Allowed.end(), *W) == Allowed.end()) {
    std::string List;
    for (const std::string &A : Allowed)
      if (Allowed.size() <= 8)
        List += (List.empty() ? "" : ", ") + A;
    refuse(Key + " is " + shown(V) +
           (List.empty() ? ", which this experiment does not know: not run"
                         : ", none of " + List + ": not run"));
    return std::nullopt;
  }
  return *W;
}

std::optional<bool> Planner::knownFlag(const std::string &Key) {
  if (!isKnown(Key))
    return std::nullopt;
  const Settings::Value &V = Call.Values.find(Key)->second;
  if (auto *B = std::get_if<bool>(&V.Known))
    return *B;
  refuse(Key + " is " + shown(V) + ", neither true nor false: not run");
  return std::nullopt;
}

std::optional<std::string> Planner::ruleText(const RuleValues &From,
                                             const std::string &Key) const {
  auto It = Part.empty() ? From.end() : From.find(Part + "." + Key);
  if (It == From.end())
    It = From.find(Key);
  if (It == From.end())
    return std::nullopt;
  return It->second;
}

void Planner::noteFilled(const std::string &Key) {
  auto &List = ThePlan.FilledByWitness;
  if (std::find(List.begin(), List.end(), Key) == List.end())
    List.push_back(Key);
}

uint64_t Planner::number(const std::string &Key, Bounds B, uint64_t Default) {
  uint64_t N = Default;
  if (auto K = knownNumber(Key, B)) {
    N = *K;
  } else {
    N = ruleNumber(E.Witness, Key, B, Default);
    noteFilled(Key);
  }
  ThePlan.TheSettings.set(Key, N);
  return N;
}

std::string Planner::word(const std::string &Key,
                          const std::vector<std::string> &Allowed,
                          const std::string &Default) {
  std::string W = Default;
  if (auto K = knownWord(Key, Allowed)) {
    W = *K;
  } else {
    if (auto T = witness(Key))
      W = *T;
    if (std::find(Allowed.begin(), Allowed.end(), W) == Allowed.end())
      refuse("the rule's witness gives " + Key + " as '" + W +
             "', which this experiment does not know");
    noteFilled(Key);
  }
  ThePlan.TheSettings.set(Key, W);
  return W;
}

uint64_t Planner::ruleNumber(const RuleValues &From, const std::string &Key,
                             Bounds B, uint64_t Default) {
  auto Text = ruleText(From, Key);
  if (!Text)
    return Default;
  auto N = parseNumber(*Text);
  if (!N || *N < B.Least || *N > B.Greatest) {
    refuse("the rule's experiment gives " + Key + " as '" + *Text +
           "', expected a number from " + std::to_string(B.Least) + " to " +
           std::to_string(B.Greatest));
    return Default;
  }
  return *N;
}

std::string bytesForPeople(uint64_t Bytes) {
  static const char *const Units[] = {"bytes", "KiB", "MiB", "GiB",
                                      "TiB",   "PiB", "EiB"};
  if (Bytes == UINT64_MAX)
    return "SIZE_MAX";
  double N = static_cast<double>(Bytes);
  unsigned U = 0;
  while (N >= 1024 && U + 1 < sizeof Units / sizeof *Units) {
    N /= 1024;
    ++U;
  }
  char Text[40];
  std::snprintf(Text, sizeof Text, "%.4g %s", N, Units[U]);
  return Text;
}

} // namespace cublaslt::runtime
