//===-- IntegerOverflowCheck.cpp - products that wrap ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/IntegerOverflowCheck.h"
#include "checks/queries/AttributeCall.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::Integer;
using flow::Operation;
using flow::State;
using flow::ValueKind;
using flow::ValueRef;

constexpr unsigned MaxDepth = 8;
constexpr Integer Unbounded = Integer(1) << 100;

/// An integer whose products wrap at 32 bits: no smaller type that only an
/// implicit promotion makes an int.
bool isInt(const Expr *E, const ASTContext &Context) {
  QualType T = E->IgnoreParenImpCasts()->getType();
  return T->isIntegerType() && !T->isDependentType() &&
         Context.getTypeSize(T) == 32;
}

/// The greatest value that \p V may have, as far as the path knows.
Integer greatest(ValueRef V, const State &S) {
  if (V->isConstant())
    return V->Number;
  Integer Known = S.rangeOf(V).High;
  if (V->Kind != ValueKind::Binary)
    return Known;
  Integer L = greatest(V->Left, S), R = greatest(V->Right, S);
  if (V->Op == Operation::Min)
    return std::min({L, R, Known});
  if (V->Op == Operation::Mul && L >= 0 && R >= 0 && L < Unbounded &&
      R < (Integer(1) << 26))
    return std::min(L * R, Known);
  return Known;
}

/// The exact value of a constant expression, which C would wrap; nothing when
/// it is not a constant.
std::optional<Integer> exactly(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenImpCasts();
  if (E->isValueDependent())
    return std::nullopt;
  if (const auto *B = dyn_cast<BinaryOperator>(E))
    if (B->isMultiplicativeOp() || B->isAdditiveOp()) {
      std::optional<Integer> L = exactly(B->getLHS(), Context),
                             R = exactly(B->getRHS(), Context);
      if (!L || !R || *L > Unbounded / 2 || *R > (Integer(1) << 26))
        return std::nullopt;
      if (B->getOpcode() == BO_Mul)
        return *L * *R;
      if (B->getOpcode() == BO_Add)
        return *L + *R;
      if (B->getOpcode() == BO_Sub)
        return *L - *R;
      return std::nullopt;
    }
  Expr::EvalResult Result;
  if (!E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context, Expr::SE_NoSideEffects) ||
      Result.Val.getInt().getBitWidth() > 64)
    return std::nullopt;
  const llvm::APSInt &N = Result.Val.getInt();
  return N.isSigned() ? Integer(N.getSExtValue()) : Integer(N.getZExtValue());
}

bool fits(Integer N, QualType T) {
  return T->isUnsignedIntegerType()
             ? N >= 0 && N < (Integer(1) << 32)
             : N >= -(Integer(1) << 31) && N < (Integer(1) << 31);
}

/// What the rule file keeps.
constexpr kb::NeededParameter OfBytes{"attributes", kb::NeededParameter::Words};

} // namespace

std::vector<kb::NeededParameter> IntegerOverflowCheck::needed() {
  return {OfBytes};
}

void IntegerOverflowCheck::beforeCall(const flow::KnownCall &Call,
                                      const State &S) {
  const kb::Function &F = *Call.Function;
  if (std::optional<AttributeCall> A = attributeCall(engine().api(), Call)) {
    if (!A->Sets || !llvm::is_contained(words(OfBytes), A->Attribute->Name))
      return;
    flow::LocationRef Place = engine().values().target(A->Buffer);
    const auto *Stored =
        dyn_cast_or_null<Expr>(engine().states().storedBy(S, Place));
    if (Stored)
      check({"'" + A->Attribute->Name + "'", A->key().str(), A->Attribute->Type,
             &Call, &S, engine().states().load(S, Place)},
            Stored);
    return;
  }
  for (unsigned I = 0; I < F.Parameters.size() && I < Call.Arguments.size();
       ++I)
    if (F.Parameters[I].TheRole == kb::Role::AllocationSize ||
        F.Parameters[I].TheRole == kb::Role::WorkspaceSize)
      check({"the '" + F.Parameters[I].Name + "' of '" + F.Name + "'", "",
             "size_t", &Call, &S, Call.Arguments[I]},
            argumentsOf(Call.Call)[I]);
}

/// What was stored in the variable that \p Variable reads, if that is known.
const Expr *IntegerOverflowCheck::storedIn(const Expr *Variable,
                                           const State &S) {
  const auto *Reference = dyn_cast<DeclRefExpr>(Variable->IgnoreParens());
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || !Var->hasLocalStorage() || Var->getType()->isReferenceType())
    return nullptr;
  return dyn_cast_or_null<Expr>(
      engine().states().storedBy(S, engine().values().variable(Var)));
}

/// The product of ints whose widened value \p E has, if it has one. \p E is
/// \p IsNarrow when it is an int itself.
std::optional<IntegerOverflowCheck::Product>
IntegerOverflowCheck::narrowProduct(const Expr *E, const State &S,
                                    bool IsNarrow, bool ThroughVariable,
                                    unsigned Depth) {
  ASTContext &Context = engine().context();
  E = E->IgnoreParens();
  if (Depth > MaxDepth || E->isValueDependent() ||
      !E->getType()->isIntegerType())
    return std::nullopt;
  auto Inside = [&](const Expr *Part, bool Narrow, bool Variable) {
    return narrowProduct(Part, S, Narrow, ThroughVariable || Variable,
                         Depth + 1);
  };
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return Inside(Full->getSubExpr(), IsNarrow, false);
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    const Expr *Sub = Cast->getSubExpr();
    if (Cast->getCastKind() == CK_IntegralCast ||
        Cast->getCastKind() == CK_NoOp)
      return Inside(
          Sub, isInt(Sub, Context) || Context.getTypeSize(Sub->getType()) == 32,
          false);
    if (Cast->getCastKind() != CK_LValueToRValue)
      return std::nullopt;
    const Expr *Stored = storedIn(Sub, S);
    // An assignment's right side is what was stored.
    if (const auto *Assignment = dyn_cast_or_null<BinaryOperator>(Stored))
      if (Assignment->getOpcode() == BO_Assign)
        Stored = Assignment->getRHS();
    if (!Stored || Context.getTypeSize(Sub->getType()) < 32)
      return std::nullopt;
    return Inside(Stored, Context.getTypeSize(Sub->getType()) == 32,
                  IsNarrow || Context.getTypeSize(Sub->getType()) == 32);
  }
  if (const auto *Assignment = dyn_cast<BinaryOperator>(E);
      Assignment && Assignment->getOpcode() == BO_Assign)
    return Inside(Assignment->getRHS(), IsNarrow, false);
  const auto *Binary = dyn_cast<BinaryOperator>(E);
  if (!Binary || Binary->isCompoundAssignmentOp())
    return std::nullopt;
  bool IsProduct = Binary->getOpcode() == BO_Mul;
  if (!IsProduct && !Binary->isAdditiveOp())
    return std::nullopt;
  IsNarrow = Context.getTypeSize(Binary->getType()) == 32;
  if (IsProduct && IsNarrow && isInt(Binary->getLHS(), Context) &&
      isInt(Binary->getRHS(), Context))
    return Product{Binary, ThroughVariable};
  if (std::optional<Product> P = Inside(Binary->getLHS(), IsNarrow, false))
    return P;
  return Inside(Binary->getRHS(), IsNarrow, false);
}

void IntegerOverflowCheck::check(const Sink &To, const Expr *From) {
  ASTContext &Context = engine().context();
  std::optional<Product> P = narrowProduct(From, *To.S, /*IsNarrow=*/false,
                                           /*ThroughVariable=*/false, 0);
  if (!P)
    return;
  if (std::optional<Integer> Exact = exactly(P->E, Context)) {
    if (!fits(*Exact, P->E->getType()))
      warn(To, *P, /*IsKnown=*/true);
    return;
  }
  // One factor that is a constant, as a number of buffers: rarely too much.
  auto IsKnown = [&](const Expr *Factor) {
    Factor = Factor->IgnoreParenImpCasts();
    const Expr *Stored = storedIn(Factor, *To.S);
    return exactly(Factor, Context) || (Stored && exactly(Stored, Context));
  };
  if (To.V->isConstant() || IsKnown(P->E->getLHS()) || IsKnown(P->E->getRHS()))
    return;
  ValueRef V = To.V;
  while (V->Kind == ValueKind::Binary && V->Op == Operation::Mul &&
         (V->Right->isConstant() || V->Left->isConstant()))
    V = V->Right->isConstant() ? V->Left : V->Right;
  if (fits(greatest(V, *To.S), P->E->getType()))
    return;
  warn(To, *P, /*IsKnown=*/false);
}

void IntegerOverflowCheck::warn(const Sink &To, const Product &P,
                                bool IsKnown) {
  SourceLocation Where = sources().getFileLoc(P.E->getBeginLoc());
  if (!Reported.insert(Where).second)
    return;
  std::string Text = textOf(P.E);
  if (Text.empty()) // put together by a macro
    Text =
        Lexer::getSourceText(sources().getExpansionRange(P.E->getSourceRange()),
                             sources(), engine().context().getLangOpts())
            .str();
  findings::CallSpecification Specification = describe(*To.Call, *To.S);
  Specification.Values[findings::OwnKey::OverflowBits].Known = int64_t(32);
  Specification.Values[findings::OwnKey::OverflowBits].SourceText = Text;
  if (!To.Question.empty())
    Specification.Values[findings::OwnKey::Question].Known = To.Question;
  const FunctionDecl *In = To.Call->In->Function;
  Report Warning =
      report(Where,
             "'" + Text + "' is 32-bit, but " + To.What + " is 64-bit; " +
                 effect(IsKnown ? "known" : "possible").str(),
             In, std::move(Specification));
  const Expr *First = P.E;
  while (const auto *B =
             dyn_cast<BinaryOperator>(First->IgnoreParenImpCasts())) {
    if (B->getOpcode() != BO_Mul)
      break;
    First = B->getLHS();
  }
  First = First->IgnoreImpCasts();
  if (!P.ThroughVariable && !In->isTemplateInstantiation() &&
      P.E->getBeginLoc().isFileID() && P.E->getEndLoc().isFileID() &&
      First->getBeginLoc().isFileID() && First->getEndLoc().isFileID() &&
      First->IgnoreParens() == First && !isa<BinaryOperator>(First)) {
    const LangOptions &Language = engine().context().getLangOpts();
    bool IsCpp = Language.CPlusPlus;
    Warning.fix(FixItHint::CreateInsertion(
        First->getBeginLoc(),
        (IsCpp ? "static_cast<" + To.Type + ">(" : "(" + To.Type + ")").str()));
    if (IsCpp)
      Warning.fix(FixItHint::CreateInsertion(
          Lexer::getLocForEndOfToken(First->getEndLoc(), 0, sources(),
                                     Language),
          ")"));
  }
  if (sources().getExpansionLineNumber(Where) !=
      sources().getExpansionLineNumber(
          sources().getFileLoc(To.Call->Call->getBeginLoc())))
    Warning.note(To.Call->Call, "the product is used here");
}

} // namespace cublaslt::checks
