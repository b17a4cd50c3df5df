//===-- ExpressionValues.h - values of running statements -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the running statements have computed so far, on one path.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_EXPRESSIONVALUES_H
#define CUBLASLT_CHECKS_FLOW_EXPRESSIONVALUES_H

#include "checks/flow/Value.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <utility>
#include <vector>

namespace cublaslt::checks::flow {

/// Values of the expressions of the running statements that are already
/// evaluated, of the function that is followed and of those that called it.
/// Few at a time, and gone with their statement: a sorted list.
class ExpressionValues {
public:
  ValueRef lookup(const clang::Expr *E) const;
  void set(const clang::Expr *E, ValueRef V);
  /// Keeps what \p Other has too; what differs becomes what \p Join says.
  void join(const ExpressionValues &Other,
            llvm::function_ref<ValueRef(ValueRef, ValueRef)> Join);
  /// Forgets those of the function that is followed.
  void clear();
  /// A function is entered: the caller's are out of reach until it is left.
  void enter() { ++Depth; }
  void leave() {
    clear();
    --Depth;
  }
  bool operator==(const ExpressionValues &O) const {
    return Depth == O.Depth && Entries == O.Entries;
  }

private:
  using Key = std::pair<unsigned, const clang::Expr *>;
  size_t find(Key K) const;

  unsigned Depth = 0;
  /// By the depth of the function and the expression.
  std::vector<std::pair<Key, ValueRef>> Entries;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_EXPRESSIONVALUES_H
