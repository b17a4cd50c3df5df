//===-- CheckMacro.h - wrapping a dropped status ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The fix-it of the checks that find an untested status: a call that drops
/// it is wrapped in the project's own macro or function that checks one.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_CHECKMACRO_H
#define CUBLASLT_CHECKS_CHECKMACRO_H

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"

namespace cublaslt::checks {

/// The call is a statement of its own: its status is dropped.
bool isDropped(const clang::CallExpr *Call, clang::ASTContext &Context);

/// Puts \p Call into \p Macro's parentheses; nothing when \p Macro is empty,
/// the status is not dropped, or another macro is involved.
llvm::SmallVector<clang::FixItHint, 2>
wrapDroppedCall(llvm::StringRef Macro, const clang::CallExpr *Call,
                clang::ASTContext &Context);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_CHECKMACRO_H
