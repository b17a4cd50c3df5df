//===-- FlowFacts.h - a call as the flow analysis knows it ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The problem at a call, on the path that leads there, for the rules.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_PROBLEM_FLOWFACTS_H
#define CUBLASLT_CHECKS_PROBLEM_FLOWFACTS_H

#include "checks/problem/MatmulProblem.h"
#include "rules/Facts.h"

namespace cublaslt::checks {

/// The operands that were looked at, and what they held.
using OperandValues =
    llvm::SmallVector<std::pair<llvm::StringRef, flow::ValueRef>, 8>;

class FlowFacts : public rules::Facts {
public:
  /// How a value is shown to people.
  using Namer = llvm::function_ref<std::string(llvm::StringRef Operand,
                                               flow::ValueRef V)>;
  /// All must live as long as this.
  FlowFacts(MatmulProblem &Problem, Namer NameOf)
      : Facts(
            Problem.vocabulary().engine().api().apiOf(Problem.call().Function)),
        Problem(Problem), NameOf(NameOf) {}

  MatmulProblem &problem() { return Problem; }
  /// What was read since it was last asked. The names are the knowledge
  /// base's.
  OperandValues takeRead() { return std::exchange(Read, {}); }

  const kb::Quantity *quantity(const std::string &Operand) override;
  const void *read(const std::string &Operand) override;
  std::optional<rules::Integer> number(const rules::Held &V) override;
  std::optional<rules::Integer> numberOf(const std::string &Word) override;
  rules::Bounds bounds(const rules::Held &V) override;
  rules::Truth is(const rules::Held &V, const std::string &Word) override;
  rules::Truth isOneOf(const rules::Held &V,
                       const std::vector<std::string> &Words) override;
  rules::Truth isEnumerator(const rules::Held &V) override;
  rules::Truth isNull(const rules::Held &V) override;
  std::optional<rules::Integer> difference(const rules::Held &L,
                                           const rules::Held &R) override;
  rules::Truth isSame(const rules::Held &L, const rules::Held &R) override;
  rules::Truth pointsTo(const rules::Held &V,
                        const std::string &Memory) override;
  rules::Truth pointsToType(const rules::Held &V,
                            const std::vector<std::string> &Types) override;
  std::string text(const rules::Held &V) override;

private:
  rules::Truth isOneOf(const rules::Held &V, llvm::ArrayRef<std::string> Names);

  MatmulProblem &Problem;
  Namer NameOf;
  OperandValues Read;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_PROBLEM_FLOWFACTS_H
