//===-- Surroundings.h - what an expression is part of ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The way from a call outwards, to what its value is used for.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_SURROUNDINGS_H
#define CUBLASLT_CHECKS_SURROUNDINGS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/ASTTypeTraits.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>

namespace cublaslt::checks {

struct Surroundings {
  const clang::Expr *Whole; ///< the expression with its wrappers
  clang::DynTypedNode Around;
};

/// What stands around \p E and the expressions around it that \p IsWrapper
/// holds for; nothing where there is not exactly one such thing.
std::optional<Surroundings>
surroundingsOf(const clang::Expr *E, clang::ASTContext &Context,
               llvm::function_ref<bool(const clang::Expr *)> IsWrapper);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_SURROUNDINGS_H
