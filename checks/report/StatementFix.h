//===-- StatementFix.h - removing a statement -------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_STATEMENTFIX_H
#define CUBLASLT_CHECKS_STATEMENTFIX_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/Diagnostic.h"

namespace cublaslt::checks {

/// Removes \p Call with its semicolon where it is a statement of its own in a
/// block; otherwise, and inside macros, the correction is empty.
clang::FixItHint removeStatement(const clang::CallExpr *Call,
                                 clang::ASTContext &Context);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_STATEMENTFIX_H
