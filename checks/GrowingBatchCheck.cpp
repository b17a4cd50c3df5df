//===-- GrowingBatchCheck.cpp - cublaslt-growing-batch --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/GrowingBatchCheck.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::Operation;
using flow::ValueKind;
using flow::ValueRef;

bool isLoop(const Stmt *S) {
  return isa<ForStmt>(S) || isa<WhileStmt>(S) || isa<DoStmt>(S);
}

const Expr *conditionOf(const Stmt *Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return While->getCond();
  return cast<DoStmt>(Loop)->getCond();
}

/// Variables that a loop tests in any condition, and through which it is left.
class LoopReader : public RecursiveASTVisitor<LoopReader> {
public:
  explicit LoopReader(flow::FlowEngine &Engine) : Engine(Engine) {}
  llvm::SmallPtrSet<const ValueDecl *, 16> Tested;
  llvm::SmallVector<const Stmt *, 8> Exits;
  bool Continues = false; ///< a round may end early

  bool VisitContinueStmt(ContinueStmt *) { return Continues = true; }
  bool VisitIfStmt(IfStmt *S) { return test(S->getCond()); }
  bool VisitWhileStmt(WhileStmt *S) { return test(S->getCond()); }
  bool VisitDoStmt(DoStmt *S) { return test(S->getCond()); }
  bool VisitForStmt(ForStmt *S) { return test(S->getCond()); }
  bool VisitSwitchStmt(SwitchStmt *S) { return test(S->getCond()); }
  bool VisitAbstractConditionalOperator(AbstractConditionalOperator *E) {
    return test(E->getCond());
  }
  bool VisitBreakStmt(BreakStmt *S) { return leave(S); }
  bool VisitReturnStmt(ReturnStmt *S) { return leave(S); }
  bool VisitGotoStmt(GotoStmt *S) { return leave(S); }
  bool VisitCXXThrowExpr(CXXThrowExpr *S) { return leave(S); }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }

private:
  struct References : RecursiveASTVisitor<References> {
    LoopReader &Reader;
    explicit References(LoopReader &Reader) : Reader(Reader) {}
    bool VisitDeclRefExpr(DeclRefExpr *E) {
      Reader.Tested.insert(E->getDecl());
      return true;
    }
    bool VisitMemberExpr(MemberExpr *E) {
      Reader.Tested.insert(E->getMemberDecl());
      return true;
    }
    // The arguments of the tried call do not test its result.
    bool TraverseCallExpr(CallExpr *E) {
      const FunctionDecl *Callee = E->getDirectCallee();
      return Callee && (Reader.Engine.api().function(Callee) ||
                        Reader.Engine.calls().reachesApi(Callee))
                 ? true
                 : RecursiveASTVisitor::TraverseCallExpr(E);
    }
  };
  bool test(Expr *Condition) {
    if (Condition)
      References(*this).TraverseStmt(Condition);
    return true;
  }
  bool leave(const Stmt *S) {
    Exits.push_back(S);
    return true;
  }
  flow::FlowEngine &Engine;
};

const char *nameOf(Quantity What) {
  switch (What) {
  case Quantity::Rows:
    return "number of rows";
  case Quantity::Columns:
    return "number of columns";
  case Quantity::BatchCount:
    return "batch count";
  case Quantity::WorkspaceLimit:
    return "workspace limit";
  case Quantity::AllocationSize:
    return "allocation size";
  }
  return "";
}

const char *wordOf(Quantity What) {
  switch (What) {
  case Quantity::Rows:
    return "rows";
  case Quantity::Columns:
    return "columns";
  case Quantity::BatchCount:
    return "batch-count";
  case Quantity::WorkspaceLimit:
    return "workspace-limit";
  case Quantity::AllocationSize:
    return "allocation-size";
  }
  return "";
}

/// The loop that grows the variable and tries again, or null.
const Stmt *loopOf(const Retry &R, const ParentMap &Parents) {
  const Stmt *Loop = R.GrownBy;
  while (Loop && !isLoop(Loop))
    Loop = Parents.getParent(Loop);
  return Loop;
}

bool dependsOnStatus(const Expr *Condition,
                     const llvm::DenseSet<const Expr *> &StatusConditions) {
  llvm::SmallVector<const Stmt *, 8> ToDo{Condition};
  while (!ToDo.empty()) {
    const Stmt *S = ToDo.pop_back_val();
    if (const auto *E = dyn_cast_or_null<Expr>(S)) {
      if (StatusConditions.count(E->IgnoreParens()))
        return true;
      for (const Stmt *Child : E->children())
        ToDo.push_back(Child);
    }
  }
  return false;
}

/// Nothing in \p Loop can keep \p GrownBy from growing in each round: whatever
/// became of the call, it is a sweep.
bool growsRegardless(const Stmt *GrownBy, const Stmt *Loop,
                     const LoopReader &Reader, const ParentMap &Parents,
                     const llvm::DenseSet<const Expr *> &StatusConditions) {
  const Stmt *Part = GrownBy; // of the loop
  for (const Stmt *At = GrownBy; At && At != Loop; At = Parents.getParent(At)) {
    Part = At;
    if (isa<IfStmt, SwitchStmt, ConditionalOperator>(At))
      return false;
  }
  const auto *For = dyn_cast<ForStmt>(Loop);
  if (Reader.Continues && !(For && For->getInc() == Part))
    return false;
  const Expr *Condition = conditionOf(Loop);
  return Reader.Exits.empty() && Condition &&
         !dependsOnStatus(Condition, StatusConditions);
}

/// All ways out of \p Loop depend on a status, and there is one.
bool endsOnlyByFailure(const Stmt *Loop, const LoopReader &Reader,
                       const ParentMap &Parents,
                       const llvm::DenseSet<const Expr *> &StatusConditions) {
  auto DependsOnStatus = [&](const Expr *Condition) {
    return dependsOnStatus(Condition, StatusConditions);
  };
  bool HasExit = false;
  if (const Expr *Condition = conditionOf(Loop))
    if (!Condition->isValueDependent() &&
        !isa<CXXBoolLiteralExpr, IntegerLiteral>(
            Condition->IgnoreParenImpCasts())) {
      if (!DependsOnStatus(Condition))
        return false;
      HasExit = true;
    }
  for (const Stmt *Exit : Reader.Exits) {
    // A break may leave an inner statement only.
    const Stmt *At = Exit;
    const IfStmt *Guard = nullptr;
    bool LeavesInner = false;
    for (At = Parents.getParent(Exit); At && At != Loop;
         At = Parents.getParent(At)) {
      if (isa<BreakStmt>(Exit) &&
          (isLoop(At) || isa<SwitchStmt>(At) || isa<CXXForRangeStmt>(At)))
        LeavesInner = true;
      if (const auto *If = dyn_cast<IfStmt>(At); If && !Guard)
        Guard = If;
    }
    if (LeavesInner)
      continue;
    if (!Guard || !DependsOnStatus(Guard->getCond()))
      return false;
    HasExit = true;
  }
  return HasExit;
}

} // namespace

void GrowingBatchCheck::beforeCall(const flow::KnownCall &Call,
                                   const flow::State &S) {
  if (Call.Function->TheAction == kb::Action::Heuristic ||
      Call.Function->TheAction == kb::Action::Matmul)
    if (!Asked.count(Call.Call))
      Asked[Call.Call] = describe(Call, S);
  Finder.beforeCall(engine(), Call, S, [&](const Retry &R) {
    consider(R, {S, R.Site, Call.In->Path});
  });
}

void GrowingBatchCheck::onRecursion(const flow::Recursion &Again,
                                    const flow::State &S) {
  // A recursive call is no call of the API: no path can be told.
  Finder.onRecursion(engine(), Again, S,
                     [&](const Retry &R) { consider(R, {}); });
}

void GrowingBatchCheck::consider(const Retry &R, const ReportedPath &Way) {
  if (R.Last == Retry::Unknown || (!R.GrownBy && !R.IsRecursion))
    return;
  // The batch count of a matmul tells more than the size of an allocation, and
  // the call that failed itself more than one beside it.
  auto Rank = [](const Retry &R) {
    return std::make_tuple(R.What == Quantity::BatchCount,
                           R.What != Quantity::AllocationSize,
                           R.Failure == R.Site);
  };
  Candidate &C = Candidates[R.GrownBy ? R.GrownBy : R.Site];
  std::optional<Seen> &Known =
      R.Last == Retry::Failed ? C.AfterFailure : C.AfterSuccess;
  if (!Known || Rank(R) > Rank(Known->Again))
    Known = {R, Way};
  else if (Rank(R) == Rank(Known->Again) && R.Site == Known->Again.Site)
    Known->Way.add(Way);
}

void GrowingBatchCheck::endUnit() {
  for (const auto &[GrownBy, C] : Candidates) {
    // Growth after success as well is not an answer to a failure.
    bool IsAnswer = C.AfterFailure && !C.AfterSuccess;
    const Seen &Found = C.AfterFailure ? *C.AfterFailure : *C.AfterSuccess;
    const Retry &R = Found.Again;
    if (R.IsRecursion) {
      reportRetry(Found, /*AfterFailure=*/true);
      continue;
    }
    ParentMap Parents(R.GrowingFunction->getBody());
    const Stmt *Loop = loopOf(R, Parents);
    LoopReader Reader(engine());
    Reader.TraverseStmt(
        const_cast<Stmt *>(Loop ? Loop : R.GrowingFunction->getBody()));
    bool IsBounded = Reader.Tested.count(R.Variable);
    // Paths on which the call went well may have been joined with others.
    IsAnswer &= !Loop || !R.GrownBy ||
                !growsRegardless(R.GrownBy, Loop, Reader, Parents,
                                 engine().StatusConditions);
    if (IsAnswer) {
      // With a bound, a larger limit can be what a failed heuristic asks for.
      if (!IsBounded || R.What != Quantity::WorkspaceLimit)
        reportRetry(Found, /*AfterFailure=*/true);
    } else if (Loop && !IsBounded &&
               endsOnlyByFailure(Loop, Reader, Parents,
                                 engine().StatusConditions)) {
      reportRetry(Found, /*AfterFailure=*/false);
    }
  }
  Candidates.clear();
  Asked.clear();
}

void GrowingBatchCheck::reportRetry(const Seen &Found, bool AfterFailure) {
  const Retry &R = Found.Again;
  const Stmt *Where = R.GrownBy ? R.GrownBy : R.Site;
  std::string Message = nameOf(R.What);
  if (AfterFailure)
    Message += " grows after '" + R.Function->Name + "' failed; " +
               effect("after-a-failure").str();
  else
    Message += " grows until '" + R.Function->Name + "' fails; " +
               effect("until-a-failure").str();

  findings::CallSpecification Call = Asked.lookup(R.Failure);
  Call.Function = R.Function->Name;
  Call.Values[findings::OwnKey::GrowthQuantity].Known =
      std::string(wordOf(R.What));
  Call.Values[findings::OwnKey::GrowthTrigger].Known =
      std::string(AfterFailure ? "failure" : "until-failure");
  // What the size was before it first grew.
  ValueRef Initial = R.Before;
  while (Initial->Kind == ValueKind::Binary && Initial->Right->isConstant() &&
         flow::isGrownFrom(Initial, Initial->Left))
    Initial = Initial->Left;
  Call.Values[findings::OwnKey::GrowthInitial] = specify(Initial);
  ValueRef After = R.After;
  if (After->Kind == ValueKind::Binary && After->Right->isConstant()) {
    Call.Values[findings::OwnKey::GrowthOperation].Known =
        std::string(After->Op == Operation::Mul   ? "multiply"
                    : After->Op == Operation::Shl ? "shift"
                                                  : "add");
    Call.Values[findings::OwnKey::GrowthAmount] = specify(After->Right);
  } else if (After->isConstant() && R.Before->Number > 0 &&
             After->Number % R.Before->Number == 0) {
    Call.Values[findings::OwnKey::GrowthOperation].Known =
        std::string("multiply");
    Call.Values[findings::OwnKey::GrowthAmount].Known =
        static_cast<int64_t>(After->Number / R.Before->Number);
  }
  Report Warning =
      report(Where->getBeginLoc(), Message, R.GrowingFunction, std::move(Call));
  Warning.onPath(Found.Way);
  if (R.Failure != Where)
    Warning.note(R.Failure,
                 "'" + R.Function->Name +
                     (AfterFailure && !R.IsRecursion
                          ? "' failed here, and is tried again here"
                      : AfterFailure ? "' failed here"
                                     : "' is tried here until it fails"));
}

} // namespace cublaslt::checks
