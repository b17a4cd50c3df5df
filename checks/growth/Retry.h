//===-- Retry.h - a call that is tried again --------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What cublaslt-growing-batch knows of calls that can fail for lack of memory,
/// and of the numbers that grow between two of them.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_GROWTH_RETRY_H
#define CUBLASLT_CHECKS_GROWTH_RETRY_H

#include "checks/flow/Value.h"
#include <tuple>
#include <vector>

namespace cublaslt::checks {

/// What the size of a problem is a number of.
enum class Quantity {
  Rows,
  Columns,
  BatchCount,
  WorkspaceLimit,
  AllocationSize
};

/// One size that a call was given.
struct Size {
  Quantity What;
  flow::ValueRef Number;
  bool operator<(const Size &O) const {
    return std::tie(What, Number) < std::tie(O.What, O.Number);
  }
};

/// The sizes of one execution of a call that can fail for lack of memory: of a
/// heuristic or matmul three for each layout and the workspace limit, of an
/// allocation one.
struct Attempt {
  std::vector<Size> Sizes;
  bool isProblem() const { return Sizes.size() > 1; }
  bool operator<(const Attempt &O) const { return Sizes < O.Sizes; }
};

/// The last time that a place's number was replaced by a larger one.
struct Growth {
  const clang::Stmt *Site = nullptr;
  const clang::FunctionDecl *Function = nullptr; ///< that the site is in
  flow::ValueRef Before = nullptr, After = nullptr;
  bool operator<(const Growth &O) const {
    return std::tie(Site, Before, After) < std::tie(O.Site, O.Before, O.After);
  }
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
  Quantity What = Quantity::Rows;
  flow::ValueRef Before = nullptr, After = nullptr;
  const clang::Stmt *GrownBy = nullptr; ///< the expression that grows, if known
  const clang::ValueDecl *Variable = nullptr; ///< what grows, if known
  /// The function in which it grows.
  const clang::FunctionDecl *GrowingFunction = nullptr;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_GROWTH_RETRY_H
