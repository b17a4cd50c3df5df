//===-- HeaderEnumerators.h - enumerators of a header's text ----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The enumerators of a header that writes each on a line with its number, as
/// the stub of cublasLt.h does.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TEST_RULES_HEADERENUMERATORS_H
#define CUBLASLT_TEST_RULES_HEADERENUMERATORS_H

#include "rules/LiveFacts.h"
#include <fstream>
#include <regex>

class HeaderEnumerators : public cublaslt::rules::Enumerators {
public:
  void read(const std::string &Path) {
    std::ifstream Stream(Path);
    std::map<std::string, int64_t> Own;
    static const std::regex One(R"(^\s+(\w+)\s*=\s*(-?\d+),?\s*$)"),
        End(R"(^\}\s*(\w+);\s*$)");
    std::smatch Match;
    for (std::string Line; std::getline(Stream, Line);)
      if (std::regex_match(Line, Match, One)) {
        Own[Match[1]] = Numbers[Match[1]] = std::stoll(Match[2]);
      } else if (std::regex_match(Line, Match, End)) {
        Types[Match[1]] = Own;
        // "typedef enum cudaDataType_t { ... } cudaDataType;"
        Types[Match[1].str() + "_t"] = Own;
        Own.clear();
      }
  }

  std::optional<int64_t> number(std::string_view Name) const override {
    auto It = Numbers.find(Name);
    return It == Numbers.end() ? std::nullopt
                               : std::optional<int64_t>(It->second);
  }
  std::string name(std::string_view Type, int64_t Number) const override {
    auto It = Types.find(Type);
    if (It != Types.end())
      for (const auto &[Name, Own] : It->second)
        if (Own == Number)
          return Name;
    return "";
  }
  bool knowsType(std::string_view Type) const override {
    return Types.find(Type) != Types.end();
  }
  /// Of one type; empty for one that the header does not have.
  const std::map<std::string, int64_t> &of(std::string_view Type) const {
    static const std::map<std::string, int64_t> None;
    auto It = Types.find(Type);
    return It == Types.end() ? None : It->second;
  }

private:
  std::map<std::string, int64_t, std::less<>> Numbers;
  std::map<std::string, std::map<std::string, int64_t>, std::less<>> Types;
};

#endif // CUBLASLT_TEST_RULES_HEADERENUMERATORS_H
