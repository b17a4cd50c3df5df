//===-- FlowEngine.cpp - the flow analysis --------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FlowEngine.h"
#include "checks/flow/FunctionWalk.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"

using namespace clang;

namespace cublaslt::checks::flow {

FlowEngine::FlowEngine(ASTContext &Context, const ApiModel &Api,
                       CallGraph &Calls)
    : Context(Context), Api(Api), Calls(Calls), Uses(Api, Context),
      States(Values,
             [this](const FieldDecl *Field, const kb::Attribute *A) {
               return Uses.attribute(Field, A);
             }),
      Problems(Api, States), Work(Values, States) {}

void FlowEngine::addListener(FlowListener *L) {
  const Hooks Declared = L->hooks();
  for (unsigned H = 0; H < HookCount; ++H)
    if (Declared.contains(Hook(H)))
      Listeners[H].push_back(L);
}

namespace {

class TryFinder : public RecursiveASTVisitor<TryFinder> {
public:
  bool Found = false;
  bool VisitCXXTryStmt(CXXTryStmt *) {
    Found = true;
    return false;
  }
};

/// Finds the edges that close a loop: to a block that is still open.
void findLoops(FunctionGraph &G) {
  enum Color : char { White, Open, Done };
  std::vector<Color> Colors(G.Graph->getNumBlockIDs(), White);
  using Position = std::pair<const CFGBlock *, CFGBlock::const_succ_iterator>;
  llvm::SmallVector<Position, 32> Stack;
  const CFGBlock *Entry = &G.Graph->getEntry();
  Colors[Entry->getBlockID()] = Open;
  Stack.push_back({Entry, Entry->succ_begin()});
  while (!Stack.empty()) {
    auto &[Block, Next] = Stack.back();
    if (Next == Block->succ_end()) {
      Colors[Block->getBlockID()] = Done;
      Stack.pop_back();
      continue;
    }
    const CFGBlock *Successor = *Next++;
    if (!Successor)
      continue;
    unsigned Id = Successor->getBlockID();
    if (Colors[Id] == Open) {
      G.BackEdges.insert({Block->getBlockID(), Id});
    } else if (Colors[Id] == White) {
      Colors[Id] = Open;
      Stack.push_back({Successor, Successor->succ_begin()});
    }
  }
}

/// The call or construction that makes what \p Var, a record, holds; or null.
const Expr *makerOf(const VarDecl *Var) {
  if (!Var->hasLocalStorage() || !Var->hasInit() ||
      !Var->getType()->isRecordType())
    return nullptr;
  const Expr *E = Var->getInit()->IgnoreImplicit();
  for (;;) {
    const auto *Copy = dyn_cast<CXXConstructExpr>(E);
    if (!Copy || !Copy->isElidable() || Copy->getNumArgs() != 1)
      break;
    E = Copy->getArg(0)->IgnoreImplicit();
  }
  return isa<CallExpr, CXXConstructExpr>(E) ? E : nullptr;
}

/// Collects the statements that stand for themselves in a block, not those
/// inside an expression (GNU's statement expressions).
void collectStatements(const Stmt *S, FunctionGraph &Into) {
  if (!S || isa<Expr>(S))
    return;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Declaration->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        if (const Expr *Maker = makerOf(Var))
          Into.Makers[Maker] = Var;
  const bool IsBlock = isa<CompoundStmt>(S);
  for (const Stmt *Child : S->children()) {
    if (!Child)
      continue;
    if (IsBlock && (isa<DeclStmt>(Child) || isa<Expr>(Child)))
      Into.Statements.insert(
          isa<Expr>(Child) ? cast<Expr>(Child)->IgnoreParens() : Child);
    collectStatements(Child, Into);
  }
}

} // namespace

const FunctionGraph *FlowEngine::graph(const FunctionDecl *F) {
  auto [It, IsNew] = Graphs.try_emplace(F);
  if (!IsNew)
    return It->second.get();
  // clang's CFG asks how the members of the class are destroyed, and a member
  // of incomplete type does not know.
  if (const auto *D = dyn_cast<CXXDestructorDecl>(F);
      D && D->getParent()->isInvalidDecl())
    return nullptr;
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.AddImplicitDtors = true;
  Options.PruneTriviallyFalseEdges = true;
  TryFinder Finder;
  Finder.TraverseStmt(F->getBody());
  Options.AddEHEdges = Finder.Found;
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(F, F->getBody(), &Context, Options);
  if (!Graph)
    return nullptr;
  auto G = std::make_unique<FunctionGraph>();
  G->Graph = std::move(Graph);
  unsigned N = G->Graph->getNumBlockIDs();
  G->Order.assign(N, N);
  G->Loops.resize(N);
  PostOrderCFGView View(G->Graph.get());
  unsigned Place = 0;
  for (const CFGBlock *Block : View)
    G->Order[Block->getBlockID()] = Place++;
  findLoops(*G);
  for (auto [From, Head] : G->BackEdges)
    for (unsigned Id = 0; Id < N; ++Id)
      if (G->Order[Id] >= G->Order[Head] && G->Order[Id] <= G->Order[From])
        G->Loops.set(Id);
  collectStatements(F->getBody(), *G);
  const FunctionGraph *Result = G.get();
  // The map may have grown meanwhile.
  Graphs[F] = std::move(G);
  return Result;
}

ValueRef FlowEngine::load(const State &S, LocationRef L) {
  if (L->Kind == LocationKind::Field && Api.isTotalMemoryField(L->TheField))
    return Values.symbol(SymbolKind::TotalMemory, nullptr, nullptr, L);
  return States.load(S, L);
}

void FlowEngine::traceFunction(std::string Function) {
  Tracer = std::make_unique<Trace>(std::move(Function), Context, Api);
}

void FlowEngine::analyze(llvm::ArrayRef<const FunctionDecl *> Functions) {
  // Every unit that calls an inline function or a template instance has its
  // body too.
  auto IsCalledFromHereOnly = [](const FunctionDecl *F) {
    return !F->isExternallyVisible() || F->isInlined() ||
           F->isTemplateInstantiation();
  };
  for (const FunctionDecl *F : Functions)
    if (!IsCalledFromHereOnly(F))
      analyze(F);
  // Helpers are mostly written above their callers.
  for (const FunctionDecl *F : llvm::reverse(Functions))
    if (IsCalledFromHereOnly(F) && !Entered.contains(F))
      analyze(F);
  if (Tracer)
    Tracer->finish();
}

void FlowEngine::analyze(const FunctionDecl *F) {
  const FunctionGraph *G = graph(F);
  if (!G)
    return;
  Work.begin();
  llvm::DenseSet<const FunctionDecl *> EnteredBefore = Entered;
  State Start = States.empty();
  Frame Outermost{F, nullptr, nullptr, nullptr, nullptr, 0, {}};
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F);
      Method && Method->isInstance())
    Outermost.This = Values.pointee(Values.initial(Values.variable(Method)));
  Outermost.ReturnSlot = Values.temporary(nullptr, nullptr);
  // A captured variable has an unknown value.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F);
      Method && Method->getParent()->isLambda())
    for (const LambdaCapture &Capture : Method->getParent()->captures())
      if (Capture.capturesVariable()) {
        LocationRef L = Values.variable(Capture.getCapturedVar());
        States.store(Start, L, Values.initial(L), nullptr);
      }
  for (const ParmVarDecl *P : F->parameters()) {
    LocationRef L = Values.variable(P);
    ValueRef V = Values.initial(L);
    States.store(Start, L, V, nullptr);
    Outermost.Entry.push_back(V);
  }
  Trace *const Traced = trace(Outermost);
  if (Traced)
    Traced->step(Outermost, Start, F->getLocation(), "is followed");
  FunctionWalk(*this, Outermost, *G).run({Start});
  if (Traced && Work.isSpent())
    Traced->note(
        F->getLocation(),
        "given up: too many paths; what was not followed is not reported");
  // Their paths were not followed to the end.
  if (Work.isSpent()) {
    Entered = std::move(EnteredBefore);
    GivenUp.push_back(F);
  }
  tell<Hook::End>(F, Work.isSpent());
  Problems.clear();
}

ValueRef convert(Interner &Values, const ASTContext &Context, ValueRef V,
                 QualType T) {
  if (!V->isConstant() || T.isNull() || T->isDependentType() ||
      !T->isIntegralOrEnumerationType())
    return V;
  if (T->isBooleanType())
    return Values.constant(V->Number != 0);
  unsigned Bits = Context.getIntWidth(T);
  if (Bits > 64)
    return V;
  Integer Size = Integer(1) << Bits, N = V->Number % Size;
  if (N < 0)
    N += Size;
  if (T->isSignedIntegerOrEnumerationType() && N >= Size / 2)
    N -= Size;
  return Values.constant(N);
}

} // namespace cublaslt::checks::flow
