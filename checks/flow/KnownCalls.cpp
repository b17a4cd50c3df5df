//===-- KnownCalls.cpp - following one function: described calls ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
using kb::Action;
using kb::Role;
} // namespace

ValueRef FunctionWalk::passedToWrapper(State &S, const kb::Function *F,
                                       const kb::Parameter &P,
                                       const Expr *Argument) {
  ValueRef V = value(S, Argument);
  if (P.IsOut || V->Kind != ValueKind::Address)
    return V;
  QualType T = Argument->getType();
  // The address of an object of the stack form is the object.
  if (!Argument->isGLValue()) {
    bool IsObject = Engine.api().holdsAttributes(F, P.TheRole) ||
                    P.TheRole == Role::Handle || P.TheRole == Role::Status;
    T = IsObject ? T->getPointeeType() : QualType();
  }
  return !T.isNull() && T->isScalarType() ? loadValue(S, V->Place, T) : V;
}

bool FunctionWalk::callKnown(const kb::Function *F, const CallExpr *E,
                             LocationRef This, State &S) {
  KnownCall Call{F, Engine.api().isApi(F), E, &In, &Values, {}};
  for (const Expr *Argument : argumentsOf(E)) {
    unsigned I = Call.Arguments.size();
    Call.Arguments.push_back(
        F->IsWrapper && I < F->Parameters.size()
            ? passedToWrapper(S, F, F->Parameters[I], Argument)
            : value(S, Argument));
  }
  if (const Expr *Stream = Call.expression(Role::Stream))
    Call.StreamPlace = placeRead(S, Stream);
  if (F->TheAction == Action::Heuristic || F->TheAction == Action::Matmul)
    Call.Problem = Engine.problems().of(Call, S);
  if (!Call.IsApi && F->TheAction != Action::Print)
    for (ValueRef V : Call.Arguments)
      Engine.tell<Hook::NumberPassed>(V);
  if (Traced)
    Traced->call(Call, States, S);
  Engine.budget().countCall();
  noteCall(S, Call);
  Engine.tell<Hook::BeforeCall>(Call, S);
  if (F->IsWrapper)
    callOutOfSight(E->getDirectCallee(), E, This,
                   llvm::SmallVector<const Expr *, 8>(E->arguments()), S, F);
  ValueRef Result = applyEffects(Call, S);
  if (F->TheAction == Action::RequireSuccess) {
    ValueRef Status = Call.argument(Role::Status);
    std::optional<State> Passed = Status ? assume(S, Status, /*Holds=*/false,
                                                  Call.expression(Role::Status))
                                         : S;
    if (!Passed)
      return false;
    S = std::move(*Passed);
    if (Status)
      noteTest(S, Status, /*Holds=*/false, Call.expression(Role::Status));
  }
  Engine.tell<Hook::AfterCall>(Call, Result, S);
  return true;
}

void FunctionWalk::noteCall(State &S, const KnownCall &Call) {
  if (!States.trails().AreKept)
    return;
  TrailStep Made;
  switch (Call.Function->TheAction) {
  // What only asks, says or reads changes nothing.
  case Action::GetAttribute:
  case Action::Query:
  case Action::QueryMemory:
  case Action::Logger:
  case Action::Print:
  case Action::RequireSuccess:
  case Action::ReadOutside:
  case Action::ParseNumber:
    return;
  case Action::SetAttribute:
    if (ValueRef Buffer = Call.argument(Role::Buffer);
        Buffer && !Buffer->isConstant())
      Made.Content = loadValue(S, Values.target(Buffer), Context.IntTy);
    break;
  case Action::Matmul:
    if (ValueRef Algorithm = Call.argument(Role::Algorithm);
        Algorithm && !Algorithm->isConstant())
      for (ValueRef T : Engine.load(S, Values.target(Algorithm))->Tracked)
        if (T->isSymbol(SymbolKind::Results))
          Made.Content = T;
    break;
  default:
    break;
  }
  Made.Site = Call.Call;
  Made.Path = In.Path;
  Made.Function = Call.Function;
  Made.Arguments = Call.Arguments;
  S.Steps = States.trails().extend(S.Steps, Made);
}

ValueRef FunctionWalk::placeRead(State &S, const Expr *E) {
  E = E->IgnoreParens();
  while (const auto *Cast = dyn_cast<CastExpr>(E)) {
    E = Cast->getSubExpr()->IgnoreParens();
    if (Cast->getCastKind() == CK_LValueToRValue)
      return value(S, E);
  }
  return nullptr;
}

} // namespace cublaslt::checks::flow
