//===-- ProblemSnapshot.h - what a call was asked for -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The problem that a heuristic call or a matmul is given: its objects and the
/// attributes that these have at that moment.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_PROBLEM_PROBLEMSNAPSHOT_H
#define CUBLASLT_CHECKS_PROBLEM_PROBLEMSNAPSHOT_H

#include "checks/flow/FlowEngine.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <vector>

namespace cublaslt::checks {

struct ProblemSnapshot {
  /// One descriptor, layout or preference.
  struct Part {
    const kb::Parameter *Parameter = nullptr;
    flow::ValueRef Object = nullptr;
    /// Those that are not pointers, in the knowledge base's order.
    std::vector<std::pair<const kb::Attribute *, flow::ValueRef>> Attributes;
    /// An order for sets: two calls' equal parts are equal.
    bool operator<(const Part &O) const;
  };
  std::vector<Part> Parts;

  static ProblemSnapshot of(const flow::KnownCall &Call, const flow::State &S,
                            flow::FlowEngine &Engine);
  const Part *part(kb::Role R, char Matrix) const;
  bool operator<(const ProblemSnapshot &O) const { return Parts < O.Parts; }
};

/// Numbers equal snapshots alike, so that a path can remember one as a number.
class SnapshotList {
public:
  size_t indexOf(const flow::KnownCall &Call, const flow::State &S,
                 flow::FlowEngine &Engine);
  const ProblemSnapshot &operator[](size_t I) const { return *All[I]; }
  void clear() {
    All.clear();
    Numbers.clear();
    OfProblem.clear();
  }

private:
  std::map<ProblemSnapshot, size_t> Numbers;
  std::vector<const ProblemSnapshot *> All;
  /// By number of the problem, which tells more apart.
  llvm::DenseMap<unsigned, size_t> OfProblem;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_PROBLEM_PROBLEMSNAPSHOT_H
