//===-- WorkspaceMismatchCheck.cpp - cublaslt-workspace-mismatch ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/WorkspaceMismatchCheck.h"
#include "checks/flow/Origin.h"
#include "checks/flow/Pointer.h"
#include "checks/model/UnitVisitor.h"
#include "checks/queries/AlgorithmSource.h"
#include "checks/report/ArgumentFix.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::Integer;
using flow::State;
using flow::SymbolKind;
using flow::ValueRef;

/// Looks for a use of one member of the results.
class MemberFinder : public UnitVisitor<MemberFinder> {
public:
  MemberFinder(llvm::StringRef Name, const TagDecl *Record, ASTContext &Context)
      : UnitVisitor(Context), Name(Name), Record(Record->getCanonicalDecl()) {}
  bool Found = false;
  bool VisitMemberExpr(MemberExpr *E) {
    const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
    Found |= Field && Field->getName() == Name &&
             Field->getParent()->getCanonicalDecl() == Record;
    return !Found;
  }
  // In a template that is not instantiated the name is all there is.
  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *E) {
    const IdentifierInfo *Member = E->getMember().getAsIdentifierInfo();
    Found |= Member && Member->getName() == Name;
    return !Found;
  }
  bool VisitDecompositionDecl(DecompositionDecl *D) {
    const RecordDecl *Taken =
        D->getType().getNonReferenceType()->getAsRecordDecl();
    Found |= Taken && Taken->getCanonicalDecl() == Record;
    return !Found;
  }

private:
  llvm::StringRef Name;
  const TagDecl *Record;
};

/// \p A is provably larger than \p B.
bool isLarger(ValueRef A, ValueRef B) {
  if (A->isConstant() && B->isConstant())
    return A->Number > B->Number;
  return flow::isGrownFrom(A, B);
}

/// What the rule file keeps.
constexpr kb::NeededParameter Alignment{"alignment",
                                        kb::NeededParameter::Positive};

} // namespace

std::vector<kb::NeededParameter> WorkspaceMismatchCheck::needed() {
  return {Alignment};
}

void WorkspaceMismatchCheck::afterCall(const flow::KnownCall &Call,
                                       ValueRef Result, State &S) {
  flow::StateManager &States = engine().states();
  if (Call.Function->TheAction == kb::Action::Allocate) {
    ValueRef Where = Call.argument(kb::Role::AllocatedPointer),
             Size = Call.argument(kb::Role::AllocationSize);
    if (Where && Size && !Where->isConstant())
      Allocations.set(S, States.load(S, engine().values().target(Where)),
                      {Size, Call.Call});
  } else if (Call.Function->TheAction == kb::Action::Heuristic) {
    const kb::Attribute *A = engine().api().attributeMeaning(
        Call.Function, kb::Meaning::WorkspaceLimit);
    ValueRef Preference = Call.argument(kb::Role::Preference);
    ValueRef Results = Call.made(SymbolKind::Results);
    if (A && Preference && !Preference->isConstant())
      Limits.set(S, Results, {States.attribute(S, Preference, A), Call.Call});
    else
      Limits.clear(S, Results);
  }
}

void WorkspaceMismatchCheck::onLetGo(ValueRef V, const Expr *Site,
                                     const flow::Frame &In, State &S) {
  // Code that receives the results can check the workspace that they need.
  for (ValueRef T : V->Tracked)
    if (T->isSymbol(SymbolKind::Results))
      Limits.clear(S, T);
}

void WorkspaceMismatchCheck::beforeCall(const flow::KnownCall &Call,
                                        const State &S) {
  if (Call.Function->TheAction != kb::Action::Matmul)
    return;
  Given G{Call,
          Call.argument(kb::Role::Workspace),
          Call.argument(kb::Role::WorkspaceSize),
          nullptr,
          nullptr,
          nullptr};
  if (!G.Workspace || !G.Size)
    return;
  flow::PointerParts Parts = flow::splitPointer(engine().values(), G.Workspace);
  G.Base = Parts.Base;
  G.Offset = Parts.Offset;
  G.Allocation = Allocations.get(S, G.Base);
  if (!checkPointer(G, S) && !checkBuffer(G, S))
    checkLimit(G, S);
}

bool WorkspaceMismatchCheck::checkPointer(const Given &G, const State &S) {
  if (G.Workspace->isConstant(0)) {
    if (!S.rangeOf(G.Size).excludesZero())
      return false;
    std::string Size = textOf(G.Size);
    reportAt(G, kb::Role::Workspace,
             "the workspace is null, but its size is " +
                 (G.Size->isConstant() ? Size : "'" + Size + "', not 0") +
                 "; " + effect("null-with-a-size"),
             S)
        .note(flow::sourceOf(engine(), G.Call, kb::Role::Workspace, S),
              "the workspace is null from here")
        .note(flow::sourceOf(engine(), G.Call, kb::Role::WorkspaceSize, S),
              "the size comes from here");
    return true;
  }
  if (!G.Allocation || !G.Offset)
    return false;
  std::optional<Integer> Off = flow::residue(G.Offset, parameter(Alignment));
  if (!Off || *Off == 0)
    return false;
  reportAt(G, kb::Role::Workspace,
           "the workspace starts " + std::to_string(uint64_t(*Off)) +
               " bytes after a multiple of " +
               std::to_string(uint64_t(parameter(Alignment))) + "; " +
               effect("misaligned"),
           S)
      .note(G.Allocation->Site, "the buffer is allocated here");
  return true;
}

bool WorkspaceMismatchCheck::checkBuffer(const Given &G, const State &S) {
  if (!G.Allocation || !G.Offset)
    return false;
  ValueRef Left = engine().values().binary(flow::Operation::Sub,
                                           G.Allocation->What, G.Offset);
  if (!isLarger(G.Size, Left))
    return false;
  reportAt(G, kb::Role::WorkspaceSize,
           "workspace size " + textOf(G.Size) +
               " is larger than the buffer of " + textOf(Left) + "; " +
               effect("larger-than-the-buffer"),
           S)
      .fix(fixSize(G, nullptr, S))
      .note(G.Allocation->Site, "the buffer is allocated here");
  return true;
}

void WorkspaceMismatchCheck::checkLimit(const Given &G, const State &S) {
  for (ValueRef Results : algorithmSources(engine(), G.Call, S)) {
    const flow::Binding *Limit = Limits.get(S, Results);
    if (!Limit || !isLarger(Limit->What, G.Size) || unitLooksAtNeed(Results))
      continue;
    reportAt(G, kb::Role::WorkspaceSize,
             "workspace size " + textOf(G.Size) +
                 " is smaller than the heuristic's limit of " +
                 textOf(Limit->What) + "; " + effect("smaller-than-the-limit"),
             S, Limit->What)
        .fix(fixSize(G, Limit->What, S))
        .note(Limit->Site, "the algorithm is chosen here");
    return;
  }
}

Report WorkspaceMismatchCheck::reportAt(const Given &G, kb::Role Where,
                                        const llvm::Twine &Message,
                                        const State &S, ValueRef Limit) {
  const kb::Function &F = *G.Call.Function;
  findings::CallSpecification Call = describe(G.Call, S);
  auto Say = [&](kb::Role R, ValueRef V) {
    Call.Values[findings::Key::argument(F.Parameters[F.indexOf(R)])] =
        specify(V);
  };
  Say(kb::Role::WorkspaceSize, G.Size);
  if (G.Workspace->isConstant(0))
    Call.Values[findings::Key::argument(
                    F.Parameters[F.indexOf(kb::Role::Workspace)])]
        .Known = findings::PointerKind::Null;
  if (G.Allocation)
    Call.Values[findings::OwnKey::WorkspaceAllocatedBytes] =
        specify(G.Allocation->What);
  if (G.Offset && !G.Offset->isConstant(0))
    Call.Values[findings::OwnKey::WorkspaceOffsetBytes] = specify(G.Offset);
  if (Limit)
    if (const kb::Attribute *A =
            engine().api().attributeMeaning(&F, kb::Meaning::WorkspaceLimit))
      Call.Values[findings::Key::attribute(A->Object, *A)] = specify(Limit);
  return report(G.Call.expression(Where)->getBeginLoc(), Message,
                G.Call.In->Function, std::move(Call));
}

FixItHint WorkspaceMismatchCheck::fixSize(const Given &G, ValueRef Limit,
                                          const State &S) {
  if (!G.Allocation || !G.Offset || !G.Offset->isConstant(0) ||
      (Limit && Limit != G.Allocation->What &&
       !isLarger(G.Allocation->What, Limit)))
    return {};
  const auto *Allocation = cast<CallExpr>(G.Allocation->Site);
  const kb::Function *F =
      engine().api().function(Allocation->getDirectCallee());
  int At = F ? F->indexOf(kb::Role::AllocationSize) : -1;
  if (At < 0 || unsigned(At) >= Allocation->getNumArgs())
    return {};
  const VarDecl *Variable = localVariable(Allocation->getArg(At));
  const Expr *Argument = G.Call.expression(kb::Role::WorkspaceSize);
  if (!Variable ||
      !isVisibleAt(Variable, G.Call.Call, G.Call.In->Function,
                   engine().context()) ||
      engine().load(S, engine().values().variable(Variable)) !=
          G.Allocation->What)
    return {};
  return replaceArgument(G.Call.Call, Argument, Variable->getName(),
                         engine().context());
}

bool WorkspaceMismatchCheck::unitLooksAtNeed(ValueRef Results) {
  if (LooksAtNeed)
    return *LooksAtNeed;
  const kb::ObjectKind *Kind = engine().api().resultKind(Results->Callee);
  int At = Results->Callee->indexOf(kb::Role::Results);
  const RecordDecl *Record = At < 0 ? nullptr
                                    : cast<CallExpr>(Results->Site)
                                          ->getDirectCallee()
                                          ->getParamDecl(At)
                                          ->getType()
                                          ->getPointeeType()
                                          ->getAsRecordDecl();
  if (!Kind || !Record)
    return true;
  MemberFinder Finder(Kind->WorkspaceSizeField, Record, engine().context());
  Finder.TraverseDecl(engine().context().getTranslationUnitDecl());
  LooksAtNeed = Finder.Found;
  return *LooksAtNeed;
}

} // namespace cublaslt::checks
