//===-- LiveFacts.cpp - a call that a running program makes ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "rules/LiveFacts.h"
#include <cinttypes>
#include <cstdio>

using namespace cublaslt;
using namespace cublaslt::rules;

Enumerators::~Enumerators() = default;

void LiveFacts::setNumber(std::string Operand, Integer Number) {
  Values[std::move(Operand)] = {Number, false, Memory::Unknown};
}

void LiveFacts::setPointer(std::string Operand, uint64_t Address,
                           Memory Where) {
  Values[std::move(Operand)] = {Integer(Address), true, Where};
}

const void *LiveFacts::read(const std::string &Operand) {
  auto It = Values.find(Operand);
  return It == Values.end() ? nullptr : &It->second;
}

std::optional<Integer> LiveFacts::number(const Held &V) { return of(V).Number; }

std::optional<Integer> LiveFacts::numberOf(const std::string &Word) {
  if (std::optional<Integer> Written = Facts::numberOf(Word))
    return Written;
  std::optional<int64_t> Number = Names.number(Word);
  return Number ? std::optional<Integer>(*Number) : std::nullopt;
}

const std::string &LiveFacts::typeOf(const std::string &Operand) const {
  static const std::string None;
  const kb::Attribute *A =
      api().attribute(std::string_view(Operand).substr(Operand.find('.') + 1));
  return A ? A->IdiomaticType : None;
}

Truth LiveFacts::isEnumerator(const Held &V) {
  const std::string &Type = typeOf(*V.Operand);
  if (Type.empty() || !Names.knowsType(Type))
    return Truth::Unknown;
  return Names.name(Type, static_cast<int64_t>(of(V).Number)).empty()
             ? Truth::No
             : Truth::Yes;
}

Truth LiveFacts::pointsTo(const Held &V, const std::string &Asked) {
  const Value &Own = of(V);
  if (!Own.IsPointer || Own.Number == 0 || Own.Where == Memory::Unknown)
    return Truth::Unknown;
  return (Own.Where == Memory::Host) == (Asked == "host") ? Truth::Yes
                                                          : Truth::No;
}

std::string LiveFacts::text(const Held &V) {
  const Value &Own = of(V);
  if (Own.IsPointer) {
    char Text[32];
    std::snprintf(Text, sizeof Text, "0x%" PRIx64,
                  static_cast<uint64_t>(Own.Number));
    return Own.Number == 0 ? "null" : Text;
  }
  const std::string &Type = typeOf(*V.Operand);
  std::string Name =
      Type.empty() ? "" : Names.name(Type, static_cast<int64_t>(Own.Number));
  if (!Name.empty())
    return Name;
  return Own.Number > Integer(INT64_MAX)
             ? std::to_string(static_cast<uint64_t>(Own.Number))
             : std::to_string(static_cast<int64_t>(Own.Number));
}
