//===-- ScaleTypeCheck.cpp - cublaslt-scale-type --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/ScaleTypeCheck.h"

using namespace clang;

namespace cublaslt::checks {

ProblemCheckBase::Correction
ScaleTypeCheck::correct(MatmulProblem &Problem,
                        const rules::TypeVerdict &Verdict) {
  const std::vector<std::string> &Choices = Verdict.Choices;
  const std::string &Scale = *Verdict.Types.Values[rules::ScaleColumn].Operand;
  const auto *Maker = llvm::dyn_cast_or_null<CallExpr>(Problem.origin(Scale));
  const kb::Attribute *A = Problem.attribute(Scale);
  const kb::Function *F = Maker ? engine().api().function(Maker) : nullptr;
  if (Choices.size() != 1 || !F || !A)
    return {};
  llvm::ArrayRef<const Expr *> Arguments = argumentsOf(Maker);
  for (unsigned I = 0; I < F->Parameters.size() && I < Arguments.size(); ++I) {
    if (F->Parameters[I].SetsAttribute != A->Name)
      continue;
    const auto *Written =
        llvm::dyn_cast<DeclRefExpr>(Arguments[I]->IgnoreParenImpCasts());
    bool IsEnumerator =
        Written && llvm::isa<EnumConstantDecl>(Written->getDecl()) &&
        !Written->hasQualifier() && !Written->getBeginLoc().isMacroID();
    if (IsEnumerator)
      return {Written->getSourceRange(), Choices.front()};
  }
  return {};
}

} // namespace cublaslt::checks
