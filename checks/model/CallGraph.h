//===-- CallGraph.h - which functions reach the API -------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which functions of a translation unit call the API, directly or through
/// other functions whose bodies are in it. Asked on demand and remembered, so
/// that a unit that does not use the API costs nothing.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_CALLGRAPH_H
#define CUBLASLT_CHECKS_MODEL_CALLGRAPH_H

#include "checks/model/ApiModel.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <vector>

namespace cublaslt::checks {

class CallGraph {
public:
  CallGraph(const ApiModel &Api, clang::ASTContext &Context);

  /// The functions, methods and lambdas with a body outside system headers
  /// that reach the API, in source order.
  std::vector<const clang::FunctionDecl *> functionsThatReachApi();
  /// All that have a body outside system headers.
  std::vector<const clang::FunctionDecl *> allFunctions();

  /// \p F's body calls the API, or calls something that does.
  bool reachesApi(const clang::FunctionDecl *F);

  /// The definition of \p F if its body is in the unit, outside system
  /// headers, and can be analysed; else null.
  const clang::FunctionDecl *visibleBody(const clang::FunctionDecl *F) const;

private:
  std::vector<const clang::FunctionDecl *>
  collect(llvm::function_ref<bool(const clang::FunctionDecl *)> IsWanted);

  /// What one body calls.
  struct Calls {
    bool OfApi = false;
    llvm::SetVector<const clang::FunctionDecl *> Entered; ///< visible bodies
    llvm::SmallVector<const clang::FunctionDecl *, 4> Lambdas;
  };
  const Calls &callsOf(const clang::FunctionDecl *Body);

  const ApiModel &Api;
  clang::ASTContext &Context;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Calls>> Bodies;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Reaches;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_CALLGRAPH_H
