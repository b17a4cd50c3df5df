//===-- Expressions.cpp - following one function: expressions -------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"
#include "clang/Basic/Stack.h"

using namespace clang;

namespace cublaslt::checks::flow {

std::optional<Integer> FunctionWalk::fold(const Expr *E) {
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  Expr::EvalResult Result;
  if (!E->EvaluateAsInt(Result, Context, Expr::SE_NoSideEffects))
    return std::nullopt;
  const llvm::APSInt &N = Result.Val.getInt();
  if (N.getBitWidth() > 64)
    return std::nullopt;
  return N.isSigned() ? Integer(N.getSExtValue()) : Integer(N.getZExtValue());
}

bool FunctionWalk::isOutside(const State &S, LocationRef L) const {
  LocationRef Root = L->root();
  if (Root->isExternal())
    return true;
  for (LocationRef At = L; At; At = At->Parent)
    if (S.Readable.contains(At))
      return true;
  if (Root->Kind != LocationKind::Variable)
    return false;
  // A captured variable of a function that is not being followed.
  const DeclContext *Owner = Root->Declaration->getDeclContext();
  for (const Frame *F = &In; F; F = F->Caller)
    if (Owner == F->Function)
      return false;
  return true;
}

ValueRef FunctionWalk::value(State &S, const Expr *E) {
  E = E->IgnoreParens();
  if (ValueRef Known = S.Expressions.lookup(E))
    return Known;
  // Generated code may nest thousands, one level of our stack each.
  ValueRef Result = nullptr;
  runWithSufficientStackSpace([] {}, [&] { Result = compute(S, E); });
  return Result;
}

bool FunctionWalk::isComputedOnDemand(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::ParenExprClass:
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::FloatingLiteralClass:
  case Stmt::StringLiteralClass:
  case Stmt::CXXBoolLiteralExprClass:
  case Stmt::CXXNullPtrLiteralExprClass:
  case Stmt::GNUNullExprClass:
  case Stmt::CXXThisExprClass:
  case Stmt::MemberExprClass:
  case Stmt::ArraySubscriptExprClass:
    return true;
  case Stmt::DeclRefExprClass:
    return !isa<BindingDecl>(cast<DeclRefExpr>(E)->getDecl());
  case Stmt::UnaryOperatorClass:
    return !cast<UnaryOperator>(E)->isIncrementDecrementOp();
  default:
    return isa<CastExpr>(E);
  }
}

ValueRef FunctionWalk::opaque(State &S, const Expr *E) {
  // What is not understood still carries the statuses it was made from.
  ValueRef Carrier = nullptr;
  for (const Stmt *Child : E->children())
    if (const auto *Part = dyn_cast_or_null<Expr>(Child)) {
      Part = Part->IgnoreParens();
      ValueRef V = isComputedOnDemand(Part) ? value(S, Part)
                                            : S.Expressions.lookup(Part);
      if (V)
        for (ValueRef T : V->Tracked)
          Carrier = Carrier ? Values.binary(Operation::Or, Carrier, T) : T;
    }
  ValueRef V =
      Values.symbol(Carrier ? SymbolKind::Merged : SymbolKind::CallResult, E,
                    In.Path, nullptr, nullptr,
                    Carrier ? Carrier->Tracked : llvm::ArrayRef<ValueRef>());
  return E->isGLValue() ? Values.address(Values.pointee(V)) : V;
}

void FunctionWalk::evaluate(const Stmt *Statement, State S, StateList &Out) {
  if (isa<CallExpr, CXXConstructExpr>(Statement))
    if (const VarDecl *Made = Graph.Makers.lookup(Statement))
      forgetLastRound(S, Made, Statement);
  if (const auto *E = dyn_cast<CallExpr>(Statement))
    return call(E, std::move(S), Out);
  if (const auto *E = dyn_cast<CXXConstructExpr>(Statement))
    return construct(E, std::move(S), Out);
  if (const auto *D = dyn_cast<DeclStmt>(Statement)) {
    declare(S, D);
  } else if (const auto *R = dyn_cast<ReturnStmt>(Statement)) {
    if (const Expr *E = R->getRetValue()) {
      ValueRef V = value(S, E);
      if (In.isOutermost())
        letGo(S, V, /*MayWrite=*/false, E);
      States.store(S, In.ReturnSlot, V, R);
    } else {
      // `return;` stores a dummy so that the return slot records this statement
      // as its origin.
      States.store(S, In.ReturnSlot, Values.constant(0), R);
    }
  } else if (const auto *T = dyn_cast<CXXThrowExpr>(Statement)) {
    if (T->getSubExpr())
      letGo(S, value(S, T->getSubExpr()), /*MayWrite=*/false, T);
  } else if (const auto *Asm = dyn_cast<GCCAsmStmt>(Statement)) {
    for (unsigned I = 0; I < Asm->getNumOutputs(); ++I)
      if (ValueRef V = value(S, Asm->getOutputExpr(I));
          V->Kind == ValueKind::Address)
        States.forget(S, V->Place, Asm, In.Path);
  } else if (const auto *E = dyn_cast<Expr>(Statement)) {
    if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
      capture(S, Lambda);
    ValueRef V = compute(S, E->IgnoreParens());
    States.setExpression(S, E->IgnoreParens(), V);
  }
  Out.push_back(std::move(S));
}

void FunctionWalk::forgetLastRound(State &S, const VarDecl *Var,
                                   const Stmt *Maker) {
  LocationRef L = Values.variable(Var);
  if (!S.Store.lookup(L))
    return;
  tellStored(S, L, Values.uninitialized(), Maker);
  States.drop(S, {L});
}

void FunctionWalk::capture(State &S, const LambdaExpr *E) {
  auto Init = E->capture_init_begin();
  for (const LambdaCapture &Capture : E->captures()) {
    const Expr *Given = *Init++;
    if (!Capture.capturesVariable())
      continue;
    LocationRef L = Values.variable(Capture.getCapturedVar());
    if (Capture.getCapturedVar()->isInitCapture())
      States.store(S, L, Given ? value(S, Given) : Values.uninitialized(), E);
    else if (Capture.getCaptureKind() == LCK_ByCopy) {
      // The copy is not followed: the body is taken to look at the variable.
      States.markTested(S, States.load(S, L));
      tellLost(S, L);
    }
  }
}

void FunctionWalk::declare(State &S, const DeclStmt *D) {
  for (const Decl *Each : D->decls()) {
    const auto *Var = dyn_cast<VarDecl>(Each);
    if (!Var || !Var->hasLocalStorage())
      continue;
    LocationRef L = Values.variable(Var);
    const Expr *Init = Var->getInit();
    ValueRef V = Init ? convert(Values, Context, value(S, Init), Var->getType())
                      : Values.uninitialized();
    const Stmt *Site = Init ? static_cast<const Stmt *>(Init) : D;
    tellStored(S, L, V, Site);
    States.store(S, L, V, Site);
  }
}

void FunctionWalk::initialize(State &S, const CXXCtorInitializer *Init) {
  if (!In.This)
    return;
  ValueRef V = value(S, Init->getInit());
  if (const FieldDecl *Field = Init->getAnyMember()) {
    LocationRef L = Values.field(In.This, Field);
    if (Field->getType()->isReferenceType())
      States.store(S, L, V, Init->getInit());
    else
      assign(S, L, V, Init->getInit());
    return;
  }
  // A base or the delegated-to constructor: its fields are this object's.
  if (V->Kind == ValueKind::Copy)
    for (const auto &[Part, Bound] : States.contents(S, V->Place))
      if (Part != V->Place)
        States.store(S, Values.rebase(Part, V->Place, In.This), Bound.What,
                     Bound.Site);
}

ValueRef FunctionWalk::loadValue(State &S, LocationRef L, QualType T) {
  if (T->isRecordType()) {
    ValueRef V = States.load(S, L);
    bool HasParts = States.contents(S, L).size() > 1;
    bool IsKnown = !V->isSymbol(SymbolKind::Initial) &&
                   !V->isSymbol(SymbolKind::Uninitialized);
    return IsKnown && !HasParts && V->Kind != ValueKind::Copy
               ? V
               : Values.copyOf(L);
  }
  ValueRef V = Engine.load(S, L);
  // A value that a path has pinned down is that constant.
  Range Known = S.rangeOf(V);
  if (Known.Low == Known.High && Known.IsNamed && V->Tracked.empty() &&
      T->isIntegralOrEnumerationType())
    return Values.constant(Known.Low);
  return V;
}

void FunctionWalk::tellStored(State &S, LocationRef L, ValueRef V,
                              const Stmt *Site) {
  Engine.tell<Hook::Store>(L, V, Site, In, S);
}

void FunctionWalk::assign(State &S, LocationRef L, ValueRef V,
                          const Stmt *Site) {
  tellStored(S, L, V, Site);
  if (isOutside(S, L))
    letGo(S, V, /*MayWrite=*/true, nullptr);
  States.store(S, L, V, Site);
}

ValueRef FunctionWalk::compute(State &S, const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::CXXBoolLiteralExprClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::TypeTraitExprClass:
    if (std::optional<Integer> N = fold(E))
      return Values.constant(*N);
    return opaque(S, E);
  case Stmt::CXXNullPtrLiteralExprClass:
  case Stmt::GNUNullExprClass:
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::CXXScalarValueInitExprClass:
    return Values.constant(0);
  case Stmt::FloatingLiteralClass:
    return Values.symbol(SymbolKind::Literal, E, nullptr);
  case Stmt::DeclRefExprClass:
    return computeReference(S, cast<DeclRefExpr>(E));
  case Stmt::MemberExprClass:
    return computeMember(S, cast<MemberExpr>(E));
  case Stmt::CXXThisExprClass:
    return In.This ? Values.address(In.This) : opaque(S, E);
  case Stmt::ArraySubscriptExprClass: {
    const auto *Subscript = cast<ArraySubscriptExpr>(E);
    return Values.address(Values.target(Values.advance(
        value(S, Subscript->getBase()), value(S, Subscript->getIdx()),
        strideOf(Context, Subscript->getBase()->getType()))));
  }
  case Stmt::UnaryOperatorClass:
    return computeUnary(S, cast<UnaryOperator>(E));
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    return computeBinary(S, cast<BinaryOperator>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass: {
    const auto *Choice = cast<AbstractConditionalOperator>(E);
    ValueRef Condition = value(S, Choice->getCond());
    if (Condition->isConstant())
      return value(S, Condition->Number ? Choice->getTrueExpr()
                                        : Choice->getFalseExpr());
    ValueRef A = value(S, Choice->getTrueExpr()),
             B = value(S, Choice->getFalseExpr());
    return A == B ? A : opaque(S, E);
  }
  case Stmt::InitListExprClass:
    return computeInitializerList(S, cast<InitListExpr>(E));
  case Stmt::MaterializeTemporaryExprClass: {
    const auto *Temporary = cast<MaterializeTemporaryExpr>(E);
    ValueRef V = value(S, Temporary->getSubExpr());
    if (V->Kind == ValueKind::Copy && V->Place->Kind == LocationKind::Temporary)
      return Values.address(V->Place);
    LocationRef L = Values.temporary(E, In.Path);
    States.store(S, L, V, E);
    return Values.address(L);
  }
  case Stmt::CompoundLiteralExprClass: {
    LocationRef L = Values.temporary(E, In.Path);
    States.store(S, L, value(S, cast<CompoundLiteralExpr>(E)->getInitializer()),
                 E);
    return E->isGLValue() ? Values.address(L) : Values.copyOf(L);
  }
  case Stmt::CXXStdInitializerListExprClass: {
    ValueRef Array = value(S, cast<CXXStdInitializerListExpr>(E)->getSubExpr());
    return Array->Kind == ValueKind::Address
               ? Values.address(
                     Values.element(Array->Place, Values.constant(0)))
               : opaque(S, E);
  }
  case Stmt::CXXNewExprClass:
    return Values.address(Values.temporary(E, In.Path));
  case Stmt::ExprWithCleanupsClass:
    return value(S, cast<ExprWithCleanups>(E)->getSubExpr());
  case Stmt::ConstantExprClass:
    return value(S, cast<ConstantExpr>(E)->getSubExpr());
  case Stmt::CXXBindTemporaryExprClass:
    return value(S, cast<CXXBindTemporaryExpr>(E)->getSubExpr());
  case Stmt::CXXDefaultArgExprClass:
    return value(S, cast<CXXDefaultArgExpr>(E)->getExpr());
  case Stmt::CXXDefaultInitExprClass:
    return value(S, cast<CXXDefaultInitExpr>(E)->getExpr());
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return value(S, cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement());
  case Stmt::OpaqueValueExprClass:
    if (const Expr *Source = cast<OpaqueValueExpr>(E)->getSourceExpr())
      return value(S, Source);
    return opaque(S, E);
  case Stmt::CXXRewrittenBinaryOperatorClass:
    return value(S, cast<CXXRewrittenBinaryOperator>(E)->getSemanticForm());
  case Stmt::GenericSelectionExprClass:
    // Code with errors chooses nothing.
    if (cast<GenericSelectionExpr>(E)->isResultDependent())
      return opaque(S, E);
    return value(S, cast<GenericSelectionExpr>(E)->getResultExpr());
  case Stmt::StmtExprClass: {
    const CompoundStmt *Body = cast<StmtExpr>(E)->getSubStmt();
    const auto *Last =
        Body->body_empty() ? nullptr : dyn_cast<Expr>(Body->body_back());
    return Last ? value(S, Last) : opaque(S, E);
  }
  default:
    if (const auto *Cast = dyn_cast<CastExpr>(E))
      return computeCast(S, Cast);
    return opaque(S, E);
  }
}

ValueRef FunctionWalk::computeReference(State &S, const DeclRefExpr *E) {
  const ValueDecl *D = E->getDecl();
  if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D)) {
    const llvm::APSInt &N = Enumerator->getInitVal();
    return Values.constant(N.isSigned() ? Integer(N.getSExtValue())
                                        : Integer(N.getZExtValue()));
  }
  if (const auto *Part = dyn_cast<BindingDecl>(D)) {
    if (const Expr *Bound = Part->getBinding())
      return value(S, Bound);
    return opaque(S, E);
  }
  if (!isa<VarDecl>(D))
    return Values.symbol(SymbolKind::Literal, E, nullptr);
  LocationRef L = Values.variable(D);
  if (!D->getType()->isReferenceType())
    return Values.address(L);
  return Values.address(Values.target(States.load(S, L)));
}

ValueRef FunctionWalk::computeMember(State &S, const MemberExpr *E) {
  const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
  if (!Field) {
    if (const auto *Static = dyn_cast<VarDecl>(E->getMemberDecl()))
      return Values.address(Values.variable(Static));
    return Values.symbol(SymbolKind::Literal, E, nullptr);
  }
  ValueRef Base = value(S, E->getBase());
  LocationRef Object;
  if (E->isArrow() || Base->Kind == ValueKind::Address)
    Object = Values.target(Base);
  else if (Base->Kind == ValueKind::Copy)
    Object = Base->Place;
  else {
    Object = Values.temporary(E->getBase(), In.Path);
    States.store(S, Object, Base, E->getBase());
  }
  // The mapped value of a map's element is the element, see
  // StandardLibrary.cpp.
  if (Object->Kind == LocationKind::Element && !Object->Index &&
      Field->getName() == "second")
    return Values.address(Object);
  LocationRef L = Values.field(Object, Field);
  if (Field->getType()->isReferenceType())
    return Values.address(Values.target(States.load(S, L)));
  return Values.address(L);
}

ValueRef FunctionWalk::computeInitializerList(State &S, const InitListExpr *E) {
  if (const InitListExpr *Semantic =
          E->isSemanticForm() ? E : E->getSemanticForm())
    E = Semantic;
  // Code with errors leaves places in the list empty.
  if (llvm::is_contained(E->inits(), nullptr))
    return opaque(S, E);
  QualType T = E->getType();
  if (!T->isRecordType() && !T->isArrayType())
    return E->getNumInits() ? value(S, E->getInit(0)) : Values.constant(0);
  if (E->getNumInits() == 1 && T->isRecordType() &&
      E->getInit(0)->getType()->isRecordType() &&
      Context.hasSameUnqualifiedType(E->getInit(0)->getType(), T))
    return value(S, E->getInit(0));
  LocationRef L = Values.temporary(E, In.Path);
  // What no initialiser names is zero.
  States.store(S, L, Values.constant(0), E);
  if (const auto *Record = T->getAsRecordDecl(); Record && !Record->isUnion()) {
    unsigned I = 0;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      I = Class->getNumBases();
    for (const FieldDecl *Field : Record->fields()) {
      if (Field->isUnnamedBitField())
        continue;
      if (I >= E->getNumInits())
        break;
      const Expr *Init = E->getInit(I++);
      if (!isa<ImplicitValueInitExpr>(Init))
        States.store(S, Values.field(L, Field), value(S, Init), Init);
    }
  } else if (T->isArrayType() && E->getNumInits() <= 64) {
    for (unsigned I = 0; I < E->getNumInits(); ++I)
      if (!isa<ImplicitValueInitExpr>(E->getInit(I)))
        States.store(S, Values.element(L, Values.constant(I)),
                     value(S, E->getInit(I)), E->getInit(I));
  }
  return Values.copyOf(L);
}

} // namespace cublaslt::checks::flow
