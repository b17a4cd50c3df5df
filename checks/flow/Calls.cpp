//===-- Calls.cpp - following one function: calls -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
constexpr unsigned MaxDepth = 8;
/// Pointers to pointers that are followed when a value is given away.
constexpr unsigned MaxIndirections = 3;
/// Bodies of up to this many blocks are entered whatever they are given.
constexpr unsigned SmallBody = 10;

bool isOfInterest(ValueRef V) {
  if (!V->Tracked.empty())
    return true;
  return V->isSymbol(SymbolKind::Object) ||
         V->isSymbol(SymbolKind::FreeMemory) ||
         V->isSymbol(SymbolKind::TotalMemory) ||
         V->isSymbol(SymbolKind::Outside);
}

bool isWritablePointerOrReference(QualType T) {
  QualType Pointee = T->getPointeeType();
  return !Pointee.isNull() && !Pointee.isConstQualified() &&
         !Pointee->isFunctionType();
}
} // namespace

void FunctionWalk::call(const CallExpr *E, State S, StateList &Out) {
  const FunctionDecl *Callee = E->getDirectCallee();
  LocationRef This = nullptr;
  llvm::SmallVector<const Expr *, 16> Arguments(E->arguments());
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
    if (const Expr *Object = Member->getImplicitObjectArgument()) {
      ValueRef V = value(S, Object);
      This = V->Kind == ValueKind::Copy ? V->Place : Values.target(V);
    }
    // A virtual method may be another one at run time.
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee))
      if (Method->isVirtual() && !Method->hasAttr<FinalAttr>() &&
          !Method->getParent()->isEffectivelyFinal())
        Callee = nullptr;
  } else if (isa<CXXOperatorCallExpr>(E)) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
    // Also a static operator(), of C++23, is called on an object.
    bool IsOnObject =
        Method &&
        (Method->isInstance() || Method->getOverloadedOperator() == OO_Call ||
         Method->getOverloadedOperator() == OO_Subscript);
    if (IsOnObject && !Arguments.empty() &&
        Arguments.size() > Method->getNumParams()) {
      ValueRef V = value(S, Arguments.front());
      This = V->Kind == ValueKind::Copy ? V->Place : Values.target(V);
      Arguments.erase(Arguments.begin());
    }
  }
  const auto *Assignment = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (This && Assignment && Arguments.size() == 1 &&
      (Assignment->isCopyAssignmentOperator() ||
       Assignment->isMoveAssignmentOperator()) &&
      (Assignment->isDefaulted() || !Engine.calls().visibleBody(Assignment))) {
    ValueRef From = value(S, Arguments.front());
    assign(S, This,
           From->Kind == ValueKind::Address
               ? loadValue(S, From->Place,
                           Arguments.front()->getType().getNonReferenceType())
               : From,
           E);
    States.setExpression(S, E, Values.address(This));
    Out.push_back(std::move(S));
    return;
  }
  if (const kb::Function *Known = Engine.api().function(E)) {
    if (callKnown(Known, E, This, S))
      Out.push_back(std::move(S));
    return;
  }
  if (callStandard(Callee, E, This, S)) {
    Out.push_back(std::move(S));
    return;
  }
  if (enter(Callee, E, This, Arguments, S))
    return;
  callOutOfSight(Callee, E, This, Arguments, S);
  Out.push_back(std::move(S));
}

void FunctionWalk::construct(const CXXConstructExpr *E, State S,
                             StateList &Out) {
  const CXXConstructorDecl *Constructor = E->getConstructor();
  LocationRef Object = Values.temporary(E, In.Path);
  bool CopiesFirst = Constructor->isCopyOrMoveConstructor() &&
                     E->getNumArgs() >= 1 &&
                     (Constructor->isTrivial() || Constructor->isDefaulted() ||
                      !Engine.calls().visibleBody(Constructor));
  if (CopiesFirst) {
    ValueRef From = value(S, E->getArg(0));
    ValueRef V = From->Kind == ValueKind::Address
                     ? loadValue(S, From->Place, E->getType())
                     : From;
    States.setExpression(S, E, V);
    Out.push_back(std::move(S));
    return;
  }
  States.forget(S, Object, nullptr, nullptr);
  if (constructStandard(E, Object, S)) {
    States.setExpression(S, E, Values.copyOf(Object));
    Out.push_back(std::move(S));
    return;
  }
  llvm::SmallVector<const Expr *, 8> Arguments(E->arguments());
  if (Constructor->isTrivial() && Arguments.empty()) {
    States.setExpression(S, E,
                         E->requiresZeroInitialization()
                             ? Values.constant(0)
                             : Values.uninitialized());
    Out.push_back(std::move(S));
    return;
  }
  if (enter(Constructor, E, Object, Arguments, S, Values.copyOf(Object)))
    return;
  callOutOfSight(Constructor, E, Object, Arguments, S);
  States.setExpression(S, E, Values.copyOf(Object));
  Out.push_back(std::move(S));
}

bool FunctionWalk::isWorthEntering(const FunctionDecl *Body, LocationRef This,
                                   llvm::ArrayRef<ValueRef> Arguments,
                                   const State &S) {
  if (Engine.calls().reachesApi(Body))
    return true;
  auto HoldsInterest = [&](LocationRef L) {
    for (const auto &[Part, Bound] : States.contents(S, L))
      if (isOfInterest(Bound.What))
        return true;
    return isOfInterest(States.load(S, L));
  };
  for (ValueRef V : Arguments)
    if (isOfInterest(V) ||
        (V->Place && V->Kind != ValueKind::Symbol && HoldsInterest(V->Place)))
      return true;
  if (This && HoldsInterest(This))
    return true;
  const FunctionGraph *G = Engine.graph(Body);
  return G && G->Graph->getNumBlockIDs() <= SmallBody;
}

bool FunctionWalk::enter(const FunctionDecl *Callee, const Expr *Site,
                         LocationRef This,
                         llvm::ArrayRef<const Expr *> Arguments, State &S,
                         ValueRef Result) {
  const FunctionDecl *Body = Engine.calls().visibleBody(Callee);
  if (!Body || Body->isVariadic() || isa<CoroutineBodyStmt>(Body->getBody()))
    return false;
  llvm::SmallVector<ValueRef, 8> Given;
  for (const Expr *Argument : Arguments)
    Given.push_back(value(S, Argument));
  for (const Frame *F = &In; F; F = F->Caller)
    if (F->Function == Body) {
      Engine.tell<Hook::Recursion>(Recursion{F, Site, Given, &In}, S);
      return false;
    }
  if (In.Depth >= MaxDepth || Given.size() < Body->getNumParams() ||
      !isWorthEntering(Body, This, Given, S))
    return false;
  const FunctionGraph *G = Engine.graph(Body);
  if (!G)
    return false;

  Frame Inner{Body,         &In, Values.enter(In.Path, Site), This, nullptr,
              In.Depth + 1, {}};
  // A lambda is part of the function around it: `this` is the same, and its
  // depth is what people can write.
  const auto *Method = dyn_cast<CXXMethodDecl>(Body);
  if (Method && Method->getParent()->isLambda()) {
    Inner.Depth = In.Depth;
    const Frame *Around = &In;
    while (Around && Method->getParent()->getDeclContext() != Around->Function)
      Around = Around->Caller;
    Inner.This = Around ? Around->This : nullptr;
  }
  Inner.ReturnSlot = Values.temporary(Site, Inner.Path);
  State Entry = S;
  States.forget(Entry, Inner.ReturnSlot, nullptr, nullptr);
  for (unsigned I = 0; I < Body->getNumParams(); ++I) {
    const ParmVarDecl *P = Body->getParamDecl(I);
    ValueRef V = convert(Values, Context, Given[I], P->getType());
    States.store(Entry, Values.variable(P), V, Arguments[I]);
    Inner.Entry.push_back(V);
  }
  Engine.noteEntered(Body);
  if (Traced && Site)
    Traced->step(In, S, Site->getBeginLoc(),
                 "enters " + Body->getNameAsString() + "()");
  // A record that is given by value counts with what it holds.
  auto GivesTheSame = [&](const State &Other) {
    return llvm::all_of(Given, [&](ValueRef V) {
      return V->Kind != ValueKind::Copy ||
             States.contents(Other, V->Place) == States.contents(S, V->Place);
    });
  };
  auto Same = llvm::find_if(PendingCalls, [&](const PendingCall &P) {
    return P.Inner.Function == Body && P.Inner.This == Inner.This &&
           P.Inner.Entry == Inner.Entry && GivesTheSame(P.Entries.front());
  });
  if (Same == PendingCalls.end()) {
    PendingCalls.push_back({Inner, G, Site, Result, {}});
    Same = std::prev(PendingCalls.end());
  }
  Same->Entries.push_back(std::move(Entry));
  return true;
}

void FunctionWalk::followCalls(StateList &Out) {
  for (PendingCall &Each : std::exchange(PendingCalls, {})) {
    const FunctionDecl *Body = Each.Inner.Function;
    FunctionWalk::Result R = FunctionWalk(Engine, Each.Inner, *Each.Graph)
                                 .run(std::move(Each.Entries));
    llvm::SmallVector<LocationRef, 16> Dead;
    for (auto Places :
         {Values.variablesOf(Body), Values.temporariesOf(Each.Inner.Path)})
      for (LocationRef L : Places)
        if (isLocalTo(L, Each.Inner))
          Dead.push_back(L);
    QualType ReturnType = Body->getReturnType();
    for (State &Exit : R.Exits) {
      States.drop(Exit, Dead);
      if (Each.Site) {
        ValueRef V = Each.Result ? Each.Result
                     : ReturnType->isRecordType()
                         ? Values.copyOf(Each.Inner.ReturnSlot)
                         : States.load(Exit, Each.Inner.ReturnSlot);
        States.setExpression(Exit, Each.Site,
                             convert(Values, Context, V, ReturnType));
      }
      // Its number is the expression's value now.
      if (!ReturnType->isRecordType())
        States.drop(Exit, {Each.Inner.ReturnSlot});
      Out.push_back(std::move(Exit));
    }
    for (State &Throw : R.Throws) {
      States.drop(Throw, Dead);
      PendingThrows.push_back(std::move(Throw));
    }
  }
}

void FunctionWalk::letGo(State &S, ValueRef V, bool MayWrite, const Expr *Site,
                         unsigned Depth) {
  auto LeavesSight = [&](ValueRef Each) {
    States.markTested(S, Each);
    Engine.tell<Hook::LetGo>(Each, Site, In, S);
    if (Site)
      States.forgetObject(S, Each);
  };
  LeavesSight(V);
  if (V->Kind != ValueKind::Address && V->Kind != ValueKind::Copy)
    return;
  // A pointer to the first element is one to all of them.
  LocationRef L =
      V->Place->Kind == LocationKind::Element ? V->Place->Parent : V->Place;
  for (const auto &[Part, Bound] : States.contents(S, L)) {
    LeavesSight(Bound.What);
    // What it points to is given away with it.
    if (Bound.What->Kind == ValueKind::Address && Depth < MaxIndirections)
      letGo(S, Bound.What, /*MayWrite=*/true, Site, Depth + 1);
  }
  if (V->Kind == ValueKind::Address) {
    States.addEscaped(S, L, MayWrite);
    if (MayWrite && Site)
      States.forget(S, L, Site, In.Path);
  }
}

void FunctionWalk::callOutOfSight(const FunctionDecl *Callee, const Expr *E,
                                  LocationRef This,
                                  llvm::ArrayRef<const Expr *> Arguments,
                                  State &S, const kb::Function *Described) {
  if (Traced && !Described)
    Traced->outOfSight(In, S, Callee, E);
  Engine.tell<Hook::CallOutOfSight>(Callee, E, In, S);
  auto StaysInSight = [Described](unsigned I) {
    return Described && I < Described->Parameters.size() &&
           (Described->Parameters[I].TheRole != kb::Role::Other ||
            !Described->Parameters[I].SetsAttribute.empty());
  };
  for (unsigned I = 0; I < Arguments.size(); ++I) {
    if (StaysInSight(I))
      continue;
    const Expr *Argument = Arguments[I];
    ValueRef V = value(S, Argument);
    // Without a declaration, an lvalue is taken to be passed by reference.
    bool IsDeclared = Callee && I < Callee->getNumParams();
    QualType T =
        IsDeclared ? Callee->getParamDecl(I)->getType() : Argument->getType();
    bool MayWrite = IsDeclared || T->isPointerType()
                        ? isWritablePointerOrReference(T)
                        : Argument->isGLValue() && !T.isConstQualified();
    Engine.tell<Hook::NumberPassed>(
        V->Kind == ValueKind::Address ? States.load(S, V->Place) : V);
    letGo(S, V, MayWrite, E);
    // A lambda can do anything to what it captured by reference.
    QualType Given =
        Argument->IgnoreParenImpCasts()->getType().getNonReferenceType();
    if (Given->isPointerType())
      Given = Given->getPointeeType();
    const CXXRecordDecl *Record = Given->getAsCXXRecordDecl();
    if (Record && Record->isLambda())
      for (const LambdaCapture &Capture : Record->captures())
        if (Capture.capturesVariable())
          letGo(S, Values.address(Values.variable(Capture.getCapturedVar())),
                Capture.getCaptureKind() == LCK_ByRef, E);
  }
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (This && !isa<CXXConstructExpr>(E)) {
    // What the containers hold is the business of StandardLibrary.cpp.
    bool MayWrite = !Method || (!Method->isConst() && !isInStd(Method));
    letGo(S, Values.address(This), MayWrite, E);
  }
  // Code of the user's that is out of sight can write what it can see.
  if (!Callee ||
      !Context.getSourceManager().isInSystemHeader(Callee->getLocation())) {
    if (!Callee || !isInStd(Callee))
      for (unsigned I = 0; I < Arguments.size(); ++I)
        if (!StaysInSight(I))
          Engine.tell<Hook::HandedOver>(value(S, Arguments[I]), Arguments[I],
                                        In, S);
    States.forgetVisible(S, E, In.Path);
  }
  const auto *Type =
      Callee ? Callee->getType()->getAs<FunctionProtoType>() : nullptr;
  if (!Type || (!Type->isNothrow() && !Callee->isExternC()))
    MayThrowUnseen = true;
  ValueRef Result = Values.symbol(SymbolKind::CallResult, E, In.Path);
  States.forgetFacts(S, Result);
  States.setExpression(
      S, E, E->isGLValue() ? Values.address(Values.pointee(Result)) : Result);
}

} // namespace cublaslt::checks::flow
