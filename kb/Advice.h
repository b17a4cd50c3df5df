//===-- Advice.h - what a person is told about an error ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What was seen, what to look at, what helps and what does not: a claim each,
/// with its mark. A claim that measurement refutes is never a fix.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_ADVICE_H
#define CUBLASLT_KB_ADVICE_H

#include "kb/KnowledgeBase.h"
#include <string>
#include <vector>

namespace cublaslt::kb {

struct Advice {
  AnswerLine::Kind What = AnswerLine::Kind::Observed;
  std::string Says;
  std::string Mark; ///< as in AnswerLine
  std::vector<std::string> Evidence;

  std::string text() const {
    return Says + (Mark.empty() ? "" : " [" + Mark + "]");
  }
};

/// The entry's answer, to such a call; of an entry without one, its claims.
std::vector<Advice> adviceOf(const Entry &E, CallKind Call = CallKind::Any);

/// What kind of call \p Name is; Any: none that the statuses tell apart.
CallKind kindOf(const std::string &Name, const KnowledgeBase &Kb);

/// "fix", "won't help", ...
const char *titleOf(AnswerLine::Kind What);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_ADVICE_H
