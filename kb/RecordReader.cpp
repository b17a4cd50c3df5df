//===-- RecordReader.cpp - typed reading of YAML maps ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/RecordReader.h"
#include <cerrno>
#include <cstdlib>

namespace cublaslt::kb {

RecordReader::RecordReader(const YamlNode &Node, const std::string &File,
                           std::string What)
    : Node(Node), File(File), What(std::move(What)) {
  // Of a file that holds something else nothing is repeated: it may be secret.
  if (Node.TheKind != YamlNode::Kind::Map)
    fail(Node,
         Node.TheKind == YamlNode::Kind::Scalar ? "a text" : Node.description(),
         this->What + " (a map)");
}

void RecordReader::fail(const YamlNode &At, const std::string &Found,
                        const std::string &Expected) const {
  throw Problem{place(At), Found, Expected};
}

const YamlNode *RecordReader::optional(const char *Key) {
  bool IsNew = true;
  for (const char *Earlier : Asked)
    IsNew &= std::string_view(Earlier) != Key;
  if (IsNew)
    Asked.push_back(Key);
  for (const auto &[Name, Value] : Node.Entries)
    if (Name.Text == Key)
      return &Value;
  return nullptr;
}

const YamlNode &RecordReader::required(const char *Key) {
  if (const YamlNode *Value = optional(Key))
    return *Value;
  fail(Node, What + " without the key " + quoted(Key), "that key");
}

std::string RecordReader::scalar(const YamlNode &At,
                                 const std::string &Key) const {
  if (At.TheKind != YamlNode::Kind::Scalar)
    fail(At, At.description(), "a text for " + quoted(Key));
  return At.Text;
}

std::string RecordReader::text(const char *Key) {
  const YamlNode &Value = required(Key);
  std::string Text = scalar(Value, Key);
  if (Text.empty())
    fail(Value, "an empty text", "a text for " + quoted(Key));
  return Text;
}

std::string RecordReader::optionalText(const char *Key) {
  const YamlNode *Value = optional(Key);
  return Value ? scalar(*Value, Key) : std::string();
}

std::optional<int64_t>
RecordReader::optionalNumber(const char *Key, int64_t Least, int64_t Most) {
  const YamlNode *Value = optional(Key);
  if (!Value)
    return std::nullopt;
  if (Value->TheKind == YamlNode::Kind::Scalar && !Value->IsQuoted &&
      !Value->Text.empty() &&
      Value->Text.find_first_not_of("-0123456789") == std::string::npos) {
    errno = 0;
    char *End = nullptr;
    long long Number = std::strtoll(Value->Text.c_str(), &End, 10);
    if (!*End && !errno && Number >= Least && Number <= Most)
      return Number;
  }
  fail(*Value, Value->description(),
       "a whole number from " + std::to_string(Least) + " to " +
           std::to_string(Most) + " for " + quoted(Key));
}

int64_t RecordReader::number(const char *Key, int64_t Least, int64_t Most) {
  if (std::optional<int64_t> Number = optionalNumber(Key, Least, Most))
    return *Number;
  fail(Node, What + " without the key " + quoted(Key), "that key");
}

bool RecordReader::flag(const char *Key, bool Default) {
  const YamlNode *Value = optional(Key);
  if (!Value)
    return Default;
  if (Value->TheKind == YamlNode::Kind::Scalar && !Value->IsQuoted) {
    if (Value->Text == "true")
      return true;
    if (Value->Text == "false")
      return false;
  }
  fail(*Value, Value->description(), "true or false for " + quoted(Key));
}

const std::vector<YamlNode> &RecordReader::list(const char *Key,
                                                bool IsRequired) {
  static const std::vector<YamlNode> None;
  const YamlNode *Value = IsRequired ? &required(Key) : optional(Key);
  if (!Value)
    return None;
  if (Value->TheKind != YamlNode::Kind::Sequence)
    fail(*Value, Value->description(), "a list for " + quoted(Key));
  return Value->Items;
}

std::vector<std::string> RecordReader::texts(const char *Key) {
  std::vector<std::string> Result;
  for (const YamlNode &Item : list(Key, false))
    Result.push_back(scalar(Item, Key));
  return Result;
}

std::map<std::string, Setting> RecordReader::placedSettings(const char *Key) {
  std::map<std::string, Setting> Result;
  const YamlNode *Value = optional(Key);
  if (!Value)
    return Result;
  if (Value->TheKind != YamlNode::Kind::Map)
    fail(*Value, Value->description(), "a map for " + quoted(Key));
  for (const auto &[Name, One] : Value->Entries)
    Result[Name.Text] = {scalar(One, Name.Text), One.Line, One.Column};
  return Result;
}

std::map<std::string, std::string> RecordReader::settings(const char *Key) {
  std::map<std::string, std::string> Result;
  for (auto &[Name, One] : placedSettings(Key))
    Result[Name] = std::move(One.Text);
  return Result;
}

void RecordReader::finish() {
  for (const auto &[Name, Value] : Node.Entries) {
    bool IsKnown = false;
    for (const char *Key : Asked)
      IsKnown |= Name.Text == Key;
    if (IsKnown)
      continue;
    std::string Known;
    for (const char *Key : Asked)
      Known += std::string(Known.empty() ? "" : ", ") + Key;
    fail(Name, "the unknown key " + quoted(Name.Text) + " in " + What,
         "one of " + Known);
  }
}

} // namespace cublaslt::kb
