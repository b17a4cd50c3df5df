//===-- Trace.h - the analysis of one function, for people ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Writes what the analysis does in one function, a line a step: it answers
/// "why is this not found?". See docs/trace.md.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_TRACE_H
#define CUBLASLT_CHECKS_FLOW_TRACE_H

#include "checks/flow/Description.h"
#include "checks/flow/FlowListener.h"
#include "llvm/Support/raw_ostream.h"
#include <deque>

namespace cublaslt::checks::flow {

/// One decision on the way of a path, and those before it.
struct Turn {
  const Turn *Before;
  unsigned Line;
  std::string What; ///< "true", "false", "case 3", "joined"
};

class Trace {
public:
  /// Traces the functions named \p Function, with or without their namespaces
  /// and classes, and what they call.
  Trace(std::string Function, const clang::ASTContext &Context,
        const ApiModel &Api, llvm::raw_ostream &Out = llvm::errs());

  /// The function followed in \p In is traced, or one of its callers is.
  bool isAbout(const Frame &In) const;
  bool isAbout(const clang::FunctionDecl *F) const;

  /// Writes one line: place, function, path, \p Text.
  void step(const Frame &In, const State &S, clang::SourceLocation Where,
            const llvm::Twine &Text);
  /// Writes one line that is about no path.
  void note(clang::SourceLocation Where, const llvm::Twine &Text);

  /// The path in \p S goes on where the condition at \p Where is \p What.
  void turn(State &S, clang::SourceLocation Where, std::string What);
  /// \p Joined is what \p A and \p B have become.
  void joined(const Frame &In, const State &A, const State &B, State &Joined,
              clang::SourceLocation Where);
  /// A branch that cannot be taken: \p Condition, of value \p V, would have to
  /// be \p Holds.
  void dropped(const Frame &In, const State &S, const clang::Expr *Condition,
               ValueRef V, bool Holds);
  /// \p Call as it is seen, with what is known of each argument and attribute.
  void call(const KnownCall &Call, StateManager &States, const State &S);
  /// \p Callee, null if it is not known which, is called at \p Site and not
  /// entered.
  void outOfSight(const Frame &In, const State &S,
                  const clang::FunctionDecl *Callee, const clang::Expr *Site);
  void exit(const Frame &In, const State &S, bool ByException);

  /// Says so if nothing was traced.
  void finish();

  const Description &words() const { return Words; }

private:
  std::string pathOf(const State &S) const;
  std::string place(clang::SourceLocation Where) const;
  std::string attributesOf(const KnownCall &Call, const kb::Parameter &P,
                           ValueRef Object, StateManager &States,
                           const State &S) const;

  const std::string Function;
  const clang::ASTContext &Context;
  const ApiModel &Api;
  const Description Words;
  llvm::raw_ostream &Out;
  std::deque<Turn> Turns; ///< of all paths; addresses stay
  bool HasWritten = false;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_TRACE_H
