//===-- SourceOrder.h - which statements a path need not pass ---*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Questions about where a statement stands in its function. The flow analysis
/// follows both outcomes of a condition that it does not understand. If two
/// such conditions depend on each other, some of the paths cannot be taken.
/// These functions find where that is possible.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_SOURCEORDER_H
#define CUBLASLT_CHECKS_SOURCEORDER_H

#include "clang/AST/ASTContext.h"

namespace cublaslt::checks {

/// The variable or field that \p E names: x, &x, p->x, x.get().
const clang::ValueDecl *namedIn(const clang::Expr *E);

/// Returns true if a condition decides whether \p S runs. Conditions that also
/// decide about \p Along (may be null) or that mention \p About do not count.
bool isConditional(const clang::Stmt *S, const clang::Stmt *Along,
                   const clang::ValueDecl *About, clang::ASTContext &Context);

/// The innermost loop around \p S in its function, or null.
const clang::Stmt *loopAround(const clang::Stmt *S, clang::ASTContext &Context);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_SOURCEORDER_H
