//===-- ApiModel.h - the API's functions in a translation unit --*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Resolves declarations of one translation unit to their descriptions in the
/// knowledge base. A declaration is matched by its resolved identity (a C
/// function, or one of namespace std), never by a name in the text: members and
/// overloads that carry the same name are not the API. The exception is what
/// stands for a function that is loaded at run time, see LoadedFunctions.cpp.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_APIMODEL_H
#define CUBLASLT_CHECKS_MODEL_APIMODEL_H

#include "kb/KnowledgeBase.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"

namespace cublaslt::checks {

class ApiModel {
public:
  ApiModel(const kb::KnowledgeBase &Kb, clang::ASTContext &Context);

  /// The knowledge base's description of \p Callee, or null. The user's own
  /// functions are described only where their body is out of sight.
  const kb::Function *function(const clang::FunctionDecl *Callee) const;
  /// The same for what \p Call calls, through a pointer or an object that
  /// stands for a loaded function too.
  const kb::Function *function(const clang::CallExpr *Call) const;

  /// True when \p F belongs to the API itself or wraps it, and is not one of
  /// the host functions that are merely known.
  bool isApi(const kb::Function *F) const;

  /// The API that \p F belongs to, as function or as known host function.
  const kb::Api &apiOf(const kb::Function *F) const;

  /// Attribute \p Number of the kind of object that \p F sets; or null.
  const kb::Attribute *attributeNumbered(const kb::Function *F,
                                         int64_t Number) const;
  /// False for an attribute that is newer than the described version, if the
  /// translation unit does not declare it: its number may be unused here, or an
  /// attribute of an older version.
  bool isAtHand(const kb::Api &Api, const kb::Attribute &A) const;
  /// The attribute of \p F's API with that meaning (for that matrix); or null.
  const kb::Attribute *attributeMeaning(const kb::Function *F, kb::Meaning M,
                                        char Matrix = 0) const;
  /// The kind of object that a heuristic of \p F's API fills in; or null.
  const kb::ObjectKind *resultKind(const kb::Function *F) const;
  /// The argument of \p F with this role is an object that has attributes.
  bool holdsAttributes(const kb::Function *F, kb::Role R) const;

  /// True for the field that holds a device's total memory in bytes.
  bool isTotalMemoryField(const clang::FieldDecl *Field) const;

  const kb::KnowledgeBase &knowledge() const { return Kb; }

private:
  struct Known {
    const kb::Function *TheFunction;
    const kb::Api *Api;
    bool IsApi;
    bool InStd;
  };
  const kb::Function *wrapper(const clang::FunctionDecl *Callee) const;
  /// LoadedFunctions.cpp.
  const kb::Function *loaded(const clang::CallExpr *Call) const;

  const kb::KnowledgeBase &Kb;
  const clang::ASTContext &Context;
  llvm::DenseMap<const clang::IdentifierInfo *, Known> Functions;
  /// By their last name: several may share it.
  llvm::DenseMap<const clang::IdentifierInfo *,
                 llvm::SmallVector<const kb::Function *, 2>>
      Wrappers;
  llvm::DenseMap<const kb::Function *, Known> Descriptions;
};

/// The arguments of \p Call as the function's description counts them: the
/// object of an `operator()` call is not counted.
llvm::ArrayRef<const clang::Expr *> argumentsOf(const clang::CallExpr *Call);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_APIMODEL_H
