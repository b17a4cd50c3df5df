//===-- FunctionReader.h - reads what a function is -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Functions are described alike in an API description and in a user's file of
/// wrappers.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_FUNCTIONREADER_H
#define CUBLASLT_KB_FUNCTIONREADER_H

#include "kb/KnowledgeBase.h"
#include "kb/RecordReader.h"
#include <set>

namespace cublaslt::kb {

inline constexpr Word<char> Matrices[] = {
    {"A", 'A'}, {"B", 'B'}, {"C", 'C'}, {"D", 'D'}};

/// What functions may name: of one API.
struct ApiNames {
  std::set<std::string> Objects, Groups, Attributes;
};

/// The `role` of a parameter or an object; Role::Other where there is none.
Role readRole(RecordReader &Reader);

/// Refuses \p Name, which stands at \p At, when it is not one of \p Known.
void expectKnown(const RecordReader &Reader, const YamlNode &At,
                 const std::set<std::string> &Known, const std::string &Name,
                 const char *Kind);

Function readFunction(const YamlNode &Node, const std::string &File,
                      const ApiNames &Names);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_FUNCTIONREADER_H
