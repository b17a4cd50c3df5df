//===-- ArgumentFix.cpp - replacing an argument ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/ArgumentFix.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

const VarDecl *localVariable(const Expr *E) {
  const auto *Reference = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  const auto *Variable =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  return Variable && Variable->hasLocalStorage() ? Variable : nullptr;
}

bool isVisibleAt(const VarDecl *Variable, const Expr *Where,
                 const FunctionDecl *In, ASTContext &Context) {
  if (Variable->getDeclContext() != In || !Variable->getIdentifier())
    return false;
  if (isa<ParmVarDecl>(Variable))
    return true;
  if (!Context.getSourceManager().isBeforeInTranslationUnit(
          Variable->getLocation(), Where->getBeginLoc()))
    return false;
  // The statement that declares it stands in a block around the call.
  const CompoundStmt *Block = nullptr;
  for (const auto &Parent : Context.getParents(*Variable))
    if (const auto *Declaration = Parent.get<DeclStmt>())
      for (const auto &Around : Context.getParents(*Declaration))
        Block = Around.get<CompoundStmt>();
  if (!Block)
    return false;
  DynTypedNodeList Parents = Context.getParents(*Where);
  while (!Parents.empty()) {
    if (Parents[0].get<CompoundStmt>() == Block)
      return true;
    if (Parents[0].get<LambdaExpr>())
      return false;
    Parents = Context.getParents(Parents[0]);
  }
  return false;
}

FixItHint replaceArgument(const CallExpr *Call, const Expr *Argument,
                          llvm::StringRef Text, const ASTContext &Context) {
  if (Call->getBeginLoc().isMacroID() || Call->getEndLoc().isMacroID())
    return {};
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Argument->getSourceRange()),
      Context.getSourceManager(), Context.getLangOpts());
  return Range.isValid() ? FixItHint::CreateReplacement(Range, Text)
                         : FixItHint();
}

} // namespace cublaslt::checks
