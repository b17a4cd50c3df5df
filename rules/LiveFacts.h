//===-- LiveFacts.h - a call that a running program makes -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a running program knows of the call that it is about to make: numbers
/// and addresses as they are in memory. Enumerators are numbers there, so the
/// caller supplies their names. The C++ type of the object behind a pointer is
/// unknown.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RULES_LIVEFACTS_H
#define CUBLASLT_RULES_LIVEFACTS_H

#include "rules/Facts.h"
#include <map>

namespace cublaslt::rules {

/// The enumerators of the headers that the program, or who watches it, was
/// compiled with.
class Enumerators {
public:
  virtual ~Enumerators();
  virtual std::optional<int64_t> number(std::string_view Name) const = 0;
  /// The enumerator of the type \p Type with that number, or empty.
  virtual std::string name(std::string_view Type, int64_t Number) const = 0;
  virtual bool knowsType(std::string_view Type) const = 0;
};

enum class Memory { Unknown, Host, Device };

class LiveFacts : public Facts {
public:
  LiveFacts(const kb::Api &Api, const Enumerators &Names)
      : Facts(Api), Names(Names) {}

  void setNumber(std::string Operand, Integer Number);
  void setPointer(std::string Operand, uint64_t Address, Memory Where);

  const void *read(const std::string &Operand) override;
  std::optional<Integer> number(const Held &V) override;
  std::optional<Integer> numberOf(const std::string &Word) override;
  Truth isEnumerator(const Held &V) override;
  Truth pointsTo(const Held &V, const std::string &Memory) override;
  std::string text(const Held &V) override;

private:
  struct Value {
    Integer Number = 0;
    bool IsPointer = false;
    Memory Where = Memory::Unknown;
  };
  static const Value &of(const Held &V) {
    return *static_cast<const Value *>(V.Value);
  }
  /// Of the attribute that the operand is: the enumeration of its values, or
  /// empty.
  const std::string &typeOf(const std::string &Operand) const;

  const Enumerators &Names;
  std::map<std::string, Value> Values;
};

} // namespace cublaslt::rules

#endif // CUBLASLT_RULES_LIVEFACTS_H
