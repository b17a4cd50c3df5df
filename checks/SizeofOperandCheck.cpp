//===-- SizeofOperandCheck.cpp - sizeof of another object -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/SizeofOperandCheck.h"
#include "checks/queries/AttributeCall.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

void SizeofOperandCheck::beforeCall(const flow::KnownCall &Call,
                                    const flow::State &S) {
  std::optional<AttributeCall> A = attributeCall(engine().api(), Call);
  if (!A || A->BufferOrigin.In != A->SizeOrigin.In)
    return;
  const auto *Sizeof = dyn_cast<UnaryExprOrTypeTraitExpr>(
      A->SizeOrigin.Written->IgnoreParenImpCasts());
  const ValueDecl *Object = addressedDeclaration(A->BufferOrigin.Written);
  if (!Sizeof || Sizeof->getKind() != UETT_SizeOf || Sizeof->isArgumentType() ||
      !Object)
    return;
  const Expr *Operand = Sizeof->getArgumentExpr()->IgnoreParens();
  const ValueDecl *Measured = nullptr;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(Operand))
    Measured = Reference->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(Operand))
    Measured = Member->getMemberDecl();
  // A wrong size is the business of cublaslt-attribute-size.
  if (!Measured || Measured == Object ||
      (A->Size && A->Attribute->Size &&
       !A->Size->isConstant(flow::Integer(A->Attribute->Size))))
    return;
  const auto *Address =
      cast<UnaryOperator>(flow::withoutVoidCasts(A->BufferOrigin.Written));
  std::string Right = textOf(Address->getSubExpr());
  if (Right.empty()) // put together by a macro
    Right = Object->getNameAsString();
  findings::CallSpecification Specification = describe(Call, S);
  noteQuestion(Specification, *A);
  Report Warning = report(Sizeof->getBeginLoc(),
                          "the size is that of '" + textOf(Operand) +
                              "', but the value that of '" + Right + "'; " +
                              effect("lucky").str(),
                          A->SizeOrigin.In->Function, std::move(Specification));
  if (!Operand->getBeginLoc().isMacroID() &&
      !Operand->getEndLoc().isMacroID() &&
      !Address->getBeginLoc().isMacroID() && !Address->getEndLoc().isMacroID())
    Warning.fix(FixItHint::CreateReplacement(Operand->getSourceRange(), Right));
  Warning.declaredAt(Object).declaredAt(Measured);
}

} // namespace cublaslt::checks
