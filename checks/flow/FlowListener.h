//===-- FlowListener.h - what checks hear of the analysis -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The callbacks from the flow analysis to the checks, and how a check declares
/// which of them it wants.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_FLOWLISTENER_H
#define CUBLASLT_CHECKS_FLOW_FLOWLISTENER_H

#include "checks/flow/State.h"
#include "checks/model/ApiModel.h"
#include <tuple>
#include <type_traits>

namespace cublaslt::checks::flow {

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

/// Returns true if \p L does not outlive the frame \p In: a variable, parameter
/// or temporary of its function, or of a function that it called.
bool isLocalTo(LocationRef L, const Frame &In);

/// Returns true if \p Tracked, or a value computed from it, is stored in a
/// place that outlives the frame \p In.
bool isKeptBeyond(ValueRef Tracked, const Frame &In, const State &S);

/// A call of a function that the knowledge base describes.
struct KnownCall {
  const kb::Function *Function;
  bool IsApi;
  const clang::CallExpr *Call;
  const Frame *In;
  Interner *Values;
  llvm::SmallVector<ValueRef, 16> Arguments;
  /// The address of what the stream is read from (a variable, an element), if
  /// it is read from a place.
  ValueRef StreamPlace = nullptr;
  /// Of a heuristic or matmul, see ProblemNumbers.
  unsigned Problem = 0;

  /// The value of the argument with role \p R, or null.
  ValueRef argument(kb::Role R, char Matrix = 0) const;
  const clang::Expr *expression(kb::Role R, char Matrix = 0) const;
  /// The symbol for what the call makes: its status, its count, its object.
  ValueRef made(SymbolKind K) const;
};

/// The symbol of kind \p K of the call that made \p V: the count that belongs
/// to a status, say.
ValueRef siblingOf(ValueRef V, SymbolKind K, Interner &Values);

/// A call of a function that is being followed already, which is not entered.
struct Recursion {
  const Frame *Active; ///< the call that is being followed
  const clang::Expr *Site;
  llvm::ArrayRef<ValueRef> Arguments; ///< of the new call
  const Frame *In;                    ///< the function that makes it
};

/// The events of the analysis, one for each method of FlowListener.
enum class Hook : unsigned {
  BeforeCall,
  AfterCall,
  LetGo,
  Store,
  Test,
  Exit,
  NumberPassed,
  HandedOver,
  CallOutOfSight,
  Recursion,
  Weigh,
  End,
};
constexpr unsigned HookCount = unsigned(Hook::End) + 1;

/// A set of hooks: `Hook::BeforeCall | Hook::Exit`.
class Hooks {
public:
  constexpr Hooks() = default;
  constexpr Hooks(Hook H) : Bits(1u << unsigned(H)) {}
  constexpr bool contains(Hook H) const { return Bits & (1u << unsigned(H)); }
  constexpr Hooks operator|(Hooks O) const {
    Hooks Both;
    Both.Bits = Bits | O.Bits;
    return Both;
  }
  constexpr bool operator==(Hooks O) const { return Bits == O.Bits; }

private:
  unsigned Bits = 0;
};
constexpr Hooks operator|(Hook L, Hook R) { return Hooks(L) | Hooks(R); }

/// The base of what listens to the analysis. Every method is called with a
/// state that some path really has, as far as the analysis can tell; it is
/// called only if hooks() contains its hook.
class FlowListener {
public:
  virtual ~FlowListener() = default;
  /// The hooks that this listener overrides. A check names them in a constant,
  /// `Listens`, which its registration compares with what it overrides.
  virtual Hooks hooks() const = 0;

  /// A described function is about to be called.
  virtual void beforeCall(const KnownCall &Call, const State &S) {}
  /// The call has had its effects in \p S; \p Result is what it returned.
  virtual void afterCall(const KnownCall &Call, ValueRef Result, State &S) {}
  /// \p V was passed to code outside the unit, or stored where such code can
  /// see it. \p Site is the call; null when it was stored.
  virtual void onLetGo(ValueRef V, const clang::Expr *Site, const Frame &In,
                       State &S) {}
  /// \p V is about to be stored at \p L, whose old content \p S still shows.
  /// \p Site is the assignment, initialisation, declaration or call.
  virtual void onStore(LocationRef L, ValueRef V, const clang::Stmt *Site,
                       const Frame &In, State &S) {}
  /// The condition \p E tests the statuses, counts and results in \p V. \p S
  /// does not count them as tested yet.
  virtual void onTest(ValueRef V, const clang::Expr *E, const Frame &In,
                      State &S) {}
  /// A path of the function followed in \p In has reached its end. The result
  /// is in the frame's return slot; the destructors of local variables have
  /// run, but \p S still shows the variables.
  virtual void onExit(const Frame &In, bool ByException, State &S) {}
  /// Any other function receives \p V, a number.
  virtual void onNumberPassed(ValueRef V) {}
  /// A user's function without a visible body has received \p V.
  virtual void onHandedOver(ValueRef V, const clang::Expr *Argument,
                            const Frame &In, const State &S) {}
  /// A function without a visible body is called; null if it is unknown. It may
  /// change anything that it can reach.
  virtual void onCallOutOfSight(const clang::FunctionDecl *Callee,
                                const clang::Expr *Site, const Frame &In,
                                State &S) {}
  /// A function that is being followed is called again, and not entered.
  virtual void onRecursion(const Recursion &R, const State &S) {}
  /// How much is lost when the paths in \p A and \p B are joined, as far as
  /// this listener's own memory is concerned. The engine counts 8 for what is
  /// untested, 4 for what other checks remember, 1 or 2 for the rest.
  virtual unsigned weigh(const State &A, const State &B) const { return 0; }
  /// All paths of \p F were followed, or \p GaveUp at the step limit.
  virtual void onEnd(const clang::FunctionDecl *F, bool GaveUp) {}
};

/// The methods of \p Listener, by hook.
template <typename Listener> constexpr auto methodsOf() {
  return std::make_tuple(&Listener::beforeCall, &Listener::afterCall,
                         &Listener::onLetGo, &Listener::onStore,
                         &Listener::onTest, &Listener::onExit,
                         &Listener::onNumberPassed, &Listener::onHandedOver,
                         &Listener::onCallOutOfSight, &Listener::onRecursion,
                         &Listener::weigh, &Listener::onEnd);
}

/// The hooks whose methods \p Listener, or a base of it, overrides. A method
/// that it inherits from FlowListener has the type that it has there.
template <typename Listener, std::size_t... I>
constexpr Hooks overriddenBy(std::index_sequence<I...>) {
  using Own = decltype(methodsOf<Listener>());
  using Inherited = decltype(methodsOf<FlowListener>());
  Hooks Result;
  ((Result = Result | (std::is_same_v<std::tuple_element_t<I, Own>,
                                      std::tuple_element_t<I, Inherited>>
                           ? Hooks()
                           : Hooks(Hook(I)))),
   ...);
  return Result;
}
template <typename Listener> constexpr Hooks overriddenBy() {
  return overriddenBy<Listener>(std::make_index_sequence<HookCount>());
}

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_FLOWLISTENER_H
