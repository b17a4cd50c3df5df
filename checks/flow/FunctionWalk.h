//===-- FunctionWalk.h - following one function -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows one function from an entry state to its exits: the order of the
/// blocks (FunctionWalk.cpp), branches (Conditions.cpp), expressions
/// (Expressions.cpp, Operators.cpp), calls (Calls.cpp), described functions
/// (KnownCalls.cpp) and what they do (Effects.cpp), and what is known of the
/// standard library (StandardLibrary.cpp).
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_FUNCTIONWALK_H
#define CUBLASLT_CHECKS_FLOW_FUNCTIONWALK_H

#include "checks/flow/FlowEngine.h"
#include "checks/flow/StandardNames.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <map>
#include <optional>

namespace cublaslt::checks::flow {

class FunctionWalk {
public:
  using StateList = llvm::SmallVector<State, 1>;
  struct Result {
    StateList Exits;  ///< normal returns; the value is in the return slot
    StateList Throws; ///< paths that left by exception
  };

  FunctionWalk(FlowEngine &Engine, const Frame &In, const FunctionGraph &Graph);
  /// Follows the function from each of \p Entries, which agree in what it is
  /// given.
  Result run(StateList Entries);

private:
  /// Paths kept apart at one block before they are joined. Fewer in a function
  /// that was entered: what happens there is multiplied by what calls it.
  static constexpr unsigned MaxStates = 8, MaxInnerStates = 4;

  // FunctionWalk.cpp: blocks.
  struct BlockStates {
    StateList Pending, Seen;
    std::optional<State> Widened;
  };
  void arrive(const clang::CFGBlock *Block, State S, bool IsBackEdge);
  /// Together, so that a function that is called is followed once for all.
  void follow(const clang::CFGBlock *Block, StateList Current);
  void leave(const clang::CFGBlock *Block, State S);
  void branchSwitch(const clang::CFGBlock *Block,
                    const clang::SwitchStmt *Switch, const State &S);
  /// \p Block is one of the function that is followed, not of its callers'.
  bool isHere(const clang::CFGBlock *Block) const {
    return Block->getParent() == Graph.Graph.get();
  }
  /// The state in which the branch \p E, of value \p Condition, goes where it
  /// \p Holds, or nothing when that cannot be.
  std::optional<State> branch(State S, ValueRef Condition, bool Holds,
                              const clang::Expr *E);
  /// Where \p Block begins.
  static clang::SourceLocation locationOf(const clang::CFGBlock *Block);
  void tellExit(State &S, bool ByException);
  /// The path has reached the function's end. The listeners are notified when
  /// all paths have.
  void finish(State S, bool ByException);
  /// Drops equal states, and joins others until few enough are left.
  void limit(StateList &States, clang::SourceLocation Where);
  /// Joins those that are most alike until at most \p Most are left.
  void joinNearest(StateList &States, unsigned Most,
                   clang::SourceLocation Where);
  void element(const clang::CFGElement &Element, State S, StateList &Out);
  /// The content of \p L escapes in an unknown way.
  void tellLost(State &S, LocationRef L);
  void destroy(LocationRef Object, clang::QualType T, State S, StateList &Out);
  bool isReturnedInPlace(const State &S, const clang::VarDecl *Var) const;

  // Conditions.cpp
  /// The state in which \p Condition came out as \p Holds, or nothing when
  /// that cannot be.
  std::optional<State> assume(State S, ValueRef Condition, bool Holds,
                              const clang::Expr *E);
  bool assumeComparison(State &S, Operation Op, ValueRef L, ValueRef R);
  void markStatusOutcome(State &S, ValueRef Condition, bool Failed,
                         bool IsKnown);
  /// Adds to the steps of \p S that \p Condition, of \p E, came out as
  /// \p Holds.
  void noteTest(State &S, ValueRef Condition, bool Holds, const clang::Expr *E,
                bool IsCase = false);

  // Expressions.cpp
  ValueRef value(State &S, const clang::Expr *E);
  /// \p E has no side effect and is cheap: it is computed where its value is
  /// needed, not in every state that passes it.
  static bool isComputedOnDemand(const clang::Expr *E);
  void evaluate(const clang::Stmt *Statement, State S, StateList &Out);
  ValueRef compute(State &S, const clang::Expr *E);
  ValueRef computeCast(State &S, const clang::CastExpr *E);
  ValueRef computeUnary(State &S, const clang::UnaryOperator *E);
  ValueRef computeBinary(State &S, const clang::BinaryOperator *E);
  ValueRef computeReference(State &S, const clang::DeclRefExpr *E);
  ValueRef computeMember(State &S, const clang::MemberExpr *E);
  ValueRef computeInitializerList(State &S, const clang::InitListExpr *E);
  ValueRef opaque(State &S, const clang::Expr *E);
  ValueRef loadValue(State &S, LocationRef L, clang::QualType T);
  void tellStored(State &S, LocationRef L, ValueRef V, const clang::Stmt *Site);
  void assign(State &S, LocationRef L, ValueRef V, const clang::Stmt *Site);
  void declare(State &S, const clang::DeclStmt *D);
  /// \p Maker is about to make \p Var: what the variable of that name held in
  /// the last round of a loop is gone.
  void forgetLastRound(State &S, const clang::VarDecl *Var,
                       const clang::Stmt *Maker);
  void initialize(State &S, const clang::CXXCtorInitializer *Init);
  /// Code outside the unit can see what is stored at \p L.
  bool isOutside(const State &S, LocationRef L) const;
  void capture(State &S, const clang::LambdaExpr *E);
  std::optional<Integer> fold(const clang::Expr *E);

  // Calls.cpp
  void call(const clang::CallExpr *E, State S, StateList &Out);
  void construct(const clang::CXXConstructExpr *E, State S, StateList &Out);
  /// True when the callee is one to enter: from \p S, together with the other
  /// states that reach the call and give the same, once all are there.
  /// \p Result is what the call's expression is then, null: what is returned.
  bool enter(const clang::FunctionDecl *Callee, const clang::Expr *Site,
             LocationRef This, llvm::ArrayRef<const clang::Expr *> Arguments,
             State &S, ValueRef Result = nullptr);
  /// Follows what enter() was asked for.
  void followCalls(StateList &Out);
  bool isWorthEntering(const clang::FunctionDecl *Body, LocationRef This,
                       llvm::ArrayRef<ValueRef> Arguments, const State &S);
  /// \p Described: what the user says of it; what its parameters with a role
  /// receive stays in sight.
  void callOutOfSight(const clang::FunctionDecl *Callee, const clang::Expr *E,
                      LocationRef This,
                      llvm::ArrayRef<const clang::Expr *> Arguments, State &S,
                      const kb::Function *Described = nullptr);
  /// Code outside the unit receives \p V and may write to what it points to. \p
  /// Site is the call; null when the value only leaves for a place that others
  /// can see.
  void letGo(State &S, ValueRef V, bool MayWrite, const clang::Expr *Site,
             unsigned Depth = 0);

  // KnownCalls.cpp
  /// False when the call does not return.
  bool callKnown(const kb::Function *F, const clang::CallExpr *E,
                 LocationRef This, State &S);
  /// Adds \p Call to the steps of \p S.
  void noteCall(State &S, const KnownCall &Call);
  /// What the parameter \p P of \p F, a wrapper of the user's, receives: the
  /// object or the number, where it is passed by reference.
  ValueRef passedToWrapper(State &S, const kb::Function *F,
                           const kb::Parameter &P, const clang::Expr *Argument);
  /// The address of the place whose content \p E is, or null.
  ValueRef placeRead(State &S, const clang::Expr *E);

  // Effects.cpp
  /// What the call of a function with one action does to \p S. \p Result is
  /// what the call returns as far as the description says; returns what it
  /// returns.
  using Effect = ValueRef (FunctionWalk::*)(const KnownCall &Call,
                                            ValueRef Result, State &S);
  static Effect effectOf(kb::Action A);
  /// Returns the call's result.
  ValueRef applyEffects(const KnownCall &Call, State &S);
  ValueRef create(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef setAttribute(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef askForAlgorithms(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef checkAlgorithm(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef initializeAlgorithm(const KnownCall &Call, ValueRef Result,
                               State &S);
  ValueRef allocate(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef createStream(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef queryMemory(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef readOutside(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef parseNumber(const KnownCall &Call, ValueRef Result, State &S);
  ValueRef fillOutputs(const KnownCall &Call, ValueRef Result, State &S);
  static bool returnsObject(const kb::Function &F);
  /// The symbol \p K of the call, of which nothing is known yet.
  ValueRef fresh(const KnownCall &Call, State &S, SymbolKind K);
  /// Stores \p V where the argument \p I points.
  void put(const KnownCall &Call, State &S, int I, ValueRef V);
  /// Sets those attributes of \p Object that the call's arguments are.
  void setDescribed(const KnownCall &Call, State &S, ValueRef Object);
  bool comesFromOutside(State &S, ValueRef Text);

  // StandardLibrary.cpp
  /// A call that may be one of the standard library's.
  struct StandardCall;
  /// What a call of a method does, by the kind of object; nothing when it is
  /// not one of the known methods.
  using Method = std::optional<ValueRef> (FunctionWalk::*)(
      const StandardCall &Call, State &S);
  /// Handles the call if it is one of the standard library that is known.
  bool callStandard(const clang::FunctionDecl *Callee, const clang::CallExpr *E,
                    LocationRef This, State &S);
  /// The value of the call, or nothing if it is not a known one.
  std::optional<ValueRef> standardResult(const StandardCall &Call, State &S);
  std::optional<ValueRef> callBuiltin(const StandardCall &Call, State &S);
  std::optional<ValueRef> callFreeFunction(const StandardCall &Call, State &S);
  std::optional<ValueRef> callMethod(const StandardCall &Call, State &S);
  std::optional<ValueRef> callOnPointer(const StandardCall &Call, State &S);
  std::optional<ValueRef> callOnValue(const StandardCall &Call, State &S);
  std::optional<ValueRef> callOnContainer(const StandardCall &Call, State &S);
  std::optional<ValueRef> callOnMap(const StandardCall &Call, State &S);
  std::optional<ValueRef> insertIntoMap(const StandardCall &Call, State &S);
  std::optional<ValueRef> bracedList(State &S, LocationRef List,
                                     const clang::IdentifierInfo *Method);
  /// The argument's value; what is stored there, if it is passed by reference.
  ValueRef contentOf(State &S, const clang::Expr *Argument);
  bool constructStandard(const clang::CXXConstructExpr *E, LocationRef This,
                         State &S);

  /// A function that is about to be followed, from all states that give it the
  /// same.
  struct PendingCall {
    Frame Inner;
    const FunctionGraph *Graph;
    const clang::Expr *Site;
    ValueRef Result;
    StateList Entries;
  };

  FlowEngine &Engine;
  const Frame &In;
  const FunctionGraph &Graph;
  clang::ASTContext &Context;
  Interner &Values;
  StateManager &States;
  Trace *const Traced; ///< null: this function is not traced
  /// By place in reverse post-order, so that the first is the next to follow.
  std::map<unsigned, const clang::CFGBlock *> WorkList;
  std::vector<BlockStates> Blocks;                ///< by block number
  llvm::SmallVector<PendingCall, 1> PendingCalls; ///< of the running element
  StateList PendingThrows; ///< of the block that is being followed
  bool MayThrowUnseen = false;
  Result Outcome;
};

/// Bytes by which a pointer of type \p Pointer moves for each element; 0 when
/// it is unknown.
uint64_t strideOf(const clang::ASTContext &Context, clang::QualType Pointer);

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_FUNCTIONWALK_H
