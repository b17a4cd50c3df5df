//===-- Description.h - values and states for people ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What values, places and ranges of the flow analysis are called in a trace
/// and in State::dump. Nothing else depends on these words.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_DESCRIPTION_H
#define CUBLASLT_CHECKS_FLOW_DESCRIPTION_H

#include "checks/flow/State.h"
#include "clang/AST/ASTContext.h"
#include <string>

namespace cublaslt::checks::flow {

/// Describes what belongs to one translation unit. Without its \p Context,
/// which may be null, source text and line numbers are left out.
class Description {
public:
  explicit Description(const clang::ASTContext *Context) : Context(Context) {}

  /// The number, the expression, or why it is unknown: "64", "n * 2 (n given
  /// to f())", "unknown: written by g() at line 12".
  std::string known(ValueRef V, const State &S) const;
  /// The value as an expression of its parts.
  std::string value(ValueRef V) const;
  /// Why the value is not a constant; empty for one that is.
  std::string origin(ValueRef V) const;
  std::string place(LocationRef L) const;
  static std::string range(const Range &R);
  /// Source text on one line, cut to a readable length.
  std::string text(const clang::Stmt *S) const;
  /// " at line 12", or nothing where that is not known.
  std::string atLine(const clang::Stmt *S) const;
  unsigned line(clang::SourceLocation Where) const;

private:
  std::string symbol(ValueRef V) const;
  const clang::ASTContext *Context;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_DESCRIPTION_H
