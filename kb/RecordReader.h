//===-- RecordReader.h - typed reading of YAML maps -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads one YAML map as a record of known fields: a missing or unknown key
/// and a value of the wrong type are a Problem that names the place.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_RECORDREADER_H
#define CUBLASLT_KB_RECORDREADER_H

#include "kb/Rule.h"
#include "kb/YamlTree.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::kb {

/// One word and the enumerator that it stands for.
template <typename Enum> struct Word {
  const char *Text;
  Enum Value;
};

class RecordReader {
public:
  /// \p What names the record in messages: "a function", "a rule".
  RecordReader(const YamlNode &Node, const std::string &File, std::string What);

  std::string text(const char *Key);
  std::string optionalText(const char *Key);
  int64_t number(const char *Key, int64_t Least, int64_t Most);
  std::optional<int64_t> optionalNumber(const char *Key, int64_t Least,
                                        int64_t Most);
  bool flag(const char *Key, bool Default);
  /// Texts of a list; empty when the key is absent.
  std::vector<std::string> texts(const char *Key);
  /// Scalars of a map as text; empty when the key is absent.
  std::map<std::string, std::string> settings(const char *Key);
  /// The same, each with its place.
  std::map<std::string, Setting> placedSettings(const char *Key);
  /// Nodes of a list; empty when \p IsRequired is not set and there is none.
  const std::vector<YamlNode> &list(const char *Key, bool IsRequired);
  const YamlNode *optional(const char *Key);
  const YamlNode &required(const char *Key);

  template <typename Enum, size_t N>
  Enum word(const char *Key, const Word<Enum> (&Words)[N],
            std::optional<Enum> Default = std::nullopt) {
    const YamlNode *Node = Default ? optional(Key) : &required(Key);
    if (!Node)
      return *Default;
    return wordOf<Enum>(*Node, Key, Words);
  }

  /// The same for a node: an item of the list \p Key.
  template <typename Enum, size_t N>
  Enum wordOf(const YamlNode &Node, const char *Key,
              const Word<Enum> (&Words)[N]) {
    std::string Text = scalar(Node, Key);
    for (const Word<Enum> &W : Words)
      if (Text == W.Text)
        return W.Value;
    std::string Known;
    for (const Word<Enum> &W : Words)
      Known += std::string(Known.empty() ? "" : ", ") + W.Text;
    fail(Node, quoted(Text), std::string(Key) + " to be one of " + Known);
  }

  /// To be called last: a key that was not asked for is a Problem.
  void finish();

  Place place(const YamlNode &At) const { return {File, At.Line, At.Column}; }
  const YamlNode &node() const { return Node; }
  [[noreturn]] void fail(const YamlNode &At, const std::string &Found,
                         const std::string &Expected) const;
  /// \p At as text; a Problem when it is not a scalar.
  std::string scalar(const YamlNode &At, const std::string &Key) const;

private:
  const YamlNode &Node;
  const std::string &File;
  std::string What;
  std::vector<const char *> Asked;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_RECORDREADER_H
