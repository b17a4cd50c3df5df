//===-- Origin.cpp - where an argument was written ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Origin.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
/// The expression that gives parameter \p I of \p Callee its value in \p Call,
/// or null.
const Expr *argumentFor(const Expr *Call, const FunctionDecl *Callee,
                        unsigned I) {
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Call))
    return I < Construct->getNumArgs() ? Construct->getArg(I) : nullptr;
  const auto *E = dyn_cast<CallExpr>(Call);
  if (!E)
    return nullptr;
  // The object of an operator that is a member is its first argument.
  if (isa<CXXOperatorCallExpr>(E) && isa<CXXMethodDecl>(Callee) &&
      E->getNumArgs() > Callee->getNumParams())
    ++I;
  return I < E->getNumArgs() ? E->getArg(I) : nullptr;
}
} // namespace

const Expr *withoutVoidCasts(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenImpCasts();
    const auto *Cast = dyn_cast<ExplicitCastExpr>(E);
    if (!Cast || !Cast->getType()->isVoidPointerType() ||
        !Cast->getSubExpr()->IgnoreParenImpCasts()->getType()->isPointerType())
      return E;
    E = Cast->getSubExpr();
  }
}

Origin originOf(const Expr *E, ValueRef V, const Frame &In) {
  Origin Found{E, &In};
  for (const Frame *F = &In; F->Caller && F->Path && F->Path->Call;
       F = F->Caller) {
    const auto *Reference =
        dyn_cast<DeclRefExpr>(withoutVoidCasts(Found.Written));
    const auto *Given =
        Reference ? dyn_cast<ParmVarDecl>(Reference->getDecl()) : nullptr;
    if (!Given || Given->getDeclContext() != F->Function)
      break;
    unsigned I = Given->getFunctionScopeIndex();
    if (I >= F->Entry.size() || F->Entry[I] != V)
      break;
    const Expr *Outer = argumentFor(F->Path->Call, F->Function, I);
    if (!Outer)
      break;
    Found = {Outer, F->Caller};
  }
  return Found;
}

const Stmt *sourceOf(FlowEngine &Engine, const KnownCall &Call, kb::Role R,
                     const State &S) {
  const Expr *Argument = Call.expression(R);
  if (!Argument)
    return nullptr;
  const Origin From = originOf(Argument, Call.argument(R), *Call.In);
  if (From.In != Call.In)
    return From.Written;
  const auto *Reference = dyn_cast<DeclRefExpr>(Argument->IgnoreParenCasts());
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || !Var->hasLocalStorage() || Var->getType()->isReferenceType())
    return nullptr;
  return Engine.states().storedBy(S, Engine.values().variable(Var));
}

} // namespace cublaslt::checks::flow
