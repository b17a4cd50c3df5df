//===-- PackedTree.cpp - a YAML document as bytes -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/PackedTree.h"
#include <cstddef>

namespace cublaslt::kb {

namespace {

/// Seven bits a byte, the lowest first; the last byte has no high bit.
void putNumber(std::string &Out, std::size_t N) {
  for (; N >= 0x80; N >>= 7)
    Out += static_cast<char>(N | 0x80);
  Out += static_cast<char>(N);
}

void put(std::string &Out, const YamlNode &Node) {
  Out += static_cast<char>(static_cast<int>(Node.TheKind) * 2 + Node.IsQuoted);
  putNumber(Out, Node.Line);
  putNumber(Out, Node.Column);
  switch (Node.TheKind) {
  case YamlNode::Kind::Null:
    break;
  case YamlNode::Kind::Scalar:
    putNumber(Out, Node.Text.size());
    Out += Node.Text;
    break;
  case YamlNode::Kind::Sequence:
    putNumber(Out, Node.Items.size());
    for (const YamlNode &Item : Node.Items)
      put(Out, Item);
    break;
  case YamlNode::Kind::Map:
    putNumber(Out, Node.Entries.size());
    for (const auto &[Key, Value] : Node.Entries) {
      put(Out, Key);
      put(Out, Value);
    }
    break;
  }
}

class Unpacker {
public:
  explicit Unpacker(std::string_view Bytes) : Bytes(Bytes) {}

  void get(YamlNode &Node) {
    unsigned Head = byte();
    Node.TheKind = static_cast<YamlNode::Kind>(Head / 2);
    Node.IsQuoted = Head % 2;
    Node.Line = static_cast<int>(number());
    Node.Column = static_cast<int>(number());
    switch (Node.TheKind) {
    case YamlNode::Kind::Null:
      break;
    case YamlNode::Kind::Scalar: {
      std::size_t Size = number();
      Node.Text = Bytes.substr(At, Size);
      At += Size;
      break;
    }
    case YamlNode::Kind::Sequence:
      Node.Items.resize(number());
      for (YamlNode &Item : Node.Items)
        get(Item);
      break;
    case YamlNode::Kind::Map:
      Node.Entries.resize(number());
      for (auto &[Key, Value] : Node.Entries) {
        get(Key);
        get(Value);
      }
      break;
    }
  }

private:
  unsigned byte() { return static_cast<unsigned char>(Bytes[At++]); }
  std::size_t number() {
    std::size_t N = 0;
    for (unsigned Shift = 0;; Shift += 7) {
      unsigned Byte = byte();
      N |= std::size_t(Byte & 0x7f) << Shift;
      if (Byte < 0x80)
        return N;
    }
  }

  std::string_view Bytes;
  std::size_t At = 0;
};

} // namespace

std::string packTree(const YamlNode &Root) {
  std::string Bytes;
  put(Bytes, Root);
  return Bytes;
}

YamlNode unpackTree(std::string_view Bytes) {
  YamlNode Root;
  Unpacker(Bytes).get(Root);
  return Root;
}

} // namespace cublaslt::kb
