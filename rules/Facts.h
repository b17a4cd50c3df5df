//===-- Facts.h - what is known of one call ---------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What is known of a heuristic or matmul call. The implementations take it
/// from the flow analysis of a path (checks/problem/FlowFacts.h), from a log or
/// a call specification (findings/CallFacts.h), or from a running program that
/// is about to make the call (LiveFacts.h). Rules are evaluated on this
/// interface alone.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RULES_FACTS_H
#define CUBLASLT_RULES_FACTS_H

#include "kb/Api.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::rules {

/// Ordered: of several that must all hold, the least is the answer.
enum class Truth { No, Unknown, Yes };

inline Truth negation(Truth T) {
  return T == Truth::Unknown ? T : T == Truth::Yes ? Truth::No : Truth::Yes;
}

/// Holds every int64_t and uint64_t, and their differences.
using Integer = __int128;

/// The value of an attribute or an argument, as an implementation of Facts
/// keeps it. Valid as long as the Facts are.
struct Held {
  /// Never a quantity. The text lives as long as the knowledge base.
  const std::string *Operand = nullptr;
  const void *Value = nullptr; ///< the implementation's own; null: not known
  explicit operator bool() const { return Value; }
};

/// The smallest and the largest possible value; a missing one is unbounded.
struct Bounds {
  std::optional<Integer> Low, High;
};

class Facts {
public:
  explicit Facts(const kb::Api &Api) : TheApi(Api) {}
  virtual ~Facts();
  Facts(const Facts &) = delete;
  Facts &operator=(const Facts &) = delete;

  const kb::Api &api() const { return TheApi; }

  /// The quantity that \p Operand names; null for attributes and arguments.
  virtual const kb::Quantity *quantity(const std::string &Operand);

  /// The value of an attribute or argument; null when nothing is known of it.
  virtual const void *read(const std::string &Operand) = 0;

  // The following are asked of values that are there.

  /// The value is one, and can be compared with enumerators. By default, where
  /// it is a number.
  virtual bool isDefinite(const Held &V);

  /// The number, where the value is exactly one.
  virtual std::optional<Integer> number(const Held &V) = 0;
  /// The number of an enumerator, or one that is written; nothing where it is
  /// not known here. By default, of what is written.
  virtual std::optional<Integer> numberOf(const std::string &Word);
  /// By default, those of number().
  virtual Bounds bounds(const Held &V);

  /// The enumerator or number \p Word.
  virtual Truth is(const Held &V, const std::string &Word);
  /// By default, asks is() of each.
  virtual Truth isOneOf(const Held &V, const std::vector<std::string> &Words);
  /// An enumerator of the attribute's own type. By default not known.
  virtual Truth isEnumerator(const Held &V);
  virtual Truth isNull(const Held &V);
  /// \p L minus \p R.
  virtual std::optional<Integer> difference(const Held &L, const Held &R);
  /// By default, by the difference.
  virtual Truth isSame(const Held &L, const Held &R);
  /// \p Memory: "host" or "device". By default not known.
  virtual Truth pointsTo(const Held &V, const std::string &Memory);
  /// At an object of one of the C++ types, not zero. By default not known.
  virtual Truth pointsToType(const Held &V,
                             const std::vector<std::string> &Types);

  /// The value as messages show it.
  virtual std::string text(const Held &V) = 0;

private:
  const kb::Api &TheApi;
};

} // namespace cublaslt::rules

#endif // CUBLASLT_RULES_FACTS_H
