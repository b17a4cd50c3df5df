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

#include "kb/Entry.h"
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

/// The entry's answer; of an entry without one, its claims.
std::vector<Advice> adviceOf(const Entry &E);

/// "fix", "won't help", ...
const char *titleOf(AnswerLine::Kind What);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_ADVICE_H
