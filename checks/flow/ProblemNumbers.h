//===-- ProblemNumbers.h - equal problems at one call -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A heuristic or matmul call is reached on many paths, and on most of them it
/// is asked for the same. Numbers tell checks what they have looked at already.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_PROBLEMNUMBERS_H
#define CUBLASLT_CHECKS_FLOW_PROBLEMNUMBERS_H

#include "checks/flow/State.h"
#include "checks/model/ApiModel.h"
#include "llvm/ADT/DenseMap.h"
#include <map>

namespace cublaslt::checks::flow {

struct KnownCall;

class ProblemNumbers {
public:
  ProblemNumbers(const ApiModel &Api, StateManager &States)
      : Api(Api), States(States) {}
  /// Never 0 nor given twice in a translation unit; until clear(), the same for
  /// two states in which \p Call, entered by the same calls, gets the same
  /// arguments, objects among them with the same attributes, when the same is
  /// known of all these and of what they point to.
  unsigned of(const KnownCall &Call, const State &S);
  void clear() { Numbers.clear(); }

private:
  /// The attributes that the argument for each parameter of \p F has.
  using AttributeLists =
      llvm::SmallVector<llvm::SmallVector<const kb::Attribute *, 8>, 16>;
  const AttributeLists &attributesOf(const kb::Function *F);

  const ApiModel &Api;
  StateManager &States;
  std::map<llvm::FoldingSetNodeID, unsigned> Numbers;
  unsigned Last = 0;
  llvm::DenseMap<const kb::Function *, AttributeLists> Attributes;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_PROBLEMNUMBERS_H
