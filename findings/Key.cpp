//===-- Key.cpp - what a value of a call specification is of --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Key.h"
#include "kb/Api.h"

namespace cublaslt::findings {

namespace {
struct Row {
  OwnKey Word;
  std::string_view Text;
  Key::Use Use;
  bool IsOfMatrix;
};
} // namespace

static constexpr Row Rows[] = {
#define OWN_KEY(Name, Text, Who, Form, Meaning)                                \
  {OwnKey::Name, Text, Key::Use::Who, false},
#define MATRIX_KEY(Name, Text, Who, Form, Meaning)                             \
  {OwnKey::Name, Text, Key::Use::Who, true},
#include "findings/OwnKeys.def"
};

static constexpr std::string_view Argument = "argument.", Size = "size.",
                                  ChosenFor = "chosenFor.";

static bool startsWith(std::string_view Text, std::string_view Start) {
  return Text.substr(0, Start.size()) == Start;
}

static std::string joined(std::string_view First, std::string_view Second) {
  std::string Text;
  Text.reserve(First.size() + Second.size());
  Text.append(First).append(Second);
  return Text;
}

/// The table has the order of the enumeration.
static const Row &rowOf(OwnKey Word) { return Rows[static_cast<size_t>(Word)]; }

/// "misalignedBytes" in "A.misalignedBytes"; empty otherwise.
static std::string_view behindMatrix(std::string_view Text) {
  return Text.size() > 2 && Text[1] == '.' && Text[0] >= 'A' && Text[0] <= 'Z'
             ? Text.substr(2)
             : std::string_view();
}

static const Row *rowOf(std::string_view Text) {
  const std::string_view Word = behindMatrix(Text);
  for (const Row &R : Rows)
    if (R.Text == (R.IsOfMatrix ? Word : Text))
      return &R;
  return nullptr;
}

Key::Key(OwnKey Word) : Text(rowOf(Word).Text) {}

Key Key::ofMatrix(char Matrix, OwnKey Word) {
  return Key(joined(std::string(1, Matrix) + ".", rowOf(Word).Text));
}

Key Key::attribute(std::string_view Object, const kb::Attribute &A) {
  return attribute(Object, A.Name);
}

Key Key::attribute(std::string_view Object, std::string_view Name) {
  std::string Text;
  Text.reserve(Object.size() + 1 + Name.size());
  Text.append(Object).append(1, '.').append(Name);
  return Key(std::move(Text));
}

Key Key::argument(const kb::Parameter &P) { return argument(P.Name); }

Key Key::argument(std::string_view Parameter) {
  return Key(joined(Argument, Parameter));
}

Key Key::sizeOf(const Key &Attribute) {
  return Key(joined(Size, Attribute.Text));
}

Key Key::chosenFor(const Key &Attribute) {
  return Key(joined(ChosenFor, Attribute.Text));
}

Key Key::written(std::string Text) { return Key(std::move(Text)); }

Key::Kind Key::kind() const {
  if (startsWith(Text, Argument))
    return Kind::Argument;
  if (startsWith(Text, Size))
    return Kind::Size;
  if (startsWith(Text, ChosenFor))
    return Kind::ChosenFor;
  // Enumerators are upper case, own words are not.
  const size_t Dot = Text.find('.');
  const bool IsAttribute = Dot != std::string::npos && Dot + 1 < Text.size() &&
                           Text[Dot + 1] >= 'A' && Text[Dot + 1] <= 'Z';
  return IsAttribute ? Kind::Attribute : Kind::Own;
}

std::string_view Key::object() const {
  return kind() == Kind::Attribute
             ? std::string_view(Text).substr(0, Text.find('.'))
             : std::string_view();
}

std::string_view Key::name() const {
  const size_t Dot = Text.find('.');
  return kind() == Kind::Own || Dot == std::string::npos
             ? std::string_view(Text)
             : std::string_view(Text).substr(Dot + 1);
}

std::optional<OwnKey> Key::own() const {
  const Row *R = rowOf(std::string_view(Text));
  return R ? std::optional(R->Word) : std::nullopt;
}

std::optional<Key::Use> Key::use() const {
  const Row *R = rowOf(std::string_view(Text));
  return R ? std::optional(R->Use) : std::nullopt;
}

char Key::matrix() const {
  const Row *R = rowOf(std::string_view(Text));
  return R && R->IsOfMatrix ? Text[0] : 0;
}

} // namespace cublaslt::findings
