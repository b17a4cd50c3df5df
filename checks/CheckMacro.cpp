//===-- CheckMacro.cpp - wrapping a dropped status ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/CheckMacro.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

bool isDropped(const CallExpr *Call, ASTContext &Context) {
  const Expr *Whole = Call;
  for (;;) {
    auto Parents = Context.getParents(*Whole);
    if (Parents.size() != 1)
      return false;
    if (const auto *Outer = Parents[0].get<Expr>()) {
      if (!isa<ExprWithCleanups, ParenExpr>(Outer))
        return false;
      Whole = Outer;
      continue;
    }
    if (const auto *If = Parents[0].get<IfStmt>())
      return If->getCond() != Whole;
    if (const auto *For = Parents[0].get<ForStmt>())
      return For->getCond() != Whole;
    if (const auto *While = Parents[0].get<WhileStmt>())
      return While->getCond() != Whole;
    if (const auto *Do = Parents[0].get<DoStmt>())
      return Do->getCond() != Whole;
    return Parents[0].get<CompoundStmt>() || Parents[0].get<LabelStmt>() ||
           Parents[0].get<SwitchCase>() || Parents[0].get<CXXForRangeStmt>();
  }
}

void wrapDroppedCall(const DiagnosticBuilder &Diagnostic, llvm::StringRef Macro,
                     const CallExpr *Call, ASTContext &Context) {
  if (Macro.empty() || Call->getBeginLoc().isMacroID() ||
      Call->getEndLoc().isMacroID() || !isDropped(Call, Context))
    return;
  Diagnostic << FixItHint::CreateInsertion(Call->getBeginLoc(),
                                           (Macro + "(").str())
             << FixItHint::CreateInsertion(
                    Lexer::getLocForEndOfToken(Call->getEndLoc(), 0,
                                               Context.getSourceManager(),
                                               Context.getLangOpts()),
                    ")");
}

} // namespace cublaslt::checks
