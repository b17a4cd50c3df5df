//===-- Operators.cpp - following one function: operators and casts -------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {

std::optional<Operation> operationFor(BinaryOperatorKind Kind) {
  switch (Kind) {
  case BO_Add:
  case BO_AddAssign:
    return Operation::Add;
  case BO_Sub:
  case BO_SubAssign:
    return Operation::Sub;
  case BO_Mul:
  case BO_MulAssign:
    return Operation::Mul;
  case BO_Div:
  case BO_DivAssign:
    return Operation::Div;
  case BO_Rem:
  case BO_RemAssign:
    return Operation::Rem;
  case BO_Shl:
  case BO_ShlAssign:
    return Operation::Shl;
  case BO_Shr:
  case BO_ShrAssign:
    return Operation::Shr;
  case BO_And:
  case BO_AndAssign:
    return Operation::And;
  case BO_Or:
  case BO_OrAssign:
    return Operation::Or;
  case BO_Xor:
  case BO_XorAssign:
    return Operation::Xor;
  case BO_EQ:
    return Operation::Equal;
  case BO_NE:
    return Operation::NotEqual;
  case BO_LT:
    return Operation::Less;
  case BO_LE:
    return Operation::LessEqual;
  case BO_GT:
    return Operation::Greater;
  case BO_GE:
    return Operation::GreaterEqual;
  default:
    return std::nullopt;
  }
}

} // namespace

uint64_t strideOf(const ASTContext &Context, QualType Pointer) {
  QualType Pointee = Pointer->getPointeeType();
  if (Pointee.isNull() || Pointee->isDependentType() ||
      Pointee->isFunctionType() || Pointee->isVariableArrayType())
    return 0;
  // GNU C counts void in bytes.
  if (Pointee->isVoidType())
    return 1;
  return Pointee->isIncompleteType()
             ? 0
             : uint64_t(Context.getTypeSizeInChars(Pointee).getQuantity());
}

ValueRef FunctionWalk::computeCast(State &S, const CastExpr *E) {
  ValueRef V = value(S, E->getSubExpr());
  switch (E->getCastKind()) {
  case CK_LValueToRValue: {
    if (V->Kind != ValueKind::Address)
      return opaque(S, E);
    return loadValue(S, V->Place, E->getType());
  }
  case CK_ArrayToPointerDecay:
    if (V->Kind != ValueKind::Address)
      return V;
    return Values.address(Values.element(V->Place, Values.constant(0)));
  case CK_IntegralCast:
    return convert(Values, Context, V, E->getType());
  case CK_NullToPointer:
    return Values.constant(0);
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
  case CK_FloatingToBoolean:
    if (V->isConstant())
      return Values.constant(V->Number != 0);
    if (V->Kind == ValueKind::Binary && isComparison(V->Op))
      return V;
    if (V->Kind == ValueKind::Address)
      return Values.constant(1);
    return Values.binary(Operation::NotEqual, V, Values.constant(0));
  default:
    return V;
  }
}

ValueRef FunctionWalk::computeUnary(State &S, const UnaryOperator *E) {
  ValueRef V = value(S, E->getSubExpr());
  QualType T = E->getType();
  switch (E->getOpcode()) {
  case UO_Deref:
    return Values.address(Values.target(V));
  case UO_LNot:
    return Values.binary(Operation::Equal, V, Values.constant(0));
  case UO_Minus:
    return convert(Values, Context,
                   Values.binary(Operation::Sub, Values.constant(0), V), T);
  case UO_Not:
    return convert(Values, Context,
                   Values.binary(Operation::Sub, Values.constant(-1), V), T);
  case UO_PreInc:
  case UO_PreDec:
  case UO_PostInc:
  case UO_PostDec: {
    if (V->Kind != ValueKind::Address)
      return opaque(S, E);
    QualType Operand = E->getSubExpr()->getType();
    ValueRef Before = loadValue(S, V->Place, Operand);
    ValueRef One = Values.constant(E->isIncrementOp() ? 1 : -1);
    ValueRef After =
        Operand->isPointerType()
            ? Values.advance(Before, One, strideOf(Context, Operand))
            : convert(Values, Context,
                      Values.binary(Operation::Add, Before, One), Operand);
    assign(S, V->Place, After, E);
    if (E->isGLValue())
      return V;
    return E->isPrefix() ? After : Before;
  }
  default: // &x, +x, __extension__ x
    return V;
  }
}

ValueRef FunctionWalk::computeBinary(State &S, const BinaryOperator *E) {
  const Expr *Left = E->getLHS(), *Right = E->getRHS();
  BinaryOperatorKind Kind = E->getOpcode();
  QualType T = E->getType();
  if (Kind == BO_Comma)
    return value(S, Right);
  if (E->isLogicalOp()) {
    // The branch on the left side has left its outcome behind.
    ValueRef L = value(S, Left);
    if (L->isConstant() && (L->Number != 0) == (Kind == BO_LOr))
      return Values.constant(Kind == BO_LOr);
    ValueRef R = value(S, Right);
    if (!L->isConstant())
      return opaque(S, E);
    if (R->isConstant())
      return Values.constant(R->Number != 0);
    if (R->Kind == ValueKind::Binary && isComparison(R->Op))
      return R;
    return Values.binary(Operation::NotEqual, R, Values.constant(0));
  }
  ValueRef R = value(S, Right);
  if (Kind == BO_Assign) {
    ValueRef L = value(S, Left);
    if (L->Kind != ValueKind::Address)
      return R;
    assign(S, L->Place, convert(Values, Context, R, T), E);
    return E->isGLValue() ? L : States.load(S, L->Place);
  }
  std::optional<Operation> Op = operationFor(Kind);
  if (!Op)
    return opaque(S, E);
  ValueRef L = value(S, Left);
  // Integers do not compute with fractions.
  if (T->isRealFloatingType() && L->isConstant() && R->isConstant())
    return opaque(S, E);
  if (E->isCompoundAssignmentOp()) {
    if (L->Kind != ValueKind::Address)
      return opaque(S, E);
    ValueRef Before = loadValue(S, L->Place, Left->getType());
    ValueRef After =
        Left->getType()->isPointerType()
            ? Values.advance(Before, R, strideOf(Context, Left->getType()))
            : convert(Values, Context, Values.binary(*Op, Before, R), T);
    assign(S, L->Place, After, E);
    return E->isGLValue() ? L : After;
  }
  if (T->isPointerType()) {
    bool PointerIsLeft = Left->getType()->isPointerType();
    ValueRef Pointer = PointerIsLeft ? L : R, Index = PointerIsLeft ? R : L;
    if (Kind == BO_Sub)
      Index = Values.binary(Operation::Sub, Values.constant(0), Index);
    return Values.advance(Pointer, Index, strideOf(Context, T));
  }
  return convert(Values, Context, Values.binary(*Op, L, R), T);
}

} // namespace cublaslt::checks::flow
