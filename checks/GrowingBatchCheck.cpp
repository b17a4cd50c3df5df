//===-- GrowingBatchCheck.cpp - cublaslt-growing-batch -*- C++ -*-===//
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
using flow::Retry;
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
  llvm::SmallPtrSet<const ValueDecl *, 16> Tested;
  llvm::SmallVector<const Stmt *, 8> Exits;

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
};

const char *nameOf(Retry::Quantity What) {
  switch (What) {
  case Retry::Rows:
    return "number of rows";
  case Retry::Columns:
    return "number of columns";
  case Retry::BatchCount:
    return "batch count";
  case Retry::WorkspaceLimit:
    return "workspace limit";
  case Retry::AllocationSize:
    return "allocation size";
  }
  return "";
}

const char *wordOf(Retry::Quantity What) {
  switch (What) {
  case Retry::Rows:
    return "rows";
  case Retry::Columns:
    return "columns";
  case Retry::BatchCount:
    return "batch-count";
  case Retry::WorkspaceLimit:
    return "workspace-limit";
  case Retry::AllocationSize:
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

/// All ways out of \p Loop depend on a status, there is one, and no condition
/// in it looks at \p Grown.
bool endsOnlyByFailure(const Stmt *Loop, const ValueDecl *Grown,
                       const ParentMap &Parents,
                       const llvm::DenseSet<const Expr *> &StatusConditions) {
  LoopReader Reader;
  Reader.TraverseStmt(const_cast<Stmt *>(Loop));
  if (Reader.Tested.count(Grown))
    return false;
  auto DependsOnStatus = [&](const Expr *Condition) {
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
      if (isa<BreakStmt>(Exit) && (isLoop(At) || isa<SwitchStmt>(At) ||
                                   isa<CXXForRangeStmt>(At)))
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

void GrowingBatchCheck::onRetry(const Retry &R, const flow::State &S) {
  if (R.IsRecursion) {
    reportRetry(R, /*AfterFailure=*/true);
    return;
  }
  if (!R.GrownBy || !R.Variable)
    return;
  // The function of the chain of calls in which the growing is written.
  const flow::Frame *In = R.In;
  const Stmt *Loop = nullptr;
  std::optional<ParentMap> Parents;
  for (; In && !Loop; In = In->Caller) {
    Parents.emplace(In->Function->getBody());
    if (Parents->hasParent(R.GrownBy))
      Loop = loopOf(R, *Parents);
  }
  if (!Loop)
    return;
  if (R.HasFailed) {
    // With a cap, a larger limit can be what a failed heuristic asks for.
    LoopReader Reader;
    Reader.TraverseStmt(const_cast<Stmt *>(Loop));
    if (R.What == Retry::WorkspaceLimit && Reader.Tested.count(R.Variable))
      return;
    reportRetry(R, /*AfterFailure=*/true);
  } else if (endsOnlyByFailure(Loop, R.Variable, *Parents,
                               engine().StatusConditions)) {
    reportRetry(R, /*AfterFailure=*/false);
  }
}

void GrowingBatchCheck::reportRetry(const Retry &R, bool AfterFailure) {
  const Stmt *Where = R.GrownBy ? R.GrownBy : R.Site;
  std::string Message = nameOf(R.What);
  if (AfterFailure)
    Message += " grows after '" + R.Function->Name + "' failed; " +
               effect("failure").str();
  else
    Message += " grows until '" + R.Function->Name + "' fails; " +
               effect("until-failure").str();

  findings::CallSpecification Call;
  Call.Function = R.Function->Name;
  Call.Values["growth.quantity"].Known = std::string(wordOf(R.What));
  Call.Values["growth.trigger"].Known =
      std::string(AfterFailure ? "failure" : "until-failure");
  Call.Values["growth.initial"] = specify(R.Before);
  ValueRef After = R.After;
  if (After->Kind == ValueKind::Binary && After->Right->isConstant()) {
    Call.Values["growth.operation"].Known = std::string(
        After->Op == Operation::Mul   ? "multiply"
        : After->Op == Operation::Shl ? "shift"
                                      : "add");
    Call.Values["growth.amount"] = specify(After->Right);
  } else if (After->isConstant() && R.Before->Number > 0 &&
             After->Number % R.Before->Number == 0) {
    Call.Values["growth.operation"].Known = std::string("multiply");
    Call.Values["growth.amount"].Known =
        static_cast<int64_t>(After->Number / R.Before->Number);
  }
  if (!report(Where->getBeginLoc(), Message, R.In, std::move(Call)))
    return;
  if (R.Failure && R.Failure != Where)
    note(R.Failure->getBeginLoc(),
         "'" + R.Function->Name +
             (AfterFailure && !R.IsRecursion
                  ? "' failed here, and is tried again here"
              : AfterFailure ? "' failed here"
                             : "' is tried here until it fails"));
}

} // namespace cublaslt::checks
