//===-- Value.cpp - symbolic values and storage locations -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/Value.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cublaslt::checks::flow {

bool isComparison(Operation Op) {
  return Op >= Operation::Equal && Op <= Operation::GreaterEqual;
}

bool mentions(ValueRef Whole, ValueRef Part) {
  if (!Whole || Whole == Part)
    return Whole;
  // A symbol that stands for a large expression is not looked into.
  return Whole->Kind != ValueKind::Symbol &&
         (mentions(Whole->Left, Part) || mentions(Whole->Right, Part));
}

void Value::Profile(llvm::FoldingSetNodeID &ID) const {
  ID.AddInteger(unsigned(Kind));
  switch (Kind) {
  case ValueKind::Constant:
    ID.AddInteger(uint64_t(Number));
    ID.AddInteger(uint64_t(static_cast<unsigned __int128>(Number) >> 64));
    return;
  case ValueKind::Address:
  case ValueKind::Copy:
    ID.AddPointer(Place);
    return;
  case ValueKind::Binary:
    ID.AddInteger(unsigned(Op));
    ID.AddPointer(Left);
    ID.AddPointer(Right);
    return;
  case ValueKind::Element:
    ID.AddPointer(Left);
    ID.AddPointer(Right);
    return;
  case ValueKind::Field:
    ID.AddPointer(Left);
    ID.AddPointer(TheField);
    return;
  case ValueKind::Symbol:
    ID.AddInteger(unsigned(Symbol));
    ID.AddPointer(Site);
    ID.AddPointer(Path);
    ID.AddPointer(Place);
    if (Symbol != SymbolKind::Merged)
      return;
    // What it joins, or the large expression that it stands for.
    ID.AddInteger(unsigned(Op));
    ID.AddPointer(Left);
    ID.AddPointer(Right);
    for (ValueRef T : Tracked)
      ID.AddPointer(T);
    return;
  }
}

bool Location::isInside(LocationRef Outer) const {
  for (LocationRef L = this; L; L = L->Parent)
    if (L == Outer)
      return true;
  return false;
}

bool Location::isExternal() const {
  LocationRef Root = root();
  if (Root->Kind == LocationKind::Pointee)
    return true;
  if (Root->Kind != LocationKind::Variable)
    return false;
  const auto *Var = dyn_cast<VarDecl>(Root->Declaration);
  return Var && !Var->hasLocalStorage();
}

bool isGrownFrom(ValueRef After, ValueRef Before) {
  if (!After || !Before || After == Before)
    return false;
  if (After->isConstant() && Before->isConstant())
    return After->Number > Before->Number && Before->Number >= 0;
  if (After->Kind != ValueKind::Binary)
    return false;
  auto IsSame = [&](ValueRef A, ValueRef B) {
    return A == B || isGrownFrom(A, B);
  };
  ValueRef L = After->Left, R = After->Right;
  switch (After->Op) {
  case Operation::Mul:
    if ((R->isConstant() && R->Number > 1 && IsSame(L, Before)) ||
        (L->isConstant() && L->Number > 1 && IsSame(R, Before)))
      return true;
    break;
  case Operation::Add:
    if ((R->isConstant() && R->Number > 0 && IsSame(L, Before)) ||
        (L->isConstant() && L->Number > 0 && IsSame(R, Before)) ||
        (L == Before && R == Before))
      return true;
    break;
  case Operation::Shl:
    if (R->isConstant() && R->Number > 0 && IsSame(L, Before))
      return true;
    break;
  default:
    return false;
  }
  // The same expression with a part that grew.
  return Before->Kind == ValueKind::Binary && Before->Op == After->Op &&
         IsSame(L, Before->Left) && IsSame(R, Before->Right);
}

} // namespace cublaslt::checks::flow
