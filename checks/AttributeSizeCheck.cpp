//===-- AttributeSizeCheck.cpp - sizes of attributes ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/AttributeSizeCheck.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// Counts how often a variable is named.
class UseCounter : public RecursiveASTVisitor<UseCounter> {
public:
  explicit UseCounter(const VarDecl *Of) : Of(Of) {}
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    Uses += E->getDecl() == Of;
    return true;
  }
  unsigned count(const Stmt *In) {
    Uses = 0;
    TraverseStmt(const_cast<Stmt *>(In));
    return Uses;
  }

private:
  const VarDecl *Of;
  unsigned Uses = 0;
};

/// The declaration of \p Var stands alone in its statement.
bool isDeclaredAlone(const VarDecl *Var, ASTContext &Context) {
  auto Parents = Context.getParents(*Var);
  const auto *Statement =
      Parents.size() == 1 ? Parents[0].get<DeclStmt>() : nullptr;
  return Statement && Statement->isSingleDecl();
}

} // namespace

void AttributeSizeCheck::beforeCall(const flow::KnownCall &Call,
                                    const flow::State &S) {
  std::optional<AttributeCall> A = attributeCall(engine().api(), Call);
  if (!A || !A->Size || !A->Attribute->Size || A->Attribute->IsRemoved)
    return;
  // Asking with size 0 gives the size.
  if (A->Size->isConstant(flow::Integer(A->Attribute->Size)) ||
      (!A->Sets && A->Size->isConstant(0)))
    return;
  flow::Origin Where = A->blame(A->SizeOrigin);
  findings::CallSpecification Specification = describe(Call, S);
  noteQuestion(Specification, *A);
  Specification.Values[findings::Key::sizeOf(A->key())] = specify(A->Size);
  std::string Type =
      A->Attribute->Type.empty() ? "" : " (" + A->Attribute->Type + ")";
  Report Warning = report(Where.Written->getBeginLoc(),
                          "'" + A->Attribute->Name + "' has " +
                              std::to_string(A->Attribute->Size) + " bytes" +
                              Type + ", not " + textOf(A->Size) + "; " +
                              effect(A->Sets ? "set" : "get").str(),
                          Where.In->Function, std::move(Specification));
  Warning.fix(retype(*A, Call))
      .declaredAt(addressedDeclaration(A->BufferOrigin.Written));
  if (Where.In != Call.In)
    Warning.note(Call.Call, "'" + Call.Function->Name + "' is called here");
}

/// A local variable that serves this call only gets the attribute's type.
FixItHint AttributeSizeCheck::retype(const AttributeCall &A,
                                     const flow::KnownCall &Call) {
  const auto *Var =
      dyn_cast_or_null<VarDecl>(addressedDeclaration(A.BufferOrigin.Written));
  const FunctionDecl *F = Call.In->Function;
  if (!A.Sets || A.Attribute->IsPointer || A.Attribute->Type.empty() ||
      A.BufferOrigin.In != Call.In || !Var || !Var->hasLocalStorage() ||
      isa<ParmVarDecl>(Var) || Var->getDeclContext() != F ||
      F->isTemplateInstantiation() || Var->isConstexpr())
    return {};
  const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(
      Call.expression(kb::Role::BufferSize)->IgnoreParenImpCasts());
  QualType T = Var->getType();
  // A braced initialiser may narrow.
  if (!Size || Size->isArgumentType() ||
      !(T->isBuiltinType() || T->isEnumeralType()) ||
      !isDeclaredAlone(Var, engine().context()) ||
      (Var->hasInit() && isa<InitListExpr>(Var->getInit()->IgnoreImpCasts())))
    return {};
  UseCounter Uses(Var);
  if (Uses.count(F->getBody()) != Uses.count(Call.Call))
    return {};
  SourceRange Spelled = Var->getTypeSourceInfo()
                            ->getTypeLoc()
                            .getUnqualifiedLoc()
                            .getSourceRange();
  if (Spelled.getBegin().isMacroID() || Spelled.getEnd().isMacroID())
    return {};
  return FixItHint::CreateReplacement(CharSourceRange::getTokenRange(Spelled),
                                      A.Attribute->Type);
}

} // namespace cublaslt::checks
