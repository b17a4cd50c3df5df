//===-- Wrapping.cpp - what stands around a program's words ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/Wrapping.h"
#include <nlohmann/json.hpp>
#include <re2/re2.h>

using namespace cublaslt;
using nlohmann::json;

std::string_view logs::launcherOf(std::string_view Prefix) {
  // srun -l, torchrun, mpirun, Ray. A bare number without a blank behind its
  // colon is grep's.
  static const RE2 Known(
      R"(\s*(?:(\d+): |\[(?:rank|default)?(\d+(?:,\d+)?)\](?:<std\w+>)?:|)"
      R"(\(\w+ pid=(\d+(?:, ip=[\d.]+)?)\)))",
      RE2::Latin1);
  if (Prefix.empty())
    return {};
  re2::StringPiece Bare, Bracketed, Pid;
  re2::StringPiece Text(Prefix.data(), std::min<size_t>(Prefix.size(), 64));
  if (!RE2::Consume(&Text, Known, &Bare, &Bracketed, &Pid))
    return {};
  const re2::StringPiece &Number = !Bare.empty()        ? Bare
                                   : !Bracketed.empty() ? Bracketed
                                                        : Pid;
  return {Number.data(), Number.size()};
}

bool logs::hasLeftOutLines(std::string_view Prefix, std::string_view Line) {
  static constexpr std::string_view Ray = "x across cluster]";
  return (Line.size() > Ray.size() &&
          Line.substr(Line.size() - Ray.size()) == Ray) ||
         Prefix.find("message repeated ") != std::string_view::npos; // syslog
}

bool logs::isJson(std::string_view Line) {
  size_t First = Line.find_first_not_of(" \t");
  size_t Last = Line.find_last_not_of(" \t");
  return First != std::string_view::npos && Line[First] == '{' &&
         Line[Last] == '}';
}

namespace {
/// Collects the strings that are not keys. It does not recurse, so any depth is
/// safe.
class Texts : public nlohmann::json_sax<json> {
public:
  std::vector<std::string> All;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t &) override { return true; }
  bool string(string_t &Value) override {
    All.push_back(std::move(Value));
    return true;
  }
  bool binary(binary_t &) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t &) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string &,
                   const nlohmann::detail::exception &) override {
    return false;
  }
};
} // namespace

std::vector<std::string> logs::jsonTexts(std::string_view Line) {
  Texts Found;
  if (json::sax_parse(Line.begin(), Line.end(), &Found))
    return std::move(Found.All);
  return {std::string(Line)};
}

std::string logs::withoutEscapes(std::string_view Text) {
  std::string Out;
  Out.reserve(Text.size());
  for (size_t I = 0; I < Text.size(); ++I) {
    if (Text[I] != '\033') {
      Out += Text[I];
      continue;
    }
    if (++I == Text.size())
      break;
    if (Text[I] == '[') { // parameters, then one letter
      while (++I < Text.size() && (Text[I] < 0x40 || Text[I] > 0x7e)) {
      }
    } else if (Text[I] == ']') { // a title, up to BEL or ESC '\'
      while (++I < Text.size() && Text[I] != '\a' && Text[I] != '\\') {
      }
    }
  }
  return Out;
}
