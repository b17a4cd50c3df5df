//===-- Enumerations.h - enumerations of the headers ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_ENUMERATIONS_H
#define CUBLASLT_CHECKS_MODEL_ENUMERATIONS_H

#include "clang/AST/ASTContext.h"
#include <string>

namespace cublaslt::checks {

/// The definition of the enumeration that \p TypeName names, or null.
const clang::EnumDecl *enumNamed(clang::ASTContext &Context,
                                 llvm::StringRef TypeName);
/// The name of the enumerator of \p Enum, which may be null, with that value,
/// or empty.
std::string enumeratorName(const clang::EnumDecl *Enum, int64_t Number);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_ENUMERATIONS_H
