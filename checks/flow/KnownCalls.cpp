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

/// The places in an attempt's list of sizes, see sizesOf.
constexpr Retry::Quantity PerMatrix[] = {Retry::Rows, Retry::Columns,
                                         Retry::BatchCount};

bool canRunOutOfMemory(Action A) {
  return A == Action::Heuristic || A == Action::Matmul || A == Action::Allocate;
}
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
  KnownCall Call{F, Engine.api().isApi(F), E, &In, {}};
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
      Engine.tell<&FlowListener::onNumberPassed>(V);
  Engine.tell<&FlowListener::beforeCall>(Call, S);
  if (canRunOutOfMemory(F->TheAction))
    recordAttempt(Call, S);
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
  }
  Engine.tell<&FlowListener::afterCall>(Call, Result, S);
  return true;
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

ValueRef FunctionWalk::applyEffects(const KnownCall &Call, State &S) {
  const kb::Function &F = *Call.Function;
  const CallExpr *E = Call.Call;
  auto Fresh = [&](SymbolKind K) {
    ValueRef V = Values.symbol(K, E, In.Path, nullptr, &F);
    States.forgetFacts(S, V);
    return V;
  };
  auto Put = [&](unsigned I, ValueRef V) {
    if (I < Call.Arguments.size() && !Call.Arguments[I]->isConstant())
      assign(S, Values.target(Call.Arguments[I]), V, E);
  };
  ValueRef Result = F.ReturnsStatus ? Fresh(Call.IsApi ? SymbolKind::Status
                                                       : SymbolKind::HostStatus)
                                    : Fresh(SymbolKind::CallResult);
  if (F.ReturnsStatus && Call.IsApi)
    States.addUntested(S, Result);
  // A wrapper may return what the API's functions give by an argument.
  auto IsFilled = [](const kb::Parameter &P) { return P.IsOut; };
  bool ReturnsObject =
      F.IsWrapper && !F.ReturnsStatus &&
      (F.TheAction == Action::Create || F.TheAction == Action::Allocate) &&
      llvm::none_of(F.Parameters, IsFilled);
  if (ReturnsObject)
    Result = Fresh(SymbolKind::Object);

  auto SetDescribed = [&](ValueRef Object) {
    for (unsigned I = 0; I < F.Parameters.size(); ++I)
      if (!F.Parameters[I].SetsAttribute.empty() && I < Call.Arguments.size())
        if (const kb::Attribute *A =
                Engine.api().apiOf(&F).attribute(F.Parameters[I].SetsAttribute))
          States.setAttribute(S, Object, A, Call.Arguments[I], E);
  };

  switch (F.TheAction) {
  case Action::Create:
  case Action::Initialize: {
    ValueRef Object = ReturnsObject ? Result : nullptr;
    for (unsigned I = 0; I < F.Parameters.size() && !Object; ++I)
      if (F.Parameters[I].IsOut && I < Call.Arguments.size()) {
        Object = F.TheAction == Action::Create ? Fresh(SymbolKind::Object)
                                               : Call.Arguments[I];
        if (F.TheAction == Action::Create)
          Put(I, Object);
      }
    if (!Object)
      break;
    // Made in a loop and kept in an array, say: all of them have one name.
    if (F.TheAction == Action::Create && States.countHolders(S, Object) > 1) {
      States.forgetObject(S, Object);
      break;
    }
    // A wrapper may set more than what its description says.
    if (F.IsWrapper)
      States.forgetObject(S, Object);
    else
      States.renewObject(S, Object);
    SetDescribed(Object);
    break;
  }
  case Action::SetAttribute: {
    int Target = -1;
    for (unsigned I = 0; I < F.Parameters.size() && Target < 0; ++I)
      if (Engine.api().holdsAttributes(&F, F.Parameters[I].TheRole))
        Target = int(I);
    if (Target < 0 || unsigned(Target) >= Call.Arguments.size())
      break;
    ValueRef Object = Call.Arguments[Target];
    SetDescribed(Object);
    ValueRef Buffer = Call.argument(Role::Buffer),
             Which = Call.argument(Role::Attribute);
    if (!Buffer || !Which)
      break;
    const kb::Attribute *A =
        Which->isConstant()
            ? Engine.api().attributeNumbered(&F, int64_t(Which->Number))
            : nullptr;
    if (A)
      States.setAttribute(
          S, Object, A, loadValue(S, Values.target(Buffer), Context.IntTy), E);
    else
      States.forgetObject(S, Object);
    break;
  }
  case Action::Heuristic:
  case Action::ListAlgorithms: {
    ValueRef Results = Fresh(SymbolKind::Results);
    int Array = F.indexOf(
        F.TheAction == Action::Heuristic ? Role::Results : Role::AlgorithmIds);
    if (Array >= 0 && unsigned(Array) < Call.Arguments.size()) {
      LocationRef L = Values.target(Call.Arguments[Array]);
      if (L->Kind == LocationKind::Element && L->Index &&
          L->Index->isConstant(0))
        L = L->Parent;
      States.store(S, L, Results, E);
    }
    if (ValueRef Where = Call.argument(Role::Count);
        Where && !Where->isConstant()) {
      ValueRef Count = Fresh(SymbolKind::Count);
      LocationRef L = Values.target(Where);
      if (!isOutside(S, L)) {
        States.addUntested(S, Count);
        if (States.load(S, L)->isSymbol(SymbolKind::Uninitialized))
          States.addUntested(S, Fresh(SymbolKind::Uninitialized));
      }
      States.constrain(S, Count, {0, INT32_MAX, false});
      States.store(S, L, Count, E);
    }
    break;
  }
  case Action::CheckAlgorithm:
    // Everything but the algorithm itself is written.
    if (const Expr *Out = Call.expression(Role::Results)) {
      const RecordDecl *Record = Out->IgnoreParenImpCasts()
                                     ->getType()
                                     ->getPointeeOrArrayElementType()
                                     ->getAsRecordDecl();
      ValueRef Results = Fresh(SymbolKind::Results);
      LocationRef L = Values.target(Call.argument(Role::Results));
      if (Record)
        for (const FieldDecl *Field : Record->fields())
          if (!Field->getType()->isRecordType())
            States.store(S, Values.field(L, Field),
                         Values.field(Results, Field), E);
    }
    break;
  case Action::InitializeAlgorithm:
    if (int I = F.indexOf(Role::Algorithm); I >= 0)
      Put(I, Fresh(SymbolKind::CallResult));
    break;
  case Action::Allocate:
    if (int I = F.indexOf(Role::AllocatedPointer); I >= 0)
      Put(I, Fresh(SymbolKind::Object));
    break;
  case Action::CreateStream:
    // Named by its place too: a loop that fills an array makes several.
    if (ValueRef Where = Call.argument(Role::Stream)) {
      LocationRef L = Values.target(Where);
      assign(S, L, Values.symbol(SymbolKind::Object, E, In.Path, L, &F), E);
    }
    break;
  case Action::QueryMemory:
    if (int I = F.indexOf(Role::FreeMemory); I >= 0)
      Put(I, Fresh(SymbolKind::FreeMemory));
    if (int I = F.indexOf(Role::TotalMemory); I >= 0)
      Put(I, Fresh(SymbolKind::TotalMemory));
    if (ValueRef Properties = Call.argument(Role::DeviceProperties))
      letGo(S, Properties, /*MayWrite=*/true, E);
    break;
  case Action::ReadOutside:
  case Action::ParseNumber: {
    // Text of unknown origin gives an unknown number.
    bool IsOutside =
        F.TheAction == Action::ReadOutside ||
        (!Call.Arguments.empty() && comesFromOutside(S, Call.Arguments[0]));
    if (IsOutside)
      Result = Fresh(SymbolKind::Outside);
    for (unsigned I = 0; I < Call.Arguments.size(); ++I)
      if (Call.Arguments[I]->Kind == ValueKind::Address &&
          F.TheAction == Action::ReadOutside &&
          !argumentsOf(E)[I]->getType()->getPointeeType().isConstQualified())
        Put(I, Result);
    break;
  }
  case Action::GetAttribute:
  case Action::Query:
  case Action::EndCapture:
    for (unsigned I = 0; I < Call.Arguments.size(); ++I)
      if (I < F.Parameters.size() && F.Parameters[I].IsOut)
        letGo(S, Call.Arguments[I], /*MayWrite=*/true, E);
    break;
  case Action::Destroy:
  case Action::Matmul:
  case Action::Transform:
  case Action::Free:
  case Action::Synchronize:
  case Action::BeginCapture:
  case Action::Logger:
  case Action::Print:
  case Action::RequireSuccess:
  case Action::SetEnvironment:
  case Action::Other:
    break;
  }
  States.setExpression(S, E, Result);
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

llvm::SmallVector<ValueRef, 12> FunctionWalk::sizesOf(const KnownCall &Call,
                                                      State &S) {
  llvm::SmallVector<ValueRef, 12> Sizes;
  if (Call.Function->TheAction == Action::Allocate) {
    if (ValueRef Bytes = Call.argument(Role::AllocationSize))
      Sizes.push_back(Bytes);
    return Sizes;
  }
  const ApiModel &Api = Engine.api();
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  for (unsigned I = 0; I < Parameters.size(); ++I) {
    if (Parameters[I].TheRole != Role::Layout)
      continue;
    if (I >= Call.Arguments.size())
      return {};
    for (kb::Meaning M :
         {kb::Meaning::Rows, kb::Meaning::Columns, kb::Meaning::BatchCount})
      Sizes.push_back(States.attribute(S, Call.Arguments[I],
                                       Api.attributeMeaning(Call.Function, M)));
  }
  if (ValueRef Preference = Call.argument(Role::Preference))
    Sizes.push_back(States.attribute(
        S, Preference,
        Api.attributeMeaning(Call.Function, kb::Meaning::WorkspaceLimit)));
  return Sizes;
}

void FunctionWalk::recordAttempt(const KnownCall &Call, State &S) {
  if (!Call.Function->ReturnsStatus)
    return;
  llvm::SmallVector<ValueRef, 12> Sizes = sizesOf(Call, S);
  if (Sizes.empty())
    return;
  ValueRef Status =
      Values.symbol(Call.IsApi ? SymbolKind::Status : SymbolKind::HostStatus,
                    Call.Call, In.Path, nullptr, Call.Function);
  if (const Attempt *Last = S.Attempts.lookup(Status)) {
    ValueRef Count = Values.symbol(SymbolKind::Count, Call.Call, In.Path,
                                   nullptr, Call.Function);
    Retry R;
    unsigned Culprit = 0; // by order of creation, so that the same is chosen
    R.Function = Call.Function;
    R.Site = Call.Call;
    R.Failure = Call.Call;
    if (S.rangeOf(Status).excludesZero() || S.rangeOf(Count).High <= 0)
      R.Last = Retry::Failed;
    else if (llvm::all_of(S.Attempts, [&](const auto &Each) {
               return S.rangeOf(Each.first).isZero();
             }))
      R.Last = Retry::Succeeded;
    // This call went well, but a later one of the same try did not.
    if (R.Last != Retry::Failed)
      for (const auto &Other : S.Attempts)
        if (S.rangeOf(Other.first).excludesZero() &&
            (R.Last != Retry::Failed || Other.first->Id < Culprit)) {
          R.Last = Retry::Failed;
          R.Function = Other.first->Callee;
          R.Failure = Other.first->Site;
          Culprit = Other.first->Id;
        }
    reportGrowth(R, *Last->Sizes, Sizes, S);
  }
  States.addAttempt(S, Status, Sizes);
}

void FunctionWalk::reportGrowth(Retry R, llvm::ArrayRef<ValueRef> Before,
                                llvm::ArrayRef<ValueRef> After, State &S) {
  if (Before.size() != After.size())
    return;
  int Grown = -1;
  for (unsigned I = 0; I < Before.size(); ++I) {
    if (Before[I] == After[I])
      continue;
    // A size that shrank, or changed in a way that is not understood, may
    // well make up for the one that grew.
    if (!isGrownFrom(After[I], Before[I]))
      return;
    Retry::Quantity What = Before.size() == 1 ? Retry::AllocationSize
                           : I == 12          ? Retry::WorkspaceLimit
                                              : PerMatrix[I % 3];
    if (Grown < 0 || What == Retry::BatchCount) {
      Grown = int(I);
      R.What = What;
    }
  }
  if (Grown < 0)
    return;
  R.Before = Before[Grown];
  R.After = After[Grown];
  R.In = &In;
  R.GrowingFunction = In.Function;
  // Of several that fit: the exact value, then the steepest, then the first.
  auto Rank = [&](const Growth &G) {
    const auto *Compound = dyn_cast<CompoundAssignOperator>(G.Site);
    unsigned Steepness = isa<UnaryOperator>(G.Site) ? 2
                         : Compound && Compound->getOpcode() == BO_AddAssign
                             ? 1
                             : 0;
    return std::make_tuple(G.After != R.After, Steepness,
                           G.Site->getBeginLoc().getRawEncoding());
  };
  const Growth *Best = nullptr;
  for (const auto &Entry : S.Growths) {
    const Growth &G = Entry.second;
    if (!mentions(R.After, G.After) || (Best && Rank(*Best) <= Rank(G)))
      continue;
    LocationRef L = Entry.first;
    Best = &G;
    R.GrownBy = G.Site;
    R.GrowingFunction = G.Function;
    R.Variable = L->Kind == LocationKind::Field
                     ? static_cast<const ValueDecl *>(L->TheField)
                     : L->Declaration;
  }
  Engine.tell<&FlowListener::onRetry>(R, S);
}

} // namespace cublaslt::checks::flow
