//===-- StreamCaptureCheck.cpp - cublaslt-stream-capture ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/StreamCaptureCheck.h"
#include "checks/flow/StandardNames.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::State;
using flow::ValueRef;

/// The call cannot end a capture: it is given numbers and texts only.
bool isHarmless(const FunctionDecl *Callee, const Expr *Site) {
  if (Callee && (flow::isInStd(Callee) || Callee->getBuiltinID() != 0))
    return true;
  const auto *Call = dyn_cast<CallExpr>(Site);
  if (!Call || Call->getNumArgs() == 0 || isa<CXXMemberCallExpr>(Call) ||
      isa<CXXOperatorCallExpr>(Call))
    return false;
  return llvm::all_of(Call->arguments(), [](const Expr *Argument) {
    QualType T = Argument->getType();
    return T->isArithmeticType() || T->isEnumeralType() ||
           (T->isPointerType() && T->getPointeeType()->isAnyCharacterType());
  });
}

/// \p V is, or is computed from, what a place that outlives the function held
/// when it was entered.
bool isOldState(ValueRef V) {
  if (!V)
    return false;
  if (V->isSymbol(flow::SymbolKind::Initial))
    return V->Place && V->Place->isExternal();
  return V->Kind != flow::ValueKind::Symbol &&
         (isOldState(V->Left) || isOldState(V->Right));
}

/// The path has tested what was kept from earlier calls: a warm-up may see to
/// it that the path is not taken in a capture.
bool hasTestedOldState(const State &S) {
  return llvm::any_of(
             S.Ranges,
             [](const auto &Each) { return isOldState(Each.first); }) ||
         llvm::any_of(S.Relations, isOldState);
}

/// What the rule file keeps.
constexpr kb::NeededParameter HarmlessMode{"harmlessMode"};

} // namespace

std::vector<kb::NeededParameter> StreamCaptureCheck::needed() {
  return {HarmlessMode};
}

void StreamCaptureCheck::afterCall(const flow::KnownCall &Call, ValueRef Result,
                                   State &S) {
  if (Call.Function->TheAction == kb::Action::EndCapture)
    Running.clear(S, nullptr);
  if (Call.Function->TheAction != kb::Action::BeginCapture)
    return;
  ValueRef Mode = Call.argument(kb::Role::CaptureMode);
  if (Mode && Mode->isConstant() && Mode->Number != parameter(HarmlessMode))
    Running.set(S, nullptr, {Mode, Call.Call});
  else
    Running.clear(S, nullptr);
}

void StreamCaptureCheck::beforeCall(const flow::KnownCall &Call,
                                    const State &S) {
  kb::Action Action = Call.Function->TheAction;
  if (Action != kb::Action::Allocate && Action != kb::Action::Free)
    return;
  const flow::Binding *Capture = Running.get(S, nullptr);
  ValueRef Pointer = Call.argument(kb::Role::AllocatedPointer);
  if (!Capture || Call.argument(kb::Role::Stream) || !Pointer ||
      Pointer->isConstant())
    return;
  // A local variable is empty whenever the function begins.
  bool IsLocal = Action == kb::Action::Allocate &&
                 !engine().values().target(Pointer)->isExternal();
  if (!IsLocal && hasTestedOldState(S))
    return;
  findings::CallSpecification Specification = describe(Call, S);
  Specification.Values[findings::OwnKey::CaptureMode] = specify(Capture->What);
  if (ValueRef Size = Call.argument(kb::Role::AllocationSize))
    Specification.Values[findings::OwnKey::AllocationBytes] = specify(Size);
  report(Call.Call->getBeginLoc(),
         "'" + Call.Function->Name +
             "' is called while a stream is captured; " + effect("capture"),
         Call.In->Function, std::move(Specification))
      .onPath({S, Call.Call, Call.In->Path})
      .note(Capture->Site, "the capture begins here");
}

void StreamCaptureCheck::onCallOutOfSight(const FunctionDecl *Callee,
                                          const Expr *Site,
                                          const flow::Frame &In, State &S) {
  if (Running.get(S, nullptr) && !isHarmless(Callee, Site))
    Running.clear(S, nullptr);
}

} // namespace cublaslt::checks
