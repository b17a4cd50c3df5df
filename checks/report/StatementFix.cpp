//===-- StatementFix.cpp - removing a statement ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/StatementFix.h"
#include "checks/report/Surroundings.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// \p Call is a whole statement of a block, and its value is not the block's.
bool isStatementOfBlock(const CallExpr *Call, ASTContext &Context) {
  std::optional<Surroundings> In = surroundingsOf(
      Call, Context, [](const Expr *Outer) { return isa<FullExpr>(Outer); });
  const auto *Block = In ? In->Around.get<CompoundStmt>() : nullptr;
  if (!Block)
    return false;
  auto Around = Context.getParents(*Block);
  return Around.size() != 1 || !Around[0].get<StmtExpr>();
}

} // namespace

FixItHint removeStatement(const CallExpr *Call, ASTContext &Context) {
  if (Call->getBeginLoc().isMacroID() || Call->getEndLoc().isMacroID() ||
      !isStatementOfBlock(Call, Context))
    return {};
  const SourceManager &Sources = Context.getSourceManager();
  std::optional<Token> Semicolon =
      Lexer::findNextToken(Call->getEndLoc(), Sources, Context.getLangOpts());
  if (!Semicolon || Semicolon->isNot(tok::semi))
    return {};
  return FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      Call->getBeginLoc(), Semicolon->getEndLoc()));
}

} // namespace cublaslt::checks
