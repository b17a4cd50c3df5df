//===-- SourceOrder.cpp - which statements a path need not pass -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/queries/SourceOrder.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// The statement around \p S in the same function, through declarations.
const Stmt *parentOf(const Stmt *S, ASTContext &Context) {
  if (isa<LambdaExpr>(S))
    return nullptr;
  auto Parents = Context.getParents(*S);
  for (;;) {
    if (Parents.empty())
      return nullptr;
    if (const auto *Parent = Parents[0].get<Stmt>())
      return isa<LambdaExpr>(Parent) ? nullptr : Parent;
    const auto *D = Parents[0].get<VarDecl>();
    if (!D)
      return nullptr;
    Parents = Context.getParents(*D);
  }
}

bool mentions(const Stmt *S, const ValueDecl *D) {
  if (!S)
    return false;
  if (const auto *Reference = dyn_cast<DeclRefExpr>(S);
      Reference && Reference->getDecl() == D)
    return true;
  if (const auto *Member = dyn_cast<MemberExpr>(S);
      Member && Member->getMemberDecl() == D)
    return true;
  return llvm::any_of(S->children(),
                      [D](const Stmt *Child) { return mentions(Child, D); });
}

/// The condition by which \p Parent decides whether its part \p Child runs,
/// or null when it always does.
const Stmt *decisionOf(const Stmt *Parent, const Stmt *Child) {
  if (const auto *If = dyn_cast<IfStmt>(Parent))
    return Child == If->getThen() || Child == If->getElse() ? If->getCond()
                                                            : nullptr;
  if (const auto *Switch = dyn_cast<SwitchStmt>(Parent))
    return Child == Switch->getBody() ? Switch->getCond() : nullptr;
  if (const auto *While = dyn_cast<WhileStmt>(Parent))
    return Child == While->getBody() ? While->getCond() : nullptr;
  if (const auto *For = dyn_cast<ForStmt>(Parent))
    return Child == For->getBody() ? For->getCond() : nullptr;
  if (const auto *For = dyn_cast<CXXForRangeStmt>(Parent))
    return Child == For->getBody() ? For->getRangeInit() : nullptr;
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(Parent))
    return Child == Choice->getCond() ? nullptr : Choice->getCond();
  if (const auto *Both = dyn_cast<BinaryOperator>(Parent))
    return Both->isLogicalOp() && Child == Both->getRHS() ? Both->getLHS()
                                                          : nullptr;
  return nullptr;
}

} // namespace

const ValueDecl *namedIn(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenCasts();
    if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
      return Reference->getDecl();
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      return Member->getMemberDecl();
    if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      E = Unary->getSubExpr();
    else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      E = Subscript->getBase();
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
      E = Call->getImplicitObjectArgument();
    else
      return nullptr;
  }
}

bool isConditional(const Stmt *S, const Stmt *Along, const ValueDecl *About,
                   ASTContext &Context) {
  llvm::SmallPtrSet<const Stmt *, 16> Shared;
  for (const Stmt *At = Along; At; At = parentOf(At, Context))
    Shared.insert(At);
  for (const Stmt *Parent = parentOf(S, Context); Parent;
       S = Parent, Parent = parentOf(S, Context)) {
    if (Shared.contains(S))
      return false;
    if (isa<CXXCatchStmt>(Parent))
      return true;
    const Stmt *Decision = decisionOf(Parent, S);
    if (Decision && !(About && mentions(Decision, About)))
      return true;
  }
  return false;
}

const Stmt *loopAround(const Stmt *S, ASTContext &Context) {
  // The `do ... while (0)` of a macro goes round once.
  auto IsOnce = [&](const Stmt *Loop) {
    const auto *Do = dyn_cast<DoStmt>(Loop);
    bool GoesOn = true;
    return Do && !Do->getCond()->isValueDependent() &&
           Do->getCond()->EvaluateAsBooleanCondition(GoesOn, Context) &&
           !GoesOn;
  };
  for (S = parentOf(S, Context); S; S = parentOf(S, Context))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S) && !IsOnce(S))
      return S;
  return nullptr;
}

} // namespace cublaslt::checks
