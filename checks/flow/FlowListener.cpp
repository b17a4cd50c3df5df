//===-- FlowListener.cpp - what checks hear of the analysis ---------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FlowListener.h"

using namespace clang;

namespace cublaslt::checks::flow {

ValueRef KnownCall::argument(kb::Role R, char Matrix) const {
  int I = Function->indexOf(R, Matrix);
  return I >= 0 && unsigned(I) < Arguments.size() ? Arguments[I] : nullptr;
}

const Expr *KnownCall::expression(kb::Role R, char Matrix) const {
  int I = Function->indexOf(R, Matrix);
  llvm::ArrayRef<const Expr *> Given = argumentsOf(Call);
  return I >= 0 && unsigned(I) < Given.size() ? Given[I] : nullptr;
}

ValueRef KnownCall::made(SymbolKind K) const {
  return Values->symbol(K, Call, In->Path, nullptr, Function);
}

ValueRef siblingOf(ValueRef V, SymbolKind K, Interner &Values) {
  return Values.symbol(K, V->Site, V->Path, nullptr, V->Callee);
}

bool isLocalTo(LocationRef L, const Frame &In) {
  LocationRef Root = L->root();
  if (Root->Kind == LocationKind::Temporary) {
    if (Root == In.ReturnSlot)
      return false;
    const CallPath *Path = Root->Path;
    while (Path && Path != In.Path)
      Path = Path->Caller;
    return Path == In.Path;
  }
  if (Root->Kind != LocationKind::Variable)
    return false;
  const auto *Var = dyn_cast<VarDecl>(Root->Declaration);
  return Var && Var->hasLocalStorage() && !Var->isInitCapture() &&
         Var->getDeclContext() == In.Function;
}

bool isKeptBeyond(ValueRef Tracked, const Frame &In, const State &S) {
  bool IsKept = false;
  S.forEachStored([&](LocationRef L, const Binding &Bound) {
    IsKept |=
        llvm::is_contained(Bound.What->Tracked, Tracked) && !isLocalTo(L, In);
  });
  return IsKept;
}

} // namespace cublaslt::checks::flow
