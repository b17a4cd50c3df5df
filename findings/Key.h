//===-- Key.h - what a value of a call specification is of ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The only place that builds a key of a call specification, and that takes one
/// apart. A key is
///   <object>.<attribute>: "A.CUBLASLT_MATRIX_LAYOUT_ROWS"; the object is a
///     matrix's letter or a kind of object (kb::Api::keyOf);
///   argument.<parameter>: "argument.requestedAlgoCount";
///   size.<key>: the size that the Set or Get call of an attribute is given;
///   chosenFor.<key>: the value that an algorithm was chosen for;
///   one of the words of OwnKeys.def: "growth.quantity".
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_KEY_H
#define CUBLASLT_FINDINGS_KEY_H

#include <optional>
#include <string>
#include <string_view>

namespace cublaslt::kb {
struct Attribute;
struct Parameter;
} // namespace cublaslt::kb

namespace cublaslt::findings {

enum class OwnKey {
#define OWN_KEY(Name, Text, Who, Form, Meaning) Name,
#define MATRIX_KEY(Name, Text, Who, Form, Meaning) Name,
#include "findings/OwnKeys.def"
};

class Key {
public:
  enum class Kind { Attribute, Argument, Size, ChosenFor, Own };
  /// Who has a word of OwnKeys.def.
  enum class Use { Finding, Matmul, Experiment };

  /// A word that is not about one matrix.
  Key(OwnKey Word); // NOLINT(google-explicit-constructor)
  /// A word of OwnKeys.def about \p Matrix.
  static Key ofMatrix(char Matrix, OwnKey Word);
  /// \p Object is what kb::Api::keyOf says.
  static Key attribute(std::string_view Object, const kb::Attribute &A);
  static Key attribute(std::string_view Object, std::string_view Name);
  static Key argument(const kb::Parameter &P);
  static Key argument(std::string_view Parameter);
  static Key sizeOf(const Key &Attribute);
  static Key chosenFor(const Key &Attribute);
  /// One that stands in a file: of a rule, an experiment, or SARIF. Any text is
  /// one; what it means, its kind says.
  static Key written(std::string Text);

  const std::string &str() const { return Text; }
  operator const std::string &() const { return Text; } // NOLINT

  Kind kind() const;
  /// Of an attribute, "A" in "A.CUBLASLT_MATRIX_LAYOUT_ROWS"; empty otherwise.
  std::string_view object() const;
  /// Behind the object or the first word: the attribute, the parameter, or the
  /// key that Size and ChosenFor are about.
  std::string_view name() const;
  /// The word of OwnKeys.def; nothing for another key, or an unknown word.
  std::optional<OwnKey> own() const;
  std::optional<Use> use() const;
  /// Of a word about a matrix, its letter, or 0.
  char matrix() const;

  bool operator==(const Key &Other) const { return Text == Other.Text; }
  bool operator!=(const Key &Other) const { return Text != Other.Text; }

private:
  explicit Key(std::string Text) : Text(std::move(Text)) {}
  std::string Text;
};

/// Keys sort as their texts do, and can be looked up by these.
struct KeyOrder {
  using is_transparent = void;
  bool operator()(const Key &L, const Key &R) const {
    return L.str() < R.str();
  }
  bool operator()(const Key &L, std::string_view R) const {
    return L.str() < R;
  }
  bool operator()(std::string_view L, const Key &R) const {
    return L < R.str();
  }
};

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_KEY_H
