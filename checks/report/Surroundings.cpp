//===-- Surroundings.cpp - what an expression is part of ------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/report/Surroundings.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ParentMapContext.h"

using namespace clang;

namespace cublaslt::checks {

std::optional<Surroundings>
surroundingsOf(const Expr *E, ASTContext &Context,
               llvm::function_ref<bool(const Expr *)> IsWrapper) {
  for (;;) {
    auto Parents = Context.getParents(*E);
    if (Parents.size() != 1)
      return std::nullopt;
    const auto *Outer = Parents[0].get<Expr>();
    if (!Outer || !IsWrapper(Outer))
      return Surroundings{E, Parents[0]};
    E = Outer;
  }
}

} // namespace cublaslt::checks
