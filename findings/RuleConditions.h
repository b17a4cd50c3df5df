//===-- RuleConditions.h - rules' conditions on a known call ---*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The conditions of the rule files (kb/Condition.h), tested on the values of a
/// call specification. What is not known holds no condition. Inside the library
/// only.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_RULECONDITIONS_H
#define CUBLASLT_FINDINGS_RULECONDITIONS_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include <string>
#include <vector>

namespace cublaslt::findings {

class ConditionTester {
public:
  ConditionTester(const CallSpecification &Call, const kb::Api &Api)
      : Call(Call), Api(Api) {}

  /// All terms certainly hold.
  bool holds(const std::vector<kb::Term> &Terms) const;
  /// \p Message with the operands' values in their places.
  std::string filled(const std::string &Message) const;

private:
  /// Null when it is not known.
  const SpecificationValue *value(const std::string &Operand) const;
  bool holds(const kb::Term &T) const;

  const CallSpecification &Call;
  const kb::Api &Api;
};

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_RULECONDITIONS_H
