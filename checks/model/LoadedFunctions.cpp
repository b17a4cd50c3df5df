//===-- LoadedFunctions.cpp - functions loaded at run time ----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs that load the library by dlsym call its functions through a
/// pointer, or through an object whose operator() looks the function up. They
/// are the API where they bear the function's own name and take as many
/// arguments.
///
//===----------------------------------------------------------------------===//
#include "checks/model/ApiModel.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// Looks whether a body only passes on what another function returns.
class ForwardingFinder : public RecursiveASTVisitor<ForwardingFinder> {
public:
  bool HasReturn = false, DoesMore = false;
  bool VisitReturnStmt(ReturnStmt *S) {
    HasReturn = true;
    const Expr *Returned = S->getRetValue();
    DoesMore |= !Returned || !isa<CallExpr>(Returned->IgnoreParenImpCasts());
    return true;
  }
  bool VisitCXXThrowExpr(CXXThrowExpr *) {
    DoesMore = true;
    return true;
  }
  // Loading may be done by a lambda, once.
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
};

/// Tests and throws are the wrapper's own business: it is not the function.
bool isForwarding(const FunctionDecl *Callee) {
  const FunctionDecl *Definition = nullptr;
  if (!Callee || !Callee->hasBody(Definition))
    return true;
  ForwardingFinder Finder;
  Finder.TraverseStmt(Definition->getBody());
  return Finder.HasReturn && !Finder.DoesMore;
}

/// The variable or member that is called, or null.
const ValueDecl *calledPlace(const CallExpr *Call) {
  const Expr *Called = Call->getCallee();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call)) {
    if (Operator->getOperator() != OO_Call)
      return nullptr;
    Called = Operator->getArg(0);
  } else if (Call->getDirectCallee()) {
    return nullptr;
  }
  Called = Called->IgnoreParenImpCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(Called);
      Unary && Unary->getOpcode() == UO_Deref)
    Called = Unary->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Reference = dyn_cast<DeclRefExpr>(Called))
    return dyn_cast<VarDecl>(Reference->getDecl());
  const auto *Member = dyn_cast<MemberExpr>(Called);
  return Member ? Member->getMemberDecl() : nullptr;
}

} // namespace

llvm::ArrayRef<const Expr *> argumentsOf(const CallExpr *Call) {
  llvm::ArrayRef<const Expr *> All(Call->getArgs(), Call->getNumArgs());
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
  return Operator && Operator->getOperator() == OO_Call ? All.drop_front()
                                                        : All;
}

const kb::Function *ApiModel::loaded(const CallExpr *Call) const {
  const ValueDecl *Place = calledPlace(Call);
  const IdentifierInfo *Name = Place ? Place->getIdentifier() : nullptr;
  auto It = Name ? Functions.find(Name) : Functions.end();
  if (It == Functions.end() || !It->second.IsApi)
    return nullptr;
  const kb::Function *F = It->second.TheFunction;
  const bool IsAlike = argumentsOf(Call).size() == F->Parameters.size() &&
                       Call->getType()->isEnumeralType() == F->ReturnsStatus &&
                       isForwarding(Call->getDirectCallee());
  return IsAlike ? F : nullptr;
}

const kb::Function *ApiModel::function(const CallExpr *Call) const {
  if (const kb::Function *F = function(Call->getDirectCallee()))
    return F;
  return loaded(Call);
}

} // namespace cublaslt::checks
