//===-- Effects.cpp - following one function: what a described call does --===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the call of a described function does to a state, by the action that
/// its description names. A new action with an effect is one function and one
/// row of the table in applyEffects.
///
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"

using namespace clang;

namespace cublaslt::checks::flow {

using kb::Action;
using kb::Role;

/// The function of the action \p A, or null: such a call has no other effect
/// than its result.
FunctionWalk::Effect FunctionWalk::effectOf(Action A) {
  static constexpr std::pair<Action, Effect> Effects[] = {
      {Action::Create, &FunctionWalk::create},
      {Action::Initialize, &FunctionWalk::create},
      {Action::SetAttribute, &FunctionWalk::setAttribute},
      {Action::Heuristic, &FunctionWalk::askForAlgorithms},
      {Action::ListAlgorithms, &FunctionWalk::askForAlgorithms},
      {Action::CheckAlgorithm, &FunctionWalk::checkAlgorithm},
      {Action::InitializeAlgorithm, &FunctionWalk::initializeAlgorithm},
      {Action::Allocate, &FunctionWalk::allocate},
      {Action::CreateStream, &FunctionWalk::createStream},
      {Action::QueryMemory, &FunctionWalk::queryMemory},
      {Action::ReadOutside, &FunctionWalk::readOutside},
      {Action::ParseNumber, &FunctionWalk::parseNumber},
      {Action::GetAttribute, &FunctionWalk::fillOutputs},
      {Action::Query, &FunctionWalk::fillOutputs},
      {Action::EndCapture, &FunctionWalk::fillOutputs},
  };
  for (const auto &[Which, E] : Effects)
    if (Which == A)
      return E;
  return nullptr;
}

ValueRef FunctionWalk::applyEffects(const KnownCall &Call, State &S) {
  const kb::Function &F = *Call.Function;
  ValueRef Result = fresh(Call, S,
                          !F.ReturnsStatus ? SymbolKind::CallResult
                          : Call.IsApi     ? SymbolKind::Status
                                           : SymbolKind::HostStatus);
  if (F.ReturnsStatus && Call.IsApi)
    States.addUntested(S, Result);
  if (returnsObject(F))
    Result = fresh(Call, S, SymbolKind::Object);
  if (Effect E = effectOf(F.TheAction))
    Result = (this->*E)(Call, Result, S);
  States.setExpression(S, Call.Call, Result);
  return Result;
}

/// A wrapper may return what the API's functions give by an argument.
bool FunctionWalk::returnsObject(const kb::Function &F) {
  auto IsFilled = [](const kb::Parameter &P) { return P.IsOut; };
  return F.IsWrapper && !F.ReturnsStatus &&
         (F.TheAction == Action::Create || F.TheAction == Action::Allocate) &&
         llvm::none_of(F.Parameters, IsFilled);
}

ValueRef FunctionWalk::fresh(const KnownCall &Call, State &S, SymbolKind K) {
  ValueRef V = Call.made(K);
  States.forgetFacts(S, V);
  return V;
}

void FunctionWalk::put(const KnownCall &Call, State &S, int I, ValueRef V) {
  if (I >= 0 && unsigned(I) < Call.Arguments.size() &&
      !Call.Arguments[I]->isConstant())
    assign(S, Values.target(Call.Arguments[I]), V, Call.Call);
}

void FunctionWalk::setDescribed(const KnownCall &Call, State &S,
                                ValueRef Object) {
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  const kb::Api &Api = Engine.api().apiOf(Call.Function);
  for (unsigned I = 0; I < Parameters.size() && I < Call.Arguments.size(); ++I)
    if (!Parameters[I].SetsAttribute.empty())
      if (const kb::Attribute *A = Api.attribute(Parameters[I].SetsAttribute))
        States.setAttribute(S, Object, A, Call.Arguments[I], Call.Call);
}

ValueRef FunctionWalk::create(const KnownCall &Call, ValueRef Result,
                              State &S) {
  const kb::Function &F = *Call.Function;
  const bool IsCreate = F.TheAction == Action::Create;
  ValueRef Object = returnsObject(F) ? Result : nullptr;
  for (unsigned I = 0; I < F.Parameters.size() && !Object; ++I)
    if (F.Parameters[I].IsOut && I < Call.Arguments.size()) {
      Object =
          IsCreate ? fresh(Call, S, SymbolKind::Object) : Call.Arguments[I];
      if (IsCreate)
        put(Call, S, int(I), Object);
    }
  if (!Object)
    return Result;
  // Made in a loop and kept in an array, say: all of them have one name.
  if (IsCreate && States.countHolders(S, Object) > 1) {
    States.forgetObject(S, Object);
    return Result;
  }
  // A wrapper may set more than what its description says.
  if (F.IsWrapper)
    States.forgetObject(S, Object);
  else
    States.renewObject(S, Object);
  setDescribed(Call, S, Object);
  return Result;
}

ValueRef FunctionWalk::setAttribute(const KnownCall &Call, ValueRef Result,
                                    State &S) {
  const kb::Function &F = *Call.Function;
  auto HoldsAttributes = [&](const kb::Parameter &P) {
    return Engine.api().holdsAttributes(&F, P.TheRole);
  };
  const size_t Target =
      llvm::find_if(F.Parameters, HoldsAttributes) - F.Parameters.begin();
  if (Target >= F.Parameters.size() || Target >= Call.Arguments.size())
    return Result;
  ValueRef Object = Call.Arguments[Target];
  setDescribed(Call, S, Object);
  ValueRef Buffer = Call.argument(Role::Buffer),
           Which = Call.argument(Role::Attribute);
  if (!Buffer || !Which)
    return Result;
  const kb::Attribute *A =
      Which->isConstant()
          ? Engine.api().attributeNumbered(&F, int64_t(Which->Number))
          : nullptr;
  if (A)
    States.setAttribute(S, Object, A,
                        loadValue(S, Values.target(Buffer), Context.IntTy),
                        Call.Call);
  else
    States.forgetObject(S, Object);
  return Result;
}

ValueRef FunctionWalk::askForAlgorithms(const KnownCall &Call, ValueRef Result,
                                        State &S) {
  ValueRef Results = fresh(Call, S, SymbolKind::Results);
  const bool IsHeuristic = Call.Function->TheAction == Action::Heuristic;
  if (ValueRef Array =
          Call.argument(IsHeuristic ? Role::Results : Role::AlgorithmIds)) {
    LocationRef L = Values.target(Array);
    if (L->Kind == LocationKind::Element && L->Index && L->Index->isConstant(0))
      L = L->Parent;
    States.store(S, L, Results, Call.Call);
  }
  ValueRef Where = Call.argument(Role::Count);
  if (!Where || Where->isConstant())
    return Result;
  ValueRef Count = fresh(Call, S, SymbolKind::Count);
  LocationRef L = Values.target(Where);
  if (!isOutside(S, L)) {
    States.addUntested(S, Count);
    if (States.load(S, L)->isSymbol(SymbolKind::Uninitialized))
      States.addUntested(S, fresh(Call, S, SymbolKind::Uninitialized));
  }
  States.constrain(S, Count, {0, INT32_MAX, false});
  States.store(S, L, Count, Call.Call);
  return Result;
}

/// Everything but the algorithm itself is written.
ValueRef FunctionWalk::checkAlgorithm(const KnownCall &Call, ValueRef Result,
                                      State &S) {
  const Expr *Out = Call.expression(Role::Results);
  if (!Out)
    return Result;
  const RecordDecl *Record = Out->IgnoreParenImpCasts()
                                 ->getType()
                                 ->getPointeeOrArrayElementType()
                                 ->getAsRecordDecl();
  ValueRef Results = fresh(Call, S, SymbolKind::Results);
  LocationRef L = Values.target(Call.argument(Role::Results));
  if (Record)
    for (const FieldDecl *Field : Record->fields())
      if (!Field->getType()->isRecordType())
        States.store(S, Values.field(L, Field), Values.field(Results, Field),
                     Call.Call);
  return Result;
}

ValueRef FunctionWalk::initializeAlgorithm(const KnownCall &Call,
                                           ValueRef Result, State &S) {
  if (int I = Call.Function->indexOf(Role::Algorithm); I >= 0)
    put(Call, S, I, fresh(Call, S, SymbolKind::CallResult));
  return Result;
}

ValueRef FunctionWalk::allocate(const KnownCall &Call, ValueRef Result,
                                State &S) {
  if (int I = Call.Function->indexOf(Role::AllocatedPointer); I >= 0)
    put(Call, S, I, fresh(Call, S, SymbolKind::Object));
  return Result;
}

/// The stream is named by its place too: a loop that fills an array makes
/// several.
ValueRef FunctionWalk::createStream(const KnownCall &Call, ValueRef Result,
                                    State &S) {
  if (ValueRef Where = Call.argument(Role::Stream)) {
    LocationRef L = Values.target(Where);
    assign(
        S, L,
        Values.symbol(SymbolKind::Object, Call.Call, In.Path, L, Call.Function),
        Call.Call);
  }
  return Result;
}

ValueRef FunctionWalk::queryMemory(const KnownCall &Call, ValueRef Result,
                                   State &S) {
  if (int I = Call.Function->indexOf(Role::FreeMemory); I >= 0)
    put(Call, S, I, fresh(Call, S, SymbolKind::FreeMemory));
  if (int I = Call.Function->indexOf(Role::TotalMemory); I >= 0)
    put(Call, S, I, fresh(Call, S, SymbolKind::TotalMemory));
  if (ValueRef Properties = Call.argument(Role::DeviceProperties))
    letGo(S, Properties, /*MayWrite=*/true, Call.Call);
  return Result;
}

ValueRef FunctionWalk::readOutside(const KnownCall &Call, ValueRef, State &S) {
  ValueRef Result = fresh(Call, S, SymbolKind::Outside);
  llvm::ArrayRef<const Expr *> Given = argumentsOf(Call.Call);
  for (unsigned I = 0; I < Call.Arguments.size(); ++I)
    if (Call.Arguments[I]->Kind == ValueKind::Address &&
        !Given[I]->getType()->getPointeeType().isConstQualified())
      put(Call, S, int(I), Result);
  return Result;
}

/// Text of unknown origin gives an unknown number.
ValueRef FunctionWalk::parseNumber(const KnownCall &Call, ValueRef Result,
                                   State &S) {
  return !Call.Arguments.empty() && comesFromOutside(S, Call.Arguments[0])
             ? fresh(Call, S, SymbolKind::Outside)
             : Result;
}

ValueRef FunctionWalk::fillOutputs(const KnownCall &Call, ValueRef Result,
                                   State &S) {
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  for (unsigned I = 0; I < Call.Arguments.size() && I < Parameters.size(); ++I)
    if (Parameters[I].IsOut)
      letGo(S, Call.Arguments[I], /*MayWrite=*/true, Call.Call);
  return Result;
}

bool FunctionWalk::comesFromOutside(State &S, ValueRef Text) {
  if (Text->Kind == ValueKind::Address)
    Text = States.load(S, Text->Place);
  if (Text->isSymbol(SymbolKind::Outside))
    return true;
  // An argument of the program: an element of main's parameter.
  for (LocationRef L = Text->Place; L;) {
    L = L->root();
    if (L->Kind == LocationKind::Variable) {
      const auto *Owner =
          dyn_cast<FunctionDecl>(L->Declaration->getDeclContext());
      return isa<ParmVarDecl>(L->Declaration) && Owner && Owner->isMain();
    }
    L = L->Pointer ? L->Pointer->Place : nullptr;
  }
  return false;
}

} // namespace cublaslt::checks::flow
