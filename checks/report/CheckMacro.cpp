//===-- CheckMacro.cpp - wrapping a dropped status ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/CheckMacro.h"
#include "checks/report/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

bool isDropped(const CallExpr *Call, ASTContext &Context) {
  std::optional<Surroundings> In =
      surroundingsOf(Call, Context, [](const Expr *Outer) {
        return isa<ExprWithCleanups, ParenExpr>(Outer);
      });
  if (!In)
    return false;
  const DynTypedNode &Around = In->Around;
  if (const auto *If = Around.get<IfStmt>())
    return If->getCond() != In->Whole;
  if (const auto *For = Around.get<ForStmt>())
    return For->getCond() != In->Whole;
  if (const auto *While = Around.get<WhileStmt>())
    return While->getCond() != In->Whole;
  if (const auto *Do = Around.get<DoStmt>())
    return Do->getCond() != In->Whole;
  return Around.get<CompoundStmt>() || Around.get<LabelStmt>() ||
         Around.get<SwitchCase>() || Around.get<CXXForRangeStmt>();
}

llvm::SmallVector<FixItHint, 2> wrapDroppedCall(llvm::StringRef Macro,
                                                const CallExpr *Call,
                                                ASTContext &Context) {
  if (Macro.empty() || Call->getBeginLoc().isMacroID() ||
      Call->getEndLoc().isMacroID() || !isDropped(Call, Context))
    return {};
  const SourceLocation End = Lexer::getLocForEndOfToken(
      Call->getEndLoc(), 0, Context.getSourceManager(), Context.getLangOpts());
  return {FixItHint::CreateInsertion(Call->getBeginLoc(), (Macro + "(").str()),
          FixItHint::CreateInsertion(End, ")")};
}

} // namespace cublaslt::checks
