//===-- Evaluate.h - which conditions hold of a call ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Holds the conditions of the rule files (kb/Condition.h) against what is
/// known of a call, from any source, and fills their messages.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RULES_EVALUATE_H
#define CUBLASLT_RULES_EVALUATE_H

#include "kb/Rule.h"
#include "rules/Facts.h"
#include <functional>
#include <string>
#include <vector>

namespace cublaslt::rules {

enum class CallKind { Heuristic, Matmul };

/// A condition that holds of a call.
struct Match {
  const kb::Rule *Rule = nullptr;
  const kb::Condition *Condition = nullptr;
  std::string Message; ///< with the values in their places
  /// What happens, and what to do: just this condition's.
  const std::string *Effect = nullptr, *Advice = nullptr;
};

inline bool isAsked(const kb::Condition &C, CallKind Kind) {
  return Kind == CallKind::Heuristic ? C.AtHeuristic : C.AtMatmul;
}

/// What \p Operand, which may be a quantity, comes to at this call: nothing
/// when it has no such operand, or the facts leave the quantity open.
Held resolve(const std::string &Operand, Facts &F);

Truth holds(const kb::Term &T, Facts &F);
/// All of \p Terms. Asks each, also where the answer is given before: what was
/// read matters too.
Truth holds(const std::vector<kb::Term> &Terms, Facts &F);
/// The same, or the table of types where the condition asks that.
Truth holds(const kb::Condition &C, Facts &F);

/// \p Message with what \p ValueOf gives for each "{name}".
std::string
fillWith(const std::string &Message,
         const std::function<std::string(const std::string &)> &ValueOf);
/// \p Message with the operands' values in their places.
std::string fill(const std::string &Message, Facts &F);

/// The conditions of \p R that certainly hold of the call.
std::vector<Match> evaluate(const kb::Rule &R, CallKind Kind, Facts &F);

} // namespace cublaslt::rules

#endif // CUBLASLT_RULES_EVALUATE_H
