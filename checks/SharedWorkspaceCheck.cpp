//===-- SharedWorkspaceCheck.cpp - cublaslt-shared-workspace --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/SharedWorkspaceCheck.h"
#include "checks/flow/StandardNames.h"
#include "checks/queries/SourceOrder.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::LocationKind;
using flow::LocationRef;
using flow::State;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

bool isCreatedStream(ValueRef V) {
  return V->isSymbol(SymbolKind::Object) && V->Callee &&
         V->Callee->TheAction == kb::Action::CreateStream;
}

/// An element of an array: of which, and the index, if it is constant.
std::pair<LocationRef, std::optional<flow::Integer>> elementOf(ValueRef Place) {
  LocationRef L = Place->Kind == ValueKind::Address ? Place->Place : nullptr;
  if (!L)
    return {nullptr, std::nullopt};
  if (L->Kind == LocationKind::Pointee)
    return {L, 0};
  if (L->Kind == LocationKind::Element && L->Index && L->Index->isConstant())
    return {L->Parent, L->Index->Number};
  return {nullptr, std::nullopt};
}

/// Two streams that are made in sight, or two elements of one array.
bool areDifferent(ValueRef A, ValueRef PlaceA, ValueRef B, ValueRef PlaceB) {
  if (isCreatedStream(A) && isCreatedStream(B))
    return A != B;
  auto [ArrayA, IndexA] = elementOf(PlaceA);
  auto [ArrayB, IndexB] = elementOf(PlaceB);
  return ArrayA && ArrayA == ArrayB && IndexA != IndexB;
}

} // namespace

ValueRef SharedWorkspaceCheck::placeOf(const flow::KnownCall &Call) {
  return Call.StreamPlace ? Call.StreamPlace : engine().values().constant(0);
}

void SharedWorkspaceCheck::beforeCall(const flow::KnownCall &Call,
                                      const State &S) {
  if (Call.Function->TheAction != kb::Action::Matmul)
    return;
  ValueRef Workspace = Call.argument(kb::Role::Workspace),
           Size = Call.argument(kb::Role::WorkspaceSize),
           Stream = Call.argument(kb::Role::Stream);
  if (!Workspace || Workspace->isConstant() || !Stream ||
      (Size && S.rangeOf(Size).isZero()))
    return;
  const flow::Binding *Last = LastStream.get(S, Workspace);
  const flow::Binding *Place = LastPlace.get(S, Workspace);
  if (!Last || !Place ||
      !areDifferent(Last->What, Place->What, Stream, placeOf(Call)))
    return;
  findings::CallSpecification Specification = describe(Call, S);
  Specification.Values[findings::OwnKey::WorkspaceStreams].Known = int64_t(2);
  if (Size)
    Specification.Values[findings::Key::argument(
        Call.Function
            ->Parameters[Call.Function->indexOf(kb::Role::WorkspaceSize)])] =
        specify(Size);
  const Expr *Where = Call.expression(kb::Role::Workspace);
  Report Warning =
      report(Where->getBeginLoc(),
             "workspace '" + textOf(Where) +
                 "' is also in use on another stream; " + effect("shared"),
             Call.In->Function, std::move(Specification));
  Warning.onPath({S, Call.Call, Call.In->Path});
  if (Last->Site != Call.Call)
    Warning.note(Last->Site, "used here on another stream, and nothing between "
                             "orders the two");
  else
    Warning.note(loopAround(Call.Call, engine().context()),
                 "the last round of this loop used another stream, and nothing "
                 "between orders the two");
}

void SharedWorkspaceCheck::afterCall(const flow::KnownCall &Call,
                                     ValueRef Result, State &S) {
  switch (Call.Function->TheAction) {
  case kb::Action::Matmul: {
    ValueRef Workspace = Call.argument(kb::Role::Workspace),
             Stream = Call.argument(kb::Role::Stream);
    if (!Workspace || Workspace->isConstant() || !Stream)
      return;
    LastStream.set(S, Workspace, {Stream, Call.Call});
    LastPlace.set(S, Workspace, {placeOf(Call), Call.Call});
    return;
  }
  // Allocating and freeing device memory waits for the device, too, unless it
  // is ordered by a stream.
  case kb::Action::Synchronize:
  case kb::Action::Allocate:
  case kb::Action::Free:
  case kb::Action::EndCapture:
    return forgetAll(S);
  default:
    return;
  }
}

void SharedWorkspaceCheck::onCallOutOfSight(const FunctionDecl *Callee,
                                            const Expr *Site,
                                            const flow::Frame &In, State &S) {
  bool IsHarmless =
      Callee && (flow::isInStd(Callee) || Callee->getBuiltinID() != 0);
  if (!IsHarmless)
    forgetAll(S);
}

void SharedWorkspaceCheck::forgetAll(State &S) {
  LastStream.clear(S);
  LastPlace.clear(S);
}

} // namespace cublaslt::checks
