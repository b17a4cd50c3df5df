//===-- ArgumentFix.h - replacing an argument ----------------- -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Fix-its that replace an argument by a variable: no fix-it rather than one
/// that does not compile.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_ARGUMENTFIX_H
#define CUBLASLT_CHECKS_ARGUMENTFIX_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/Diagnostic.h"

namespace cublaslt::checks {

/// The parameter or local variable that \p E names, looking through casts; null
/// for anything else.
const clang::VarDecl *localVariable(const clang::Expr *E);

/// \p Variable, of the function \p In, can be named at \p Where.
bool isVisibleAt(const clang::VarDecl *Variable, const clang::Expr *Where,
                 const clang::FunctionDecl *In, clang::ASTContext &Context);

/// Replaces \p Argument of \p Call by \p Text, unless a macro is involved:
/// then the correction is empty. An argument that is a macro without
/// parameters, such as NULL, is replaced.
clang::FixItHint replaceArgument(const clang::CallExpr *Call,
                                 const clang::Expr *Argument,
                                 llvm::StringRef Text,
                                 const clang::ASTContext &Context);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_ARGUMENTFIX_H
