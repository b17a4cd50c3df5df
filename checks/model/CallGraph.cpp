//===-- CallGraph.cpp - which functions reach the API ---------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/CallGraph.h"
#include "checks/model/UnitVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <utility>

using namespace clang;

namespace cublaslt::checks {

namespace {

/// All functions that a body calls or constructs, and the lambdas in it.
class CalleeCollector : public RecursiveASTVisitor<CalleeCollector> {
public:
  explicit CalleeCollector(const ApiModel &Api) : Api(Api) {}
  llvm::SmallVector<const FunctionDecl *, 16> Callees;
  llvm::SmallVector<const FunctionDecl *, 4> Lambdas;
  bool CallsApi = false;

  bool shouldVisitImplicitCode() const { return true; }
  bool VisitCallExpr(CallExpr *E) {
    const kb::Function *Described = Api.function(E);
    if (Described)
      CallsApi |= Api.isApi(Described);
    else if (const FunctionDecl *F = E->getDirectCallee())
      Callees.push_back(F);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    Callees.push_back(E->getConstructor());
    if (const CXXRecordDecl *Record = E->getConstructor()->getParent())
      if (const CXXDestructorDecl *D = Record->getDestructor())
        Callees.push_back(D);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *E) {
    CXXMethodDecl *Call = E->getCallOperator();
    Lambdas.push_back(Call);
    if (const FunctionTemplateDecl *T = Call->getDescribedFunctionTemplate())
      for (const FunctionDecl *Instance : T->specializations())
        Lambdas.push_back(Instance);
    return true;
  }

private:
  const ApiModel &Api;
};

/// Function definitions outside system headers. Bodies are not entered.
class DefinitionCollector : public UnitVisitor<DefinitionCollector> {
public:
  using UnitVisitor::UnitVisitor;
  std::vector<const FunctionDecl *> Definitions;

  bool TraverseStmt(Stmt *) { return true; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isThisDeclarationADefinition())
      Definitions.push_back(F);
    return true;
  }
};

} // namespace

CallGraph::CallGraph(const ApiModel &Api, ASTContext &Context)
    : Api(Api), Context(Context) {}

const FunctionDecl *CallGraph::visibleBody(const FunctionDecl *F) const {
  const FunctionDecl *Definition = nullptr;
  if (!F || !F->hasBody(Definition) || !Definition->getBody() ||
      Definition->isDependentContext() || Definition->isInvalidDecl())
    return nullptr;
  if (Context.getSourceManager().isInSystemHeader(Definition->getLocation()))
    return nullptr;
  return Definition;
}

const CallGraph::Calls &CallGraph::callsOf(const FunctionDecl *Body) {
  std::unique_ptr<Calls> &Found = Bodies[Body];
  if (Found)
    return *Found;
  CalleeCollector Collector(Api);
  Collector.TraverseStmt(Body->getBody());
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Body))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      Collector.TraverseStmt(Init->getInit());
  Found = std::make_unique<Calls>();
  Found->OfApi = Collector.CallsApi;
  for (const FunctionDecl *Callee : Collector.Callees)
    if (const FunctionDecl *Entered = visibleBody(Callee))
      Found->Entered.insert(Entered);
  Found->Lambdas = std::move(Collector.Lambdas);
  return *Found;
}

bool CallGraph::reachesApi(const FunctionDecl *F) {
  const FunctionDecl *Body = visibleBody(F);
  if (!Body)
    return false;
  auto [It, IsNew] = Reaches.try_emplace(Body, false);
  if (!IsNew)
    return It->second;
  // All that can be reached from here and was not asked for before; then back
  // from those that call the API to their callers.
  llvm::SmallVector<const FunctionDecl *, 16> All = {Body}, Reaching;
  llvm::DenseMap<const FunctionDecl *, llvm::SmallVector<const FunctionDecl *>>
      Callers;
  for (size_t I = 0; I < All.size(); ++I) {
    const Calls &Made = callsOf(All[I]);
    bool IsReaching = Made.OfApi;
    for (const FunctionDecl *Callee : Made.Entered) {
      auto [Known, IsUnasked] = Reaches.try_emplace(Callee, false);
      IsReaching |= Known->second;
      Callers[Callee].push_back(All[I]);
      if (IsUnasked)
        All.push_back(Callee);
    }
    if (IsReaching)
      Reaching.push_back(All[I]);
  }
  while (!Reaching.empty()) {
    const FunctionDecl *Each = Reaching.pop_back_val();
    if (!std::exchange(Reaches[Each], true))
      llvm::append_range(Reaching, Callers[Each]);
  }
  return Reaches[Body];
}

std::vector<const FunctionDecl *> CallGraph::functionsThatReachApi() {
  return collect([this](const FunctionDecl *F) { return reachesApi(F); });
}

std::vector<const FunctionDecl *> CallGraph::allFunctions() {
  return collect([](const FunctionDecl *) { return true; });
}

std::vector<const FunctionDecl *>
CallGraph::collect(llvm::function_ref<bool(const FunctionDecl *)> IsWanted) {
  DefinitionCollector Collector(Context);
  for (Decl *D : Context.getTraversalScope())
    Collector.TraverseDecl(D);
  std::vector<const FunctionDecl *> Found;
  llvm::SmallPtrSet<const FunctionDecl *, 32> Seen;
  llvm::SmallVector<const FunctionDecl *, 16> ToDo;
  for (const FunctionDecl *F : Collector.Definitions) {
    ToDo.assign(1, F);
    while (!ToDo.empty()) {
      const FunctionDecl *Body = ToDo.pop_back_val();
      // The lambdas of a template's pattern are found in its instances.
      if (!visibleBody(Body) || !Seen.insert(Body).second)
        continue;
      if (IsWanted(Body))
        Found.push_back(Body);
      llvm::append_range(ToDo, callsOf(Body).Lambdas);
    }
  }
  return Found;
}

} // namespace cublaslt::checks
