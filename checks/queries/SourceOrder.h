//===-- SourceOrder.h - which statements a path need not pass ---*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Questions about where a statement stands in its function. The flow
/// analysis keeps paths apart by what their conditions say; two conditions
/// that it does not understand may still depend on one another, and then one
/// of its paths is none. These questions find where that may be so.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_SOURCEORDER_H
#define CUBLASLT_CHECKS_SOURCEORDER_H

#include "clang/AST/ASTContext.h"

namespace cublaslt::checks {

/// The variable or field that \p E names: x, &x, p->x, x.get().
const clang::ValueDecl *namedIn(const clang::Expr *E);

/// Some condition decides whether \p S runs, other than those that also
/// decide about \p Along (may be null), and those that mention \p About.
bool isConditional(const clang::Stmt *S, const clang::Stmt *Along,
                   const clang::ValueDecl *About, clang::ASTContext &Context);

/// The innermost loop around \p S in its function, or null.
const clang::Stmt *loopAround(const clang::Stmt *S, clang::ASTContext &Context);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_SOURCEORDER_H
