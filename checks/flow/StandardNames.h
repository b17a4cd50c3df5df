//===-- StandardNames.h - names of the standard library ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_STANDARDNAMES_H
#define CUBLASLT_CHECKS_FLOW_STANDARDNAMES_H

#include "clang/AST/DeclBase.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/StringRef.h"

namespace cublaslt::checks::flow {

/// \p D is in namespace std or one inside it.
bool isInStd(const clang::Decl *D);

/// A record that the standard library defines, by its plain name ("vector"),
/// or empty.
llvm::StringRef standardRecord(clang::QualType T);

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_STANDARDNAMES_H
