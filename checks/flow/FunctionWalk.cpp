//===-- FunctionWalk.cpp - following one function: blocks -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/FunctionWalk.h"
#include "llvm/ADT/Hashing.h"
#include <utility>

using namespace clang;

namespace cublaslt::checks::flow {

namespace {
/// Rounds of a range-for before it is joined to a fixed point.
constexpr unsigned MaxElements = 6;

/// The distance of two states that differ only in things that no check asks
/// about.
constexpr unsigned LeastDifference = 1;

/// What the checks that weigh as others do remember on a path, as one number.
size_t weighedTraits(const State &S) {
  llvm::hash_code Sum = 0;
  for (const auto &[Of, Memory] : S.Traits)
    if (Of->IsWeighed)
      Sum = llvm::hash_combine(Sum, Of, Memory.getRootWithoutRetain());
  return Sum;
}

/// How much is lost when two paths are joined, without what the checks
/// remember: what they ask for weighs most.
unsigned difference(const State &A, const State &B) {
  return (isSame(A.Untested, B.Untested) ? 0 : 8) +
         (A.Expressions == B.Expressions ? 0 : 2) +
         (isSame(A.Ranges, B.Ranges) ? 0 : 1) +
         (isSame(A.Store, B.Store) ? 0 : 1) +
         (isSame(A.Relations, B.Relations) ? 0 : 1);
}
constexpr unsigned OtherTraits = 4; ///< what it is worth
} // namespace

FunctionWalk::FunctionWalk(FlowEngine &Engine, const Frame &In,
                           const FunctionGraph &Graph)
    : Engine(Engine), In(In), Graph(Graph), Context(Engine.context()),
      Values(Engine.values()), States(Engine.states()),
      Traced(Engine.trace(In)), Blocks(Graph.Graph->getNumBlockIDs()) {}

FunctionWalk::Result FunctionWalk::run(StateList Entries) {
  for (State &Entry : Entries) {
    Entry.Expressions.enter();
    arrive(&Graph.Graph->getEntry(), std::move(Entry), false);
  }
  while (!WorkList.empty() && !Engine.budget().isSpent()) {
    const CFGBlock *Block = WorkList.begin()->second;
    WorkList.erase(WorkList.begin());
    follow(Block, std::exchange(Blocks[Block->getBlockID()].Pending, {}));
  }
  for (State &S : Outcome.Exits)
    tellExit(S, /*ByException=*/false);
  for (State &S : Outcome.Throws)
    tellExit(S, /*ByException=*/true);
  // No path continues after the end of an outermost function.
  if (In.isOutermost())
    return {};
  limit(Outcome.Exits, In.Function->getEndLoc());
  limit(Outcome.Throws, In.Function->getEndLoc());
  for (StateList *List : {&Outcome.Exits, &Outcome.Throws})
    for (State &S : *List) {
      S.Expressions.leave();
      States.resetRounds(S, [&](const CFGBlock *Head) { return isHere(Head); });
    }
  return std::move(Outcome);
}

void FunctionWalk::tellExit(State &S, bool ByException) {
  if (Traced)
    Traced->exit(In, S, ByException);
  Engine.tell<Hook::Exit>(In, ByException, S);
}

void FunctionWalk::finish(State S, bool ByException) {
  (ByException ? Outcome.Throws : Outcome.Exits).push_back(std::move(S));
}

void FunctionWalk::limit(StateList &List, SourceLocation Where) {
  if (List.size() <= 1)
    return;
  const unsigned Most = In.isOutermost() ? MaxStates : MaxInnerStates;
  StateList Kept;
  for (State &S : List)
    if (llvm::find(Kept, S) == Kept.end())
      Kept.push_back(std::move(S));
  if (Kept.size() > Most)
    joinNearest(Kept, Most, Where);
  List = std::move(Kept);
}

void FunctionWalk::joinNearest(StateList &List, unsigned Most,
                               SourceLocation Where) {
  llvm::SmallVector<size_t, 16> Traits;
  for (const State &S : List) {
    for (const auto &[Of, Memory] : S.Traits)
      States.countVisit(Memory);
    Traits.push_back(weighedTraits(S));
  }
  // Exact up to Limit.
  auto Distance = [&](size_t I, size_t J, unsigned Limit) {
    const unsigned Least = difference(List[I], List[J]) +
                           (Traits[I] == Traits[J] ? 0 : OtherTraits);
    return Least > Limit ? Least : Least + Engine.weigh(List[I], List[J]);
  };
  // For each state the later one that is nearest, and how far that is.
  struct Neighbour {
    size_t Index = 0;
    unsigned Difference = UINT_MAX;
  };
  llvm::SmallVector<Neighbour, 16> Nearest;
  auto FindNearest = [&](size_t I) {
    Neighbour N;
    for (size_t J = I + 1; J < List.size() && N.Difference > LeastDifference;
         ++J)
      if (unsigned D = Distance(I, J, N.Difference); D < N.Difference)
        N = {J, D};
    return N;
  };
  for (size_t I = 0; I < List.size(); ++I)
    Nearest.push_back(FindNearest(I));
  while (List.size() > Most) {
    auto Least = llvm::min_element(Nearest, [](const auto &A, const auto &B) {
      return A.Difference < B.Difference;
    });
    const size_t First = Least - Nearest.begin(), Second = Least->Index;
    State Joined = States.join(List[First], List[Second]);
    if (Traced)
      Traced->joined(In, List[First], List[Second], Joined, Where);
    List[First] = std::move(Joined);
    Traits[First] = weighedTraits(List[First]);
    List.erase(List.begin() + Second);
    Traits.erase(Traits.begin() + Second);
    Nearest.erase(Nearest.begin() + Second);
    for (size_t I = 0; I < List.size(); ++I) {
      Neighbour &N = Nearest[I];
      const bool IsChanged =
          I == First || N.Index == First || N.Index == Second;
      if (N.Index > Second)
        --N.Index;
      if (IsChanged)
        N = FindNearest(I);
      else if (I < First)
        if (unsigned D = Distance(I, First, N.Difference);
            D < N.Difference || (D == N.Difference && First < N.Index))
          N = {First, D};
    }
  }
}

SourceLocation FunctionWalk::locationOf(const CFGBlock *Block) {
  for (const CFGElement &Element : *Block)
    if (auto Statement = Element.getAs<CFGStmt>())
      return Statement->getStmt()->getBeginLoc();
  const Stmt *Terminator = Block->getTerminatorStmt();
  return Terminator ? Terminator->getBeginLoc() : SourceLocation();
}

void FunctionWalk::arrive(const CFGBlock *Block, State S, bool IsBackEdge) {
  if (Block == &Graph.Graph->getExit()) {
    finish(std::move(S), /*ByException=*/false);
    return;
  }
  BlockStates &B = Blocks[Block->getBlockID()];
  // Elements listed in a range-for are worth following one by one.
  unsigned Rounds = isa_and_nonnull<CXXForRangeStmt>(Block->getTerminatorStmt())
                        ? MaxElements
                        : 2;
  if (IsBackEdge) {
    // The loops inside start anew.
    States.resetRounds(S, [&](const CFGBlock *Head) {
      return isHere(Head) &&
             Graph.Order[Head->getBlockID()] > Graph.Order[Block->getBlockID()];
    });
  }
  if (IsBackEdge && States.countRound(S, Block) > Rounds) {
    // From then on: join with what came this way before, until nothing
    // changes.
    if (B.Widened) {
      State Wider = States.join(*B.Widened, S);
      if (Wider == *B.Widened) {
        if (Traced)
          Traced->step(In, S, locationOf(Block),
                       "this round of the loop brings nothing new");
        return;
      }
      if (Traced)
        Traced->joined(In, *B.Widened, S, Wider, locationOf(Block));
      // The wider state covers the states that still wait to be followed.
      llvm::erase(B.Pending, *B.Widened);
      S = Wider;
    }
    B.Widened = S;
  } else if (llvm::is_contained(B.Seen, S)) {
    if (Traced)
      Traced->step(In, S, locationOf(Block),
                   "is as a path that was followed from here before");
    return;
  }
  // A block outside loops is visited once per state, so only loop blocks need
  // the list of states seen.
  if (Graph.Loops.test(Block->getBlockID())) {
    B.Seen.push_back(S);
    if (B.Seen.size() > 4 * MaxStates)
      B.Seen.erase(B.Seen.begin());
  }
  B.Pending.push_back(std::move(S));
  limit(B.Pending, locationOf(Block));
  WorkList[Graph.Order[Block->getBlockID()]] = Block;
}

void FunctionWalk::follow(const CFGBlock *Block, StateList Current) {
  StateList Next;
  PendingThrows.clear();
  MayThrowUnseen = false;
  for (const CFGElement &Element : *Block) {
    auto Statement = Element.getAs<CFGStmt>();
    if (Statement)
      if (const auto *E = dyn_cast<Expr>(Statement->getStmt());
          E && isComputedOnDemand(E))
        continue;
    Next.clear();
    for (State &Each : Current) {
      if (!Engine.budget().step())
        return;
      element(Element, std::move(Each), Next);
    }
    followCalls(Next);
    if (Statement && Graph.Statements.contains(Statement->getStmt()))
      for (State &Each : Next)
        States.clearExpressions(Each);
    if (Next.size() > Current.size())
      limit(Next,
            Statement ? Statement->getStmt()->getBeginLoc() : SourceLocation());
    std::swap(Current, Next);
    if (Current.empty())
      break;
  }
  // Exceptions: to the handler of this function if there is one.
  const CFGBlock *Handler = nullptr;
  for (const CFGBlock *Successor : Block->succs())
    if (Successor &&
        isa_and_nonnull<CXXTryStmt>(Successor->getTerminatorStmt()))
      Handler = Successor;
  StateList Thrown = std::move(PendingThrows);
  PendingThrows.clear();
  if (Handler && MayThrowUnseen)
    Thrown.append(Current.begin(), Current.end());
  for (State &Each : Thrown) {
    if (Handler)
      arrive(Handler, Each,
             Graph.BackEdges.contains(
                 {Block->getBlockID(), Handler->getBlockID()}));
    else
      finish(Each, /*ByException=*/true);
  }
  for (State &Each : Current)
    leave(Block, std::move(Each));
}

std::optional<State> FunctionWalk::branch(State S, ValueRef Condition,
                                          bool Holds, const Expr *E) {
  if (!Traced)
    return assume(std::move(S), Condition, Holds, E);
  std::optional<State> Taken = assume(S, Condition, Holds, E);
  if (!Taken)
    Traced->dropped(In, S, E, Condition, Holds);
  else if (!Condition->isConstant())
    Traced->turn(*Taken, E->getExprLoc(), Holds ? "true" : "false");
  return Taken;
}

void FunctionWalk::leave(const CFGBlock *Block, State S) {
  auto Go = [&](const CFGBlock *To, State Where) {
    if (To)
      arrive(To, std::move(Where),
             Graph.BackEdges.contains({Block->getBlockID(), To->getBlockID()}));
  };
  if (Block->hasNoReturnElement())
    return;
  if (!Block->empty())
    if (auto Last = Block->back().getAs<CFGStmt>())
      if (isa<CXXThrowExpr>(Last->getStmt())) {
        for (const CFGBlock *Successor : Block->succs())
          if (Successor != &Graph.Graph->getExit())
            Go(Successor, S);
          else
            finish(S, /*ByException=*/true);
        return;
      }
  const Stmt *Terminator = Block->getTerminatorStmt();
  if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Terminator)) {
    branchSwitch(Block, Switch, S);
    return;
  }
  if (Block->succ_size() == 2 && Terminator && !isa<CXXTryStmt>(Terminator)) {
    const Expr *Condition = Block->getLastCondition();
    if (!Condition)
      Condition = dyn_cast_or_null<Expr>(
          const_cast<CFGBlock *>(Block)->getTerminatorCondition());
    bool IsPartOfExpression = isa<Expr>(Terminator);
    const CFGBlock *Targets[] = {*Block->succ_begin(),
                                 *(Block->succ_begin() + 1)};
    ValueRef V = Condition ? value(S, Condition) : nullptr;
    for (bool Holds : {true, false}) {
      const CFGBlock *Target = Targets[Holds ? 0 : 1];
      if (!Target)
        continue;
      State Taken = Holds ? S : std::move(S);
      if (V) {
        std::optional<State> Assumed =
            branch(std::move(Taken), V, Holds, Condition);
        if (!Assumed)
          continue;
        Taken = std::move(*Assumed);
        noteTest(Taken, V, Holds, Condition);
        States.setExpression(Taken, Condition->IgnoreParens(),
                             Values.constant(Holds));
      }
      if (!IsPartOfExpression)
        States.clearExpressions(Taken);
      Go(Target, std::move(Taken));
    }
    return;
  }
  for (const CFGBlock *Successor : Block->succs()) {
    // The handler of a call in a try block is reached by exception only.
    if (Successor && !isa_and_nonnull<CXXTryStmt>(Terminator) &&
        Block->succ_size() > 1 &&
        isa_and_nonnull<CXXTryStmt>(Successor->getTerminatorStmt()))
      continue;
    Go(Successor, S);
  }
}

void FunctionWalk::branchSwitch(const CFGBlock *Block, const SwitchStmt *Switch,
                                const State &S) {
  State Before = S;
  ValueRef V = value(Before, Switch->getCond());
  std::optional<State> Rest = Before;
  const CFGBlock *Default = nullptr;
  for (const CFGBlock *Target : Block->succs()) {
    if (!Target)
      continue;
    const auto *Case = dyn_cast_or_null<CaseStmt>(Target->getLabel());
    if (!Case) {
      Default = Target;
      continue;
    }
    std::optional<State> Taken = Before;
    ValueRef Same = nullptr;
    for (; Case; Case = dyn_cast<CaseStmt>(Case->getSubStmt())) {
      std::optional<Integer> N = fold(Case->getLHS());
      if (!N || Case->getRHS()) {
        Taken = Before;
        States.markTested(*Taken, V);
        break;
      }
      Same = Values.binary(Operation::Equal, V, Values.constant(*N));
      Taken = assume(Before, Same, true, Switch->getCond());
      if (Rest)
        Rest = assume(*Rest, Same, false, Switch->getCond());
      if (Taken)
        break;
    }
    if (Taken) {
      if (Traced)
        Traced->turn(*Taken, Target->getLabel()->getBeginLoc(), "case");
      if (Same)
        noteTest(*Taken, Same, true, Switch->getCond(), /*IsCase=*/true);
      States.clearExpressions(*Taken);
      arrive(Target, *Taken, false);
    }
  }
  if (Default && Rest) {
    noteTest(*Rest, V, false, Switch->getCond());
    States.clearExpressions(*Rest);
    arrive(Default, *Rest, false);
  }
}

void FunctionWalk::element(const CFGElement &Element, State S, StateList &Out) {
  if (auto Statement = Element.getAs<CFGStmt>()) {
    evaluate(Statement->getStmt(), std::move(S), Out);
    return;
  }
  if (auto Init = Element.getAs<CFGInitializer>()) {
    initialize(S, Init->getInitializer());
    Out.push_back(std::move(S));
    return;
  }
  if (auto Automatic = Element.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl *Var = Automatic->getVarDecl();
    if (!Var->getType()->isReferenceType() && !isReturnedInPlace(S, Var))
      return destroy(Values.variable(Var), Var->getType(), std::move(S), Out);
  } else if (auto Member = Element.getAs<CFGMemberDtor>(); Member && In.This) {
    const FieldDecl *Field = Member->getFieldDecl();
    return destroy(Values.field(In.This, Field), Field->getType(), std::move(S),
                   Out);
  } else if (auto Base = Element.getAs<CFGBaseDtor>(); Base && In.This) {
    // The fields of a base are this object's.
    return destroy(In.This, Base->getBaseSpecifier()->getType(), std::move(S),
                   Out);
  }
  Out.push_back(std::move(S));
}

/// What `return Var;` returns is the variable itself: it is not destroyed.
bool FunctionWalk::isReturnedInPlace(const State &S, const VarDecl *Var) const {
  if (!Var->isNRVOVariable())
    return false;
  for (const auto &[Part, Bound] : States.contents(S, In.ReturnSlot))
    if (const auto *Return = dyn_cast_or_null<ReturnStmt>(Bound.Site);
        Return && Return->getNRVOCandidate() == Var)
      return true;
  return false;
}

void FunctionWalk::tellLost(State &S, LocationRef L) {
  for (const auto &[Part, Bound] : States.contents(S, L))
    Engine.tell<Hook::LetGo>(Bound.What, nullptr, In, S);
}

void FunctionWalk::destroy(LocationRef Object, QualType T, State S,
                           StateList &Out) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl(); // none: an array
  const CXXDestructorDecl *Destructor =
      Record ? Record->getDestructor() : nullptr;
  if (Destructor && enter(Destructor, nullptr, Object, {}, S))
    return;
  // A destructor without a visible body may do anything to what the object
  // holds.
  tellLost(S, Object);
  Out.push_back(std::move(S));
}

} // namespace cublaslt::checks::flow
