//===-- CallFacts.h - a call specification as facts -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The known values of a call specification, for the rules: numbers, and
/// enumerators by their names. What has no key is not known.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_CALLFACTS_H
#define CUBLASLT_FINDINGS_CALLFACTS_H

#include "findings/Finding.h"
#include "rules/Facts.h"

namespace cublaslt::findings {

class CallFacts : public rules::Facts {
public:
  /// Both must live as long as this.
  CallFacts(const CallSpecification &Call, const kb::Api &Api)
      : Facts(Api), Call(Call) {}

  const void *read(const std::string &Operand) override;
  bool isDefinite(const rules::Held &V) override;
  std::optional<rules::Integer> number(const rules::Held &V) override;
  std::optional<rules::Integer> numberOf(const std::string &Word) override;
  rules::Truth is(const rules::Held &V, const std::string &Word) override;
  rules::Truth isOneOf(const rules::Held &V,
                       const std::vector<std::string> &Words) override;
  rules::Truth isNull(const rules::Held &V) override;
  rules::Truth isSame(const rules::Held &L, const rules::Held &R) override;
  std::string text(const rules::Held &V) override;

private:
  /// An enumerator that the library's log shows without its name.
  bool isUnknownWord(const std::string &Word) const;

  const CallSpecification &Call;
};

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_CALLFACTS_H
