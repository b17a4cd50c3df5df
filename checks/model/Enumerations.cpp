//===-- Enumerations.cpp - enumerations of the headers --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/Enumerations.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace cublaslt::checks {

const EnumDecl *enumNamed(ASTContext &Context, llvm::StringRef TypeName) {
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(
           &Context.Idents.get(TypeName))) {
    const EnumDecl *Enum = dyn_cast<EnumDecl>(D);
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
      if (const auto *Type = Alias->getUnderlyingType()->getAs<EnumType>())
        Enum = Type->getDecl();
    if (Enum && Enum->getDefinition())
      return Enum->getDefinition();
  }
  return nullptr;
}

std::string enumeratorName(const EnumDecl *Enum, int64_t Number) {
  if (Enum)
    for (const EnumConstantDecl *Constant : Enum->enumerators())
      if (Constant->getInitVal() == Number)
        return Constant->getNameAsString();
  return "";
}

} // namespace cublaslt::checks
