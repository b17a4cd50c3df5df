//===-- DefaultStreamCheck.cpp - cublaslt-default-stream ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/DefaultStreamCheck.h"
#include "checks/report/ArgumentFix.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

/// A literal 0, NULL or nullptr. A macro with another name is a deliberate
/// choice of the stream.
bool isLiteralNull(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenCasts();
  const auto *Number = dyn_cast<IntegerLiteral>(E);
  if (!(Number && Number->getValue() == 0) &&
      !isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return false;
  SourceLocation Where = E->getBeginLoc();
  const SourceManager &Sources = Context.getSourceManager();
  // An argument of a macro counts where it is written.
  while (Where.isMacroID() && Sources.isMacroArgExpansion(Where))
    Where = Sources.getImmediateSpellingLoc(Where);
  return !Where.isMacroID() ||
         Lexer::getImmediateMacroName(Where, Sources, Context.getLangOpts()) ==
             "NULL";
}

/// \p T is the stream type, or a reference to it.
bool isStream(QualType T, QualType Stream) {
  return T.getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
         Stream.getUnqualifiedType();
}

/// Collects the streams that a function's body names.
class StreamFinder : public RecursiveASTVisitor<StreamFinder> {
public:
  explicit StreamFinder(QualType Stream) : Stream(Stream) {}
  /// Local variables, and how often each is named.
  llvm::MapVector<const VarDecl *, unsigned> Locals;
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitVarDecl(VarDecl *D) {
    if (D->isLocalVarDecl() && isStream(D->getType(), Stream))
      Locals[D] += 0;
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    const auto *D = dyn_cast<VarDecl>(E->getDecl());
    if (D && D->isLocalVarDecl() && isStream(D->getType(), Stream))
      ++Locals[D];
    return true;
  }

private:
  QualType Stream;
};

/// The parameters and local variables of \p F that are streams in use: one
/// that is made and never named again is not.
llvm::SmallVector<const VarDecl *, 2> findStreams(const FunctionDecl *F,
                                                  QualType Stream) {
  llvm::SmallVector<const VarDecl *, 2> Streams;
  for (const ParmVarDecl *P : F->parameters())
    if (P->getIdentifier() && isStream(P->getType(), Stream))
      Streams.push_back(P);
  StreamFinder Finder(Stream);
  Finder.TraverseStmt(F->getBody());
  for (const auto &[Local, Uses] : Finder.Locals)
    if (Uses > (Local->hasInit() ? 0u : 1u))
      Streams.push_back(Local);
  return Streams;
}

} // namespace

void DefaultStreamCheck::beforeCall(const flow::KnownCall &Call,
                                    const flow::State &S) {
  const Expr *Argument =
      Call.IsApi ? Call.expression(kb::Role::Stream) : nullptr;
  if (!Argument || !Seen.insert(Call.Call).second)
    return;
  ASTContext &Context = engine().context();
  const FunctionDecl *Callee = Call.Call->getDirectCallee();
  int At = Call.Function->indexOf(kb::Role::Stream);
  if (!isLiteralNull(Argument, Context) || !Callee ||
      unsigned(At) >= Callee->getNumParams())
    return;
  const FunctionDecl *In = Call.In->Function;
  const QualType Stream =
      Callee->getParamDecl(At)->getType().getCanonicalType();
  auto [It, IsNew] = StreamsOf.try_emplace(In);
  if (IsNew)
    It->second = findStreams(In, Stream.getUnqualifiedType());
  llvm::SmallVector<const ValueDecl *, 4> Streams;
  for (const VarDecl *Var : It->second)
    if (isa<ParmVarDecl>(Var) || isVisibleAt(Var, Call.Call, In, Context))
      Streams.push_back(Var);
  if (const auto *Method = dyn_cast<CXXMethodDecl>(In);
      Method && Method->isInstance() && !Method->getParent()->isLambda())
    for (const FieldDecl *Field : Method->getParent()->fields())
      if (Field->getIdentifier() && isStream(Field->getType(), Stream))
        Streams.push_back(Field);
  if (Streams.empty())
    return;
  findings::CallSpecification Specification = describe(Call, S);
  Specification.Values[findings::Key::argument(Call.Function->Parameters[At])]
      .Known = findings::PointerKind::Null;
  Report Warning = report(
      Argument->getBeginLoc(),
      "'" + Call.Function->Name + "' runs on the default stream, not on '" +
          Streams.front()->getNameAsString() + "'; " + effect("default-stream"),
      In, std::move(Specification));
  Warning.onPath({S, Call.Call, Call.In->Path});
  Warning.note(Streams.front()->getLocation(), "the stream is declared here");
  if (Streams.size() == 1)
    Warning.fix(replaceArgument(Call.Call, Argument, Streams.front()->getName(),
                                Context));
}

} // namespace cublaslt::checks
