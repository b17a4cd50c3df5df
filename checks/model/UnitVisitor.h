//===-- UnitVisitor.h - all code of a translation unit ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Base of the AST visitors over a translation unit. Visits user code and its
/// template instantiations, and skips system headers.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_UNITVISITOR_H
#define CUBLASLT_CHECKS_MODEL_UNITVISITOR_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

namespace cublaslt::checks {

template <typename Derived>
class UnitVisitor : public clang::RecursiveASTVisitor<Derived> {
public:
  explicit UnitVisitor(clang::ASTContext &Context) : Context(Context) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return false; }
  bool TraverseDecl(clang::Decl *D) {
    if (!D)
      return true;
    // clang's visitor asserts that an instantiated class has no such member.
    if (llvm::isa<clang::VarTemplateDecl, clang::VarTemplateSpecializationDecl>(
            D))
      return true;
    const bool IsOfSystem =
        !llvm::isa<clang::TranslationUnitDecl,
                   clang::ClassTemplateSpecializationDecl>(D) &&
        Context.getSourceManager().isInSystemHeader(D->getLocation());
    return IsOfSystem || clang::RecursiveASTVisitor<Derived>::TraverseDecl(D);
  }

protected:
  clang::ASTContext &Context;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_UNITVISITOR_H
