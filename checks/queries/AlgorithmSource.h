//===-- AlgorithmSource.h - the heuristic behind an algorithm --*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// From the algorithm that a matmul is given to the heuristic that chose it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_ALGORITHMSOURCE_H
#define CUBLASLT_CHECKS_ALGORITHMSOURCE_H

#include "checks/flow/FlowEngine.h"

namespace cublaslt::checks {

/// The symbol that stands for what the heuristic call \p Call wrote.

/// What heuristics wrote and the algorithm comes from that \p Call is given.
llvm::SmallVector<flow::ValueRef, 2>
algorithmSources(flow::FlowEngine &Engine, const flow::KnownCall &Call,
                 const flow::State &S);

/// \p Call, a matmul, leaves the choice of the algorithm to the library.
bool hasNullAlgorithm(const flow::KnownCall &Call);

/// \p Call, a matmul, is given no workspace: the null pointer.
bool hasNullWorkspace(const flow::KnownCall &Call);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_ALGORITHMSOURCE_H
