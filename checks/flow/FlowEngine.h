//===-- FlowEngine.h - the flow analysis ------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One forward analysis over clang's CFG for each function that reaches the
/// API, shared by all checks. See docs/design.md for why it is as it is.
///
/// States are kept apart per path up to a small number for each block and
/// joined beyond it; functions of the same translation unit are entered at
/// their calls; loops are followed twice and then joined to a fixed point.
/// What leaves sight is unknown.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_FLOWENGINE_H
#define CUBLASLT_CHECKS_FLOW_FLOWENGINE_H

#include "checks/flow/ProblemNumbers.h"
#include "checks/flow/State.h"
#include "checks/model/CallGraph.h"
#include "checks/model/PlaceUses.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include <map>
#include <utility>

namespace cublaslt::checks::flow {

class FlowEngine;

/// A function that is being followed.
struct Frame {
  const clang::FunctionDecl *Function;
  const Frame *Caller;
  const CallPath *Path;
  LocationRef This;       ///< the object whose method this is
  LocationRef ReturnSlot; ///< where the result goes
  unsigned Depth;
  /// The arguments' values, by parameter, as they were at the call.
  llvm::SmallVector<ValueRef, 8> Entry;
  bool isOutermost() const { return !Caller; }
};

/// \p L is a place that is gone when the function followed in \p In returns:
/// a variable, parameter or temporary of it or of what it called.
bool isLocalTo(LocationRef L, const Frame &In);

/// Some place that is still there when the function followed in \p In returns
/// holds \p Tracked, or a value that tells of it.
bool isKeptBeyond(ValueRef Tracked, const Frame &In, const State &S);

/// A call of a function that the knowledge base describes.
struct KnownCall {
  const kb::Function *Function;
  bool IsApi;
  const clang::CallExpr *Call;
  const Frame *In;
  llvm::SmallVector<ValueRef, 16> Arguments;
  /// The address of what the stream is read from (a variable, an element), if
  /// it is read from a place.
  ValueRef StreamPlace = nullptr;
  /// Of a heuristic or matmul, see ProblemNumbers.
  unsigned Problem = 0;

  /// The value of the argument with role \p R, or null.
  ValueRef argument(kb::Role R, char Matrix = 0) const;
  const clang::Expr *expression(kb::Role R, char Matrix = 0) const;
};

/// A call that is tried again with other sizes than the last time.
struct Retry {
  const kb::Function *Function = nullptr;
  const clang::Expr *Site = nullptr;    ///< the call, or the recursive call
  const clang::Stmt *Failure = nullptr; ///< the call that was tried before
  /// What the path knows of the last try.
  enum Outcome { Unknown, Failed, Succeeded } Last = Unknown;
  bool IsRecursion = false;
  /// The size that grew; none of the others shrank.
  enum Quantity { Rows, Columns, BatchCount, WorkspaceLimit, AllocationSize };
  Quantity What = Rows;
  ValueRef Before = nullptr, After = nullptr;
  const clang::Stmt *GrownBy = nullptr; ///< the expression that grows, if known
  const clang::ValueDecl *Variable = nullptr; ///< what grows, if known
  /// The function in which it grows.
  const clang::FunctionDecl *GrowingFunction = nullptr;
  const Frame *In = nullptr;
};

/// What a check hears while a function is followed. A hook that it does not
/// override is tried once. Every call shows a state that some path really has,
/// as far as the analysis can tell.
class FlowListener {
public:
  virtual ~FlowListener() = default;
  /// A described function is about to be called.
  virtual void beforeCall(const KnownCall &Call, const State &S) {
    IsDeaf = true;
  }
  /// The call has had its effects in \p S; \p Result is what it returned.
  virtual void afterCall(const KnownCall &Call, ValueRef Result, State &S) {
    IsDeaf = true;
  }
  /// \p V was given to code out of sight, or stored where such code can see
  /// it. \p Site is the call; null when it was stored.
  virtual void onLetGo(ValueRef V, const clang::Expr *Site, const Frame &In,
                       State &S) {
    IsDeaf = true;
  }
  /// \p V is about to be stored at \p L, whose old content \p S still shows.
  /// \p Site is the assignment, initialisation, declaration or call.
  virtual void onStore(LocationRef L, ValueRef V, const clang::Stmt *Site,
                       const Frame &In, State &S) {
    IsDeaf = true;
  }
  /// The condition \p E looks at the statuses, counts and results in \p V,
  /// which \p S does not yet take as tested by it.
  virtual void onTest(ValueRef V, const clang::Expr *E, const Frame &In,
                      State &S) {
    IsDeaf = true;
  }
  /// A path of the function followed in \p In is at its end; the result is in
  /// the frame's return slot, local variables have been destroyed and not yet
  /// forgotten.
  virtual void onExit(const Frame &In, bool ByException, State &S) {
    IsDeaf = true;
  }
  /// Any other function receives \p V, a number.
  virtual void onNumberPassed(ValueRef V) { IsDeaf = true; }
  /// A function of the user's that is out of sight has received \p V.
  virtual void onHandedOver(ValueRef V, const clang::Expr *Argument,
                            const Frame &In, const State &S) {
    IsDeaf = true;
  }
  /// A function out of sight is called; null when it is not known which. It
  /// may do anything to what it can see.
  virtual void onCallOutOfSight(const clang::FunctionDecl *Callee,
                                const clang::Expr *Site, const Frame &In,
                                State &S) {
    IsDeaf = true;
  }
  virtual void onRetry(const Retry &R, const State &S) { IsDeaf = true; }
  /// All paths of \p F were followed, or \p GaveUp at the step limit.
  virtual void onEnd(const clang::FunctionDecl *F, bool GaveUp) {
    IsDeaf = true;
  }

private:
  friend class FlowEngine;
  bool IsDeaf = false; ///< to the hook that was just called
};

/// A function's CFG, and what the walk over it needs.
struct FunctionGraph {
  std::unique_ptr<clang::CFG> Graph;
  /// Block number to its place in reverse post-order.
  llvm::SmallVector<unsigned, 32> Order;
  /// Edges that close a loop, from block number to block number.
  llvm::DenseSet<std::pair<unsigned, unsigned>> BackEdges;
  /// Block numbers of the blocks that a loop may come back to.
  llvm::BitVector Loops;
  /// Statements of blocks: no value inside them is asked for after them.
  llvm::DenseSet<const clang::Stmt *> Statements;
  /// The call or construction that makes a local record, to its variable.
  llvm::DenseMap<const clang::Stmt *, const clang::VarDecl *> Makers;
};

class FlowEngine {
public:
  FlowEngine(clang::ASTContext &Context, const ApiModel &Api, CallGraph &Calls);

  void addListener(FlowListener *L) { Listeners.push_back(L); }
  /// Follows all of \p Functions and tells the listeners. What other units
  /// may call goes first; a function that only this unit can call is followed
  /// by itself when none of its calls was.
  void analyze(llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  clang::ASTContext &context() { return Context; }
  const ApiModel &api() const { return Api; }
  Interner &values() { return Values; }
  StateManager &states() { return States; }
  ProblemNumbers &problems() { return Problems; }
  CallGraph &calls() { return Calls; }
  PlaceUses &uses() { return Uses; }
  /// Calls \p Hook of each listener that has one of its own.
  template <auto Hook, typename... Given> void tell(Given &&...Arguments) {
    static constexpr char Key = 0;
    auto [It, IsNew] = Hearers.try_emplace(&Key);
    if (IsNew)
      It->second = Listeners;
    llvm::SmallVector<FlowListener *, 4> Deaf;
    for (FlowListener *L : It->second) {
      (L->*Hook)(Arguments...);
      if (std::exchange(L->IsDeaf, false))
        Deaf.push_back(L);
    }
    for (FlowListener *L : Deaf)
      llvm::erase(It->second, L);
  }
  /// \p F is being followed for one of its calls.
  void noteEntered(const clang::FunctionDecl *F) { Entered.insert(F); }

  /// The value at \p L; the device's total memory where the API keeps it.
  ValueRef load(const State &S, LocationRef L);

  /// Null when clang cannot build one.
  const FunctionGraph *graph(const clang::FunctionDecl *F);

  /// Counts one step; false when the function's limit is reached.
  bool step() { return ++Steps <= StepLimit; }
  bool isExhausted() const { return Steps > StepLimit; }
  /// The functions that were not followed to the end, because of that limit.
  llvm::ArrayRef<const clang::FunctionDecl *> givenUp() const {
    return GivenUp;
  }

  /// Conditions that tested a status or count somewhere.
  llvm::DenseSet<const clang::Expr *> StatusConditions;

private:
  void analyze(const clang::FunctionDecl *F);

  static constexpr unsigned StepLimit = 150000;

  clang::ASTContext &Context;
  const ApiModel &Api;
  CallGraph &Calls;
  PlaceUses Uses;
  Interner Values;
  StateManager States;
  ProblemNumbers Problems;
  llvm::SmallVector<FlowListener *, 32> Listeners;
  /// Who has a hook of its own, by hook.
  std::map<const void *, llvm::SmallVector<FlowListener *, 32>> Hearers;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionGraph>>
      Graphs;
  llvm::DenseSet<const clang::FunctionDecl *> Entered;
  std::vector<const clang::FunctionDecl *> GivenUp;
  unsigned Steps = 0;
};

/// \p V as a value of integer type \p T: constants wrap as C says.
ValueRef convert(Interner &Values, const clang::ASTContext &Context, ValueRef V,
                 clang::QualType T);

/// True when \p After is \p Before made larger: by a constant factor or
/// addend, or in a part of an otherwise equal expression.
bool isGrownFrom(ValueRef After, ValueRef Before);

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_FLOWENGINE_H
