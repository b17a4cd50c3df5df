//===-- DescriptorLeakCheck.cpp - lifetimes of objects --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/DescriptorLeakCheck.h"
#include "checks/queries/ObjectHolders.h"
#include "checks/queries/SourceOrder.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/Support/YAMLParser.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::LocationKind;
using flow::LocationRef;
using flow::State;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

bool hasDestructor(QualType T) {
  const CXXRecordDecl *Record =
      T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return Record && Record->hasDefinition() && !Record->hasTrivialDestructor();
}

/// The return statement that set the result, if there is one.
const Stmt *returnStatement(const State &S, const flow::Frame &In,
                            flow::StateManager &States) {
  for (const auto &[Part, Bound] : States.contents(S, In.ReturnSlot))
    if (isa_and_nonnull<ReturnStmt>(Bound.Site))
      return Bound.Site;
  return nullptr;
}

} // namespace

DescriptorLeakCheck::DescriptorLeakCheck(llvm::StringRef Name,
                                         tidy::ClangTidyContext *Context)
    : CheckBase(Name, Context),
      ReportExceptionPaths(
          llvm::yaml::parseBool(Options.get("ReportExceptionPaths", "false"))
              .value_or(false)) {}

void DescriptorLeakCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  CheckBase::storeOptions(Opts);
  Options.store(Opts, "ReportExceptionPaths",
                ReportExceptionPaths ? "true" : "false");
}

/// On this path the object exists, and this code must destroy it.
bool DescriptorLeakCheck::isLive(ValueRef Object, const State &S) const {
  const flow::Binding *Status = Live.get(S, Object);
  return Status && !S.rangeOf(Status->What).excludesZero() &&
         !S.rangeOf(Object).isZero();
}

void DescriptorLeakCheck::stopTracking(ValueRef V, State &S) {
  Live.clear(S, V);
}

void DescriptorLeakCheck::onLetGo(ValueRef V, const Expr *Site,
                                  const flow::Frame &, State &S) {
  // A function outside this file that gets the creation's status and returns
  // something may decide whether there is an object.
  if (isa_and_nonnull<CallExpr, CXXConstructExpr>(Site) &&
      !Site->getType()->isVoidType())
    for (ValueRef T : V->Tracked)
      if (T->isSymbol(SymbolKind::Status) && T->Site != Site)
        stopTracking(flow::siblingOf(T, SymbolKind::Object, engine().values()),
                     S);
  if (!V->isSymbol(SymbolKind::Object))
    return;
  LetGo = V;
  stopTracking(V, S);
}

void DescriptorLeakCheck::beforeCall(const flow::KnownCall &Call,
                                     const State &S) {
  LetGo = Renewed = nullptr;
  if (Call.Function->TheAction != kb::Action::Create || S.Traits.isEmpty())
    return;
  // What is known of the last round's object is forgotten by the call.
  Renewed = Call.made(SymbolKind::Object);
  WasLive = isLive(Renewed, S);
}

void DescriptorLeakCheck::afterCall(const flow::KnownCall &Call,
                                    ValueRef Result, State &S) {
  if (!Call.IsApi)
    return;
  if (Call.Function->TheAction == kb::Action::Create)
    return create(Call, Result, S);
  if (S.Traits.isEmpty())
    return;
  if (Call.Function->TheAction == kb::Action::Destroy)
    return destroy(Call, Result, S);
  use(Call, S);
}

void DescriptorLeakCheck::create(const flow::KnownCall &Call, ValueRef Status,
                                 State &S) {
  const kb::Function &F = *Call.Function;
  ValueRef Object = Call.made(SymbolKind::Object);
  Destroyed.clear(S, Object);
  // The object of an earlier round lives on in another place.
  if (Live.get(S, Object) && WasLive) {
    stopTracking(Object, S);
    Several.set(S, Object, {});
  }
  if (Object == LetGo || Several.get(S, Object))
    return;
  // A wrapper that returns the object has no status; assume that it succeeded.
  bool IsReturned = Status == Object;
  if (IsReturned) {
    Status = engine().values().constant(0);
  } else {
    unsigned Out = 0;
    while (Out < F.Parameters.size() && !F.Parameters[Out].IsOut)
      ++Out;
    if (Out >= Call.Arguments.size() || Call.Arguments[Out]->isConstant() ||
        isSomeElement(engine().values().target(Call.Arguments[Out])))
      return;
  }
  Live.set(S, Object, {Status, Call.Call});
  Creation &C = Created[Object];
  C.Call = Call.Call;
  C.Path = Call.In->Path;
  C.In = Call.In->Function;
  C.Specification.Function = F.Name;
  for (unsigned I = 0; I < F.Parameters.size() && I < Call.Arguments.size();
       ++I)
    if (!F.Parameters[I].SetsAttribute.empty())
      C.Specification.Values[findings::Key::attribute(
          F.Object, F.Parameters[I].SetsAttribute)] =
          specify(Call.Arguments[I]);
}

/// \p Object was destroyed, and the path has not established that this failed.
bool DescriptorLeakCheck::isDestroyed(ValueRef Object, const State &S) const {
  const flow::Binding *Status = Destroyed.get(S, Object);
  return Status && !(Status->What && S.rangeOf(Status->What).excludesZero());
}

void DescriptorLeakCheck::destroy(const flow::KnownCall &Call, ValueRef Status,
                                  State &S) {
  // The first parameters of a wrapper may have no role.
  const std::vector<kb::Parameter> &Parameters = Call.Function->Parameters;
  unsigned Which = 0;
  while (Which + 1 < Parameters.size() &&
         Parameters[Which].TheRole == kb::Role::Other)
    ++Which;
  if (Which >= Call.Arguments.size())
    return;
  ValueRef V = Call.Arguments[Which];
  const Expr *Argument = argumentsOf(Call.Call)[Which];
  if (V->isSymbol(SymbolKind::Object)) {
    if (isLive(V, S)) {
      stopTracking(V, S);
      Destroyed.set(S, V, {Status, Call.Call});
      Destroys[V].push_back({Call.Call, Call.In->Path, Call.In->Function});
    } else if (isDestroyed(V, S)) {
      reportMisuse(V, Call, Argument, "destroyed twice", "twice", S);
    }
    return;
  }
  // Any other value may be one of the objects, unless it comes from outside.
  if (V->isConstant() || V->isSymbol(SymbolKind::Uninitialized))
    return;
  if (V->isSymbol(SymbolKind::Initial) && V->Place &&
      (V->Place->isExternal() || (V->Place->Kind == LocationKind::Variable &&
                                  isa<ParmVarDecl>(V->Place->Declaration))))
    return;
  for (const auto &[Object, Bound] : Live.all(S))
    if (Object->Callee->Object == Call.Function->Object)
      stopTracking(Object, S);
}

void DescriptorLeakCheck::use(const flow::KnownCall &Call, const State &S) {
  for (unsigned I = 0; I < Call.Arguments.size(); ++I)
    if (Call.Arguments[I]->isSymbol(SymbolKind::Object) &&
        isDestroyed(Call.Arguments[I], S))
      reportMisuse(Call.Arguments[I], Call, argumentsOf(Call.Call)[I],
                   "used after it was destroyed", "use", S);
}

void DescriptorLeakCheck::onStore(LocationRef L, ValueRef V, const Stmt *Site,
                                  const flow::Frame &In, State &S) {
  if (S.Traits.isEmpty())
    return;
  flow::StateManager &States = engine().states();
  bool IsRecord = V->Kind == ValueKind::Copy;
  if (isSomeElement(L)) {
    stopTracking(V, S);
    if (IsRecord)
      for (const auto &[Part, Bound] : States.contents(S, V->Place))
        stopTracking(Bound.What, S);
    return;
  }
  auto Old = States.contents(S, L);
  if (IsRecord || Old.size() != 1 || Old.front().first != L) {
    // Whether the destructors of members destroy what they hold is not
    // followed.
    for (const auto &[Part, Bound] : Old)
      stopTracking(Bound.What, S);
    return;
  }
  ValueRef Object = Old.front().second.What;
  bool IsKept =
      V == Object && !(isa_and_nonnull<CallExpr>(Site) && Site == Object->Site);
  if (!Object->isSymbol(SymbolKind::Object) || IsKept ||
      !(Object == Renewed ? WasLive : isLive(Object, S)) ||
      isInSmartPointer(L) || !holders(S, Object, L).empty())
    return;
  Leak Found;
  Found.Path = In.Path;
  Found.In = In.Function;
  Found.Holder = nameOf(L);
  Found.Overwriter = Site;
  addLeak(Object, Found, S);
  stopTracking(Object, S);
}

/// A variable of the function followed in \p In holds \p Object. Cheap: asked
/// of every object at every exit.
bool DescriptorLeakCheck::isHeldLocally(ValueRef Object, const flow::Frame &In,
                                        const State &S) {
  for (LocationRef L : engine().values().variablesOf(In.Function))
    if (const State::Cluster *Parts = S.Store.lookup(L))
      for (const auto &Entry : *Parts)
        if (holds(Entry.second.What, Object))
          return true;
  return false;
}

void DescriptorLeakCheck::onExit(const flow::Frame &In, bool ByException,
                                 State &S) {
  // The end of the program frees everything.
  if (S.Traits.isEmpty() || (ByException && !ReportExceptionPaths) ||
      (In.isOutermost() && In.Function->isMain()))
    return;
  llvm::SmallVector<ValueRef, 4> Objects;
  for (const auto &[Object, Bound] : Live.all(S))
    if (isHeldLocally(Object, In, S) && isLive(Object, S))
      Objects.push_back(Object);
  // Of several objects that one call makes, always the same is shown.
  llvm::sort(Objects, [](ValueRef A, ValueRef B) { return A->Id < B->Id; });
  for (ValueRef Object : Objects) {
    Leak Found;
    bool Outlives = false, IsInOwner = false, MayBeDestroyed = false;
    for (LocationRef L : holders(S, Object)) {
      if (isInSmartPointer(L)) {
        Outlives = true;
        break;
      }
      const LocationRef Root = L->root();
      if (!flow::isLocalTo(L, In) || isa_and_nonnull<CXXNewExpr>(Root->Site)) {
        Outlives = true;
        break;
      }
      if (Root->Kind == LocationKind::Temporary) {
        // Its destructor is not followed.
        MayBeDestroyed |= Root->Site && hasDestructor(Root->Site->getType());
        continue;
      }
      const auto *Var = cast<VarDecl>(Root->Declaration);
      if (isa<ParmVarDecl>(Var))
        continue;
      IsInOwner |= hasDestructor(Var->getType());
      const ValueDecl *Name = nameOf(L);
      if (!Found.Holder || Name->getLocation() < Found.Holder->getLocation())
        Found.Holder = Name;
    }
    // On the way of an exception, destructors are not followed either.
    if (Outlives || !Found.Holder || (MayBeDestroyed && !IsInOwner) ||
        (ByException && IsInOwner))
      continue;
    Found.Path = In.Path;
    Found.In = In.Function;
    Found.Exit = returnStatement(S, In, engine().states());
    addLeak(Object, Found, S);
    stopTracking(Object, S);
  }
}

void DescriptorLeakCheck::onEnd(const FunctionDecl *, bool) {
  for (const auto &[Object, L] : Leaks)
    if (!passesByDestruction(Object, L))
      reportLeak(Object, L);
  Leaks.clear();
  Created.clear();
  Destroys.clear();
}

void DescriptorLeakCheck::addLeak(ValueRef Object, Leak L, const State &S) {
  auto [It, IsNew] = Leaks.insert({Object, std::move(L)});
  Leak &Known = It->second;
  const Creation &C = Created[Object];
  if (IsNew)
    // The call that makes the next one is on the path already.
    Known.Way = ReportedPath(S, C.Call, C.Path, Known.Overwriter == C.Call);
  else
    Known.Way.add(S);
}

/// The path skipped a call that destroys the object on other paths, because of
/// a condition that the analysis may not understand.
bool DescriptorLeakCheck::passesByDestruction(ValueRef Object, const Leak &L) {
  ASTContext &Context = engine().context();
  const Creation &C = Created[Object];
  const Stmt *Made = C.Call;
  const flow::CallPath *Path = C.Path;
  for (; Path && Path != L.Path; Path = Path->Caller)
    Made = Path->Call;
  for (const Step &D : Destroys.lookup(Object)) {
    const Stmt *Site = D.Call;
    bool IsInCondition = false;
    const flow::CallPath *At = D.Path;
    for (; At && At != L.Path; At = At->Caller) {
      // Null: a destructor at the end of a scope.
      IsInCondition |= Site && isConditional(Site, nullptr, nullptr, Context);
      Site = At->Call;
    }
    if (At != L.Path)
      continue;
    IsInCondition |= Site && isConditional(Site, Made, nullptr, Context);
    if (!IsInCondition)
      continue;
    if (!Site || !L.Exit || L.Overwriter ||
        sources().isBeforeInTranslationUnit(
            sources().getExpansionLoc(Site->getBeginLoc()),
            sources().getExpansionLoc(L.Exit->getBeginLoc())))
      return true;
  }
  return false;
}

std::string DescriptorLeakCheck::describeObject(ValueRef Object,
                                                const ValueDecl *Holder) {
  const kb::Function &F = *Object->Callee;
  std::string Type;
  for (const kb::ObjectKind &Kind : engine().api().apiOf(&F).Objects)
    if (Kind.Name == F.Object)
      Type = Kind.Type;
  return "'" + (Holder ? Holder->getNameAsString() : Type) + "' (" + Type + ")";
}

void DescriptorLeakCheck::reportMisuse(ValueRef Object,
                                       const flow::KnownCall &Call,
                                       const Expr *Where, llvm::StringRef What,
                                       llvm::StringRef Effect, const State &S) {
  const Stmt *First = Destroyed.get(S, Object)->Site;
  const ValueDecl *Named = namedIn(Where);
  // Two conditions that are not understood may exclude one another.
  ASTContext &Context = engine().context();
  if (isConditional(First, Call.Call, Named, Context) &&
      isConditional(Call.Call, First, Named, Context))
    return;
  findings::CallSpecification Specification = Created[Object].Specification;
  Specification.Values[findings::OwnKey::LifetimeForm].Known = Effect.str();
  Specification.Values[findings::OwnKey::LifetimeUsedBy].Known =
      Call.Function->Name;
  report(Where->getBeginLoc(),
         describeObject(Object, Named) + " is " + What + "; " + effect(Effect),
         Call.In->Function, std::move(Specification))
      .onPath({S, Call.Call, Call.In->Path})
      .note(Created[Object].Call, "it is created here")
      .note(First, "and destroyed here");
}

void DescriptorLeakCheck::reportLeak(ValueRef Object, const Leak &L) {
  const Creation &C = Created[Object];
  if (!ReportedCreations.insert(C.Call).second)
    return;
  bool IsScopeEnd = false;
  if (L.Overwriter)
    if (const auto *Var = dyn_cast_or_null<VarDecl>(L.Holder))
      IsScopeEnd =
          isa<DeclStmt>(L.Overwriter) || Var->getInit() == L.Overwriter;
  std::string What = "is not destroyed on every path";
  if (L.Overwriter)
    What = IsScopeEnd ? "is not destroyed before the next round of the loop"
                      : "is overwritten before it is destroyed";
  else if (Destroys.lookup(Object).empty())
    What = "is never destroyed";
  findings::CallSpecification Specification = C.Specification;
  Specification.Values[findings::OwnKey::LifetimeForm].Known =
      std::string(L.Overwriter ? "overwritten" : "path");
  Report Warning = report(C.Call->getBeginLoc(),
                          describeObject(Object, L.Holder) + " " + What + "; " +
                              effect("leak"),
                          C.In, std::move(Specification));
  Warning.onPath(L.Way);
  if (L.Overwriter && !IsScopeEnd)
    Warning.note(L.Overwriter,
                 L.Overwriter == C.Call
                     ? "the next round of the loop creates it again"
                     : "it is overwritten here");
  else if (L.Exit)
    Warning.note(L.Exit, "this way out does not destroy it");
  else if (!L.Overwriter)
    Warning.note(L.In->getEndLoc(), "the function ends without destroying it");
}

} // namespace cublaslt::checks
