//===-- AlgorithmSource.cpp - who chose an algorithm ----------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/queries/AlgorithmSource.h"

namespace cublaslt::checks {

using flow::SymbolKind;
using flow::ValueRef;

llvm::SmallVector<ValueRef, 2> algorithmSources(flow::FlowEngine &Engine,
                                                const flow::KnownCall &Call,
                                                const flow::State &S) {
  llvm::SmallVector<ValueRef, 2> Sources;
  ValueRef Algorithm = Call.argument(kb::Role::Algorithm);
  if (!Algorithm || Algorithm->isConstant())
    return Sources;
  ValueRef Taken = Engine.load(S, Engine.values().target(Algorithm));
  for (ValueRef T : Taken->Tracked)
    if (T->isSymbol(SymbolKind::Results) &&
        T->Callee->TheAction == kb::Action::Heuristic)
      Sources.push_back(T);
  return Sources;
}

bool hasNullAlgorithm(const flow::KnownCall &Call) {
  ValueRef Algorithm = Call.argument(kb::Role::Algorithm);
  return Algorithm && Algorithm->isConstant(0);
}

bool hasNullWorkspace(const flow::KnownCall &Call) {
  ValueRef Workspace = Call.argument(kb::Role::Workspace);
  return Workspace && Workspace->isConstant(0);
}

} // namespace cublaslt::checks
