//===-- YamlTree.cpp - YAML with the place of every node ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/YamlTree.h"
#include "kb/Shown.h"
#include <map>
#include <set>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace cublaslt::kb {

std::string quoted(std::string_view Text) {
  constexpr size_t Longest = 60;
  return "'" + shown(Text, Longest) + "'";
}

std::string Problem::text() const {
  std::string Result = Where.File;
  if (Where.Line > 0)
    Result +=
        ":" + std::to_string(Where.Line) + ":" + std::to_string(Where.Column);
  return Result + ": found " + Found + ", expected " + Expected;
}

std::string YamlNode::description() const {
  switch (TheKind) {
  case Kind::Null:
    return "nothing";
  case Kind::Sequence:
    return "a list";
  case Kind::Map:
    return "a map";
  case Kind::Scalar:
    break;
  }
  return quoted(Text);
}

namespace {

/// Builds the tree from yaml-cpp's events. Its own Node type is slower, does
/// not say whether a scalar was quoted, and keeps duplicate keys silently.
class TreeBuilder : public YAML::EventHandler {
public:
  explicit TreeBuilder(const std::string &File) : File(File) {}

  YamlNode Root;

  void OnDocumentStart(const YAML::Mark &) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark &Mark, YAML::anchor_t) override {
    add(make(YamlNode::Kind::Null, Mark));
  }

  void OnAlias(const YAML::Mark &Mark, YAML::anchor_t Anchor) override {
    auto It = Anchored.find(Anchor);
    if (It == Anchored.end())
      fail(Mark, "an alias of a list or map", "an alias of a scalar");
    // A few long scalars repeated many times would fill the memory.
    constexpr size_t MostAliasedBytes = 1 << 20;
    AliasedBytes += It->second.Text.size();
    if (AliasedBytes > MostAliasedBytes)
      fail(Mark, "aliases that repeat more than a mebibyte", "less");
    YamlNode Copy = It->second;
    Copy.Line = Mark.line + 1;
    Copy.Column = Mark.column + 1;
    add(std::move(Copy));
  }

  void OnScalar(const YAML::Mark &Mark, const std::string &Tag,
                YAML::anchor_t Anchor, const std::string &Value) override {
    YamlNode Node = make(YamlNode::Kind::Scalar, Mark);
    Node.IsQuoted = Tag == "!";
    Node.Text = Value;
    if (Anchor)
      Anchored[Anchor] = Node;
    add(std::move(Node));
  }

  void OnSequenceStart(const YAML::Mark &Mark, const std::string &,
                       YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(make(YamlNode::Kind::Sequence, Mark));
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark &Mark, const std::string &, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(make(YamlNode::Kind::Map, Mark));
  }
  void OnMapEnd() override { close(); }

private:
  struct Level {
    YamlNode Node;
    bool HasKey = false;
    YamlNode Key;
    std::set<std::string> Keys;
  };

  [[noreturn]] void fail(const YAML::Mark &Mark, const std::string &Found,
                         const std::string &Expected) const {
    throw Problem{{File, Mark.line + 1, Mark.column + 1}, Found, Expected};
  }
  [[noreturn]] void fail(const YamlNode &Node, const std::string &Found,
                         const std::string &Expected) const {
    throw Problem{{File, Node.Line, Node.Column}, Found, Expected};
  }

  static YamlNode make(YamlNode::Kind Kind, const YAML::Mark &Mark) {
    YamlNode Node;
    Node.TheKind = Kind;
    Node.Line = Mark.line + 1;
    Node.Column = Mark.column + 1;
    return Node;
  }

  void open(YamlNode Node) {
    if (!Stack.empty() && Stack.back().Node.TheKind == YamlNode::Kind::Map &&
        !Stack.back().HasKey)
      fail(Node, Node.description() + " as a key", "a word");
    Level New;
    New.Node = std::move(Node);
    Stack.push_back(std::move(New));
  }

  void close() {
    YamlNode Node = std::move(Stack.back().Node);
    Stack.pop_back();
    add(std::move(Node));
  }

  void add(YamlNode Node) {
    if (Stack.empty()) {
      Root = std::move(Node);
      return;
    }
    Level &Top = Stack.back();
    if (Top.Node.TheKind == YamlNode::Kind::Sequence) {
      Top.Node.Items.push_back(std::move(Node));
      return;
    }
    if (Top.HasKey) {
      // An empty value is nowhere: the parser gives the place of what follows.
      if (Node.TheKind == YamlNode::Kind::Null) {
        Node.Line = Top.Key.Line;
        Node.Column = Top.Key.Column;
      }
      Top.Node.Entries.emplace_back(std::move(Top.Key), std::move(Node));
      Top.HasKey = false;
      return;
    }
    if (Node.TheKind != YamlNode::Kind::Scalar)
      fail(Node, Node.description() + " as a key", "a word");
    if (!Top.Keys.insert(Node.Text).second)
      fail(Node, "the key " + quoted(Node.Text) + " a second time",
           "each key once");
    Top.Key = std::move(Node);
    Top.HasKey = true;
  }

  const std::string &File;
  std::vector<Level> Stack;
  std::map<YAML::anchor_t, YamlNode> Anchored;
  size_t AliasedBytes = 0;
};

/// A stream buffer over memory that stays where it is: no copy of the text.
class MemoryBuffer : public std::streambuf {
public:
  explicit MemoryBuffer(std::string_view Text) {
    char *Begin = const_cast<char *>(Text.data());
    setg(Begin, Begin, Begin + Text.size());
  }
};

} // namespace

YamlNode parseYaml(std::string_view Text, const std::string &File) {
  MemoryBuffer Buffer(Text);
  std::istream Stream(&Buffer);
  TreeBuilder Builder(File);
  try {
    YAML::Parser Parser(Stream);
    if (!Parser.HandleNextDocument(Builder))
      throw Problem{{File, 1, 1}, "an empty file", "a YAML map"};
    TreeBuilder Second(File);
    if (Parser.HandleNextDocument(Second))
      throw Problem{{File, Second.Root.Line, Second.Root.Column},
                    "a second document",
                    "one document in a file"};
  } catch (const YAML::Exception &E) {
    // A null mark (line -1) stands for the whole file.
    Place Where{File, E.mark.line + 1, E.mark.column + 1};
    throw Problem{Where, "broken YAML (" + shown(E.msg) + ")",
                  "a well-formed document"};
  }
  return std::move(Builder.Root);
}

} // namespace cublaslt::kb
