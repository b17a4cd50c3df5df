//===-- InitialValue.cpp - what a place holds before anything is stored ---===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/State.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {

std::optional<Integer> toInteger(const llvm::APSInt &N) {
  if (N.getBitWidth() > 64)
    return std::nullopt;
  return N.isSigned() ? Integer(N.getSExtValue()) : Integer(N.getZExtValue());
}

/// The value of a const variable with a constant initialiser.
std::optional<Integer> constantOf(const VarDecl *Var) {
  const VarDecl *Definition = nullptr;
  const Expr *Init = Var->getAnyInitializer(Definition);
  if (!Init || Init->isValueDependent() || !Var->getType().isConstQualified() ||
      !Var->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  const APValue *Value = Definition->evaluateValue();
  return Value && Value->isInt() ? toInteger(Value->getInt()) : std::nullopt;
}

/// The value of a const member that every constructor leaves to its default
/// initialiser.
std::optional<Integer> constantOf(const FieldDecl *Field) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field->getParent());
  const Expr *Init = Field->getInClassInitializer();
  if (!Class || !Init || Init->isValueDependent() || Class->isAggregate() ||
      !Field->getType().isConstQualified() ||
      !Field->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  for (const CXXConstructorDecl *Constructor : Class->ctors()) {
    if (Constructor->isImplicit() || Constructor->isDeleted())
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!Constructor->isDefaulted() && !Constructor->hasBody(Definition))
      return std::nullopt;
    if (Definition)
      Constructor = cast<CXXConstructorDecl>(Definition);
    for (const CXXCtorInitializer *Each : Constructor->inits())
      if (Each->isWritten() && Each->getAnyMember() == Field)
        return std::nullopt;
  }
  Expr::EvalResult Result;
  if (!Init->EvaluateAsInt(Result, Field->getASTContext()))
    return std::nullopt;
  return toInteger(Result.Val.getInt());
}

} // namespace

ValueRef StateManager::initial(LocationRef L) {
  if (L->Kind == LocationKind::Variable)
    if (const auto *Var = dyn_cast<VarDecl>(L->Declaration)) {
      if (std::optional<Integer> N = constantOf(Var))
        return Values.constant(*N);
      if (Var->hasLocalStorage() && !isa<ParmVarDecl>(Var))
        return Values.uninitialized();
    }
  if (L->Kind == LocationKind::Field && L->isExternal())
    if (std::optional<Integer> N = constantOf(L->TheField))
      return Values.constant(*N);
  return Values.initial(L);
}

} // namespace cublaslt::checks::flow
