//===-- StatementFix.cpp - removing a statement ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/StatementFix.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// \p Call is a whole statement of a block, and its value is not the block's.
bool isStatementOfBlock(const CallExpr *Call, ASTContext &Context) {
  const Expr *Whole = Call;
  for (;;) {
    auto Parents = Context.getParents(*Whole);
    if (Parents.size() != 1)
      return false;
    if (const auto *Outer = Parents[0].get<FullExpr>()) {
      Whole = Outer;
      continue;
    }
    const auto *Block = Parents[0].get<CompoundStmt>();
    if (!Block)
      return false;
    auto Around = Context.getParents(*Block);
    return Around.size() != 1 || !Around[0].get<StmtExpr>();
  }
}

} // namespace

void removeStatement(const DiagnosticBuilder &Diagnostic, const CallExpr *Call,
                     ASTContext &Context) {
  if (Call->getBeginLoc().isMacroID() || Call->getEndLoc().isMacroID() ||
      !isStatementOfBlock(Call, Context))
    return;
  const SourceManager &Sources = Context.getSourceManager();
  std::optional<Token> Semicolon =
      Lexer::findNextToken(Call->getEndLoc(), Sources, Context.getLangOpts());
  if (!Semicolon || Semicolon->isNot(tok::semi))
    return;
  auto [File, Begin] = Sources.getDecomposedLoc(Call->getBeginLoc());
  auto [EndFile, End] = Sources.getDecomposedLoc(Semicolon->getEndLoc());
  llvm::StringRef Text = Sources.getBufferData(File);
  if (EndFile != File)
    return;
  unsigned From = Begin, To = End;
  while (From > 0 && isHorizontalWhitespace(Text[From - 1]))
    --From;
  while (To < Text.size() && isHorizontalWhitespace(Text[To]))
    ++To;
  // With the line's beginning, not its end: clang-tidy tidies blanks behind
  // what is removed, and would spoil the next line's indentation.
  bool IsAlone = From > 0 && Text[From - 1] == '\n' && To < Text.size() &&
                 Text[To] == '\n';
  if (IsAlone) {
    Begin = From - 1;
    End = To;
  }
  SourceLocation Start = Sources.getLocForStartOfFile(File);
  Diagnostic << FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      Start.getLocWithOffset(Begin), Start.getLocWithOffset(End)));
}

} // namespace cublaslt::checks
