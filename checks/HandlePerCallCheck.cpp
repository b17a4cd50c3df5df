//===-- HandlePerCallCheck.cpp - short-lived handles ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/HandlePerCallCheck.h"
#include "checks/queries/SourceOrder.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueRef;

namespace {

/// \p E is taken from a parameter, or from the object whose method this is.
bool comesFromCaller(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenCasts();
    if (isa<CXXThisExpr>(E))
      return true;
    if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
      return isa<ParmVarDecl>(Reference->getDecl());
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      E = Member->getBase();
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
      E = Call->getImplicitObjectArgument();
    else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      E = Subscript->getBase();
    else if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      E = Unary->getSubExpr();
    else
      return false;
  }
}

/// \p Part lies in \p Whole, or \p Whole is null.
bool isInside(const Stmt *Part, const Stmt *Whole, const SourceManager &SM) {
  return !Whole || SM.isPointWithin(SM.getExpansionLoc(Part->getBeginLoc()),
                                    SM.getExpansionLoc(Whole->getBeginLoc()),
                                    SM.getExpansionLoc(Whole->getEndLoc()));
}

/// What the matmul writes to, as it is given; or null. Of a wrapper that does
/// not say, the last matrix.
const Expr *writtenMatrix(const flow::KnownCall &Call) {
  const Expr *Last = nullptr;
  for (const auto &[P, Given] :
       llvm::zip(Call.Function->Parameters, argumentsOf(Call.Call))) {
    if (P.TheRole != kb::Role::Matrix)
      continue;
    Last = Given;
    if (P.IsOut)
      break;
  }
  return Last;
}

} // namespace

void HandlePerCallCheck::afterCall(const flow::KnownCall &Call, ValueRef,
                                   flow::State &S) {
  const kb::Function &F = *Call.Function;
  int At = F.indexOf(kb::Role::Handle);
  if (At < 0 || unsigned(At) >= Call.Arguments.size())
    return;
  if (F.TheAction == kb::Action::Create) {
    ValueRef Handle = Call.made(SymbolKind::Object);
    if (const CallExpr *const *Last = Ended.get(S, Handle))
      reportHandle(Handle, Call.In->Function, /*IsLoop=*/true, *Last, S);
    Used.clear(S, Handle);
    UsedForCaller.clear(S, Handle);
    Ended.clear(S, Handle);
    return;
  }
  ValueRef Handle = Call.Arguments[At];
  if (!Handle->isSymbol(SymbolKind::Object))
    return;
  if (F.TheAction == kb::Action::Matmul) {
    Used.set(S, Handle, {});
    // A loop of matmuls makes good use of one handle.
    const Stmt *Loop = loopAround(Call.Call, engine().context());
    const Expr *Output = writtenMatrix(Call);
    if (Handle->Path == Call.In->Path && Output && comesFromCaller(Output) &&
        isInside(Handle->Site, Loop, sources()))
      UsedForCaller.set(S, Handle, {});
  }
  if (F.TheAction != kb::Action::Destroy || !Used.get(S, Handle))
    return;
  Ended.set(S, Handle, Call.Call);
  const FunctionDecl *In = Call.In->Function;
  if (UsedForCaller.get(S, Handle) && Handle->Path == Call.In->Path &&
      !In->isMain() && !isa<CXXConstructorDecl, CXXDestructorDecl>(In))
    reportHandle(Handle, In, /*IsLoop=*/false, Call.Call, S);
}

void HandlePerCallCheck::reportHandle(ValueRef Handle, const FunctionDecl *In,
                                      bool IsLoop, const Stmt *Destroyed,
                                      const flow::State &S) {
  findings::CallSpecification Specification;
  Specification.Function = Handle->Callee->Name;
  Specification.Values[findings::OwnKey::HandlePerCall].Known = true;
  std::string Where =
      IsLoop ? std::string("in each round of the loop")
             : "by each call of '" + In->getQualifiedNameAsString() + "'";
  report(Handle->Site->getBeginLoc(),
         "handle is made and destroyed " + Where + "; " +
             effect("handle").str(),
         In, std::move(Specification))
      .onPath({S, Handle->Site, Handle->Path, /*Later=*/IsLoop})
      .note(Destroyed, "it is destroyed here");
}

} // namespace cublaslt::checks
