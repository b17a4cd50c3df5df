//===-- YamlTree.h - YAML with the place of every node ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A YAML document as a tree that knows where each node stands and whether a
/// scalar was quoted, and the one kind of error that reading it has. Inside
/// the kb library only: errors travel as exceptions here and leave it as
/// LoadError.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_YAMLTREE_H
#define CUBLASLT_KB_YAMLTREE_H

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cublaslt::kb {

/// Where something stands; lines and columns count from 1, 0 means the file
/// as a whole.
struct Place {
  std::string File;
  int Line = 0, Column = 0;
};

/// What is wrong in one place. Thrown inside the library.
struct Problem {
  Place Where;
  std::string Found, Expected;

  /// "file:line:column: found X, expected Y", always one line.
  std::string text() const;
};

struct YamlNode {
  enum class Kind { Null, Scalar, Sequence, Map };
  Kind TheKind = Kind::Null;
  bool IsQuoted = false; ///< a quoted or block scalar: never a number or bool
  int Line = 0, Column = 0;
  std::string Text;                                   ///< of a scalar
  std::vector<YamlNode> Items;                        ///< of a sequence
  std::vector<std::pair<YamlNode, YamlNode>> Entries; ///< of a map, in order

  /// "a list", "the number 3", "the text 'abc'": for messages.
  std::string description() const;
};

/// Parses the one document of \p Text. Refuses duplicate keys, keys that are
/// no scalars, aliases of lists and maps, and a second document. Throws
/// Problem.
YamlNode parseYaml(std::string_view Text, const std::string &File);

/// \p Text in single quotes on one line: control characters replaced, cut
/// when long.
std::string quoted(std::string_view Text);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_YAMLTREE_H
