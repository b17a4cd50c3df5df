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
/// Values that code outside the unit may change are unknown.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_FLOWENGINE_H
#define CUBLASLT_CHECKS_FLOW_FLOWENGINE_H

#include "checks/flow/Budget.h"
#include "checks/flow/FlowListener.h"
#include "checks/flow/ProblemNumbers.h"
#include "checks/flow/Trace.h"
#include "checks/model/CallGraph.h"
#include "checks/model/PlaceUses.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include <array>
#include <utility>

namespace cublaslt::checks::flow {

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

  /// \p L is called for the hooks that it declares, and for no others.
  void addListener(FlowListener *L);
  /// Follows all of \p Functions and notifies the listeners. What other units
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
  /// Calls the method for \p H of each listener that declares it.
  template <Hook H, typename... Given> void tell(Given &&...Arguments) {
    constexpr auto Method = std::get<unsigned(H)>(methodsOf<FlowListener>());
    for (FlowListener *L : Listeners[unsigned(H)])
      (L->*Method)(Arguments...);
  }
  /// What the listeners lose when \p A and \p B are joined.
  unsigned weigh(const State &A, const State &B) const {
    unsigned Sum = 0;
    for (const FlowListener *L : Listeners[unsigned(Hook::Weigh)])
      Sum += L->weigh(A, B);
    return Sum;
  }
  /// Writes what is done in the functions named \p Function.
  void traceFunction(std::string Function);
  /// The trace, if the function followed in \p In is traced; otherwise null.
  Trace *trace(const Frame &In) {
    return Tracer && Tracer->isAbout(In) ? Tracer.get() : nullptr;
  }
  Trace *trace(const clang::FunctionDecl *F) {
    return Tracer && F && Tracer->isAbout(F) ? Tracer.get() : nullptr;
  }
  /// \p F is being followed for one of its calls.
  void noteEntered(const clang::FunctionDecl *F) { Entered.insert(F); }

  /// The value at \p L; the device's total memory where the API keeps it.
  ValueRef load(const State &S, LocationRef L);

  /// Null when clang cannot build one.
  const FunctionGraph *graph(const clang::FunctionDecl *F);

  /// What may still be done for the function that is followed.
  Budget &budget() { return Work; }
  /// The functions that were not followed to the end, because it was spent.
  llvm::ArrayRef<const clang::FunctionDecl *> givenUp() const {
    return GivenUp;
  }

  /// Conditions that tested a status or count somewhere.
  llvm::DenseSet<const clang::Expr *> StatusConditions;

private:
  void analyze(const clang::FunctionDecl *F);

  clang::ASTContext &Context;
  const ApiModel &Api;
  CallGraph &Calls;
  PlaceUses Uses;
  Interner Values;
  StateManager States;
  ProblemNumbers Problems;
  Budget Work;
  /// By hook, in the order in which they were added.
  std::array<llvm::SmallVector<FlowListener *, 32>, HookCount> Listeners;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionGraph>>
      Graphs;
  llvm::DenseSet<const clang::FunctionDecl *> Entered;
  std::unique_ptr<Trace> Tracer; ///< null: nothing is traced
  std::vector<const clang::FunctionDecl *> GivenUp;
};

/// \p V as a value of integer type \p T: constants wrap as C says.
ValueRef convert(Interner &Values, const clang::ASTContext &Context, ValueRef V,
                 clang::QualType T);

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_FLOWENGINE_H
