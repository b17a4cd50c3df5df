//===-- ScaleTypeCheck.cpp - cublaslt-scale-type --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/ScaleTypeCheck.h"

using namespace clang;

namespace cublaslt::checks {

namespace {
/// What the observations are about.
const char Pair = 0, NoComputeType = 0;

/// "a", "a or b", "a, b or c".
std::string listOf(llvm::ArrayRef<std::string> Names) {
  std::string Text;
  for (size_t I = 0; I < Names.size(); ++I)
    Text += (I == 0 ? "" : I + 1 == Names.size() ? " or " : ", ") + Names[I];
  return Text;
}
} // namespace

void ScaleTypeCheck::examine(MatmulProblem &Problem) {
  TypeTable Table(vocabulary());
  const kb::Api &Api = engine().api().apiOf(Problem.call().Function);
  ProblemTypes Types = Table.typesOf(Problem);
  const std::string &Compute = Types.Operands[ComputeColumn],
                    &Scale = Types.Operands[ScaleColumn];
  OperandValues Values;
  auto NameOf = [&](unsigned C) {
    return nameOf(Problem, Types.Operands[C], Types.Values[C]);
  };

  // A type of data where a compute type belongs. Headers that know no compute
  // types take it.
  bool IsNone = false;
  if (const kb::Attribute *A = Problem.attribute(Compute);
      A && Types.isKnown(ComputeColumn)) {
    int64_t N = static_cast<int64_t>(Types.Values[ComputeColumn]->Number);
    bool HasTypes =
        !Api.Types.empty() && vocabulary().number(Api.Types[0].ComputeType);
    IsNone = HasTypes && enumeratorName(A->IdiomaticType, N).empty();
  }
  Values = {{Compute, Types.Values[ComputeColumn]}};
  if (Types.Values[ComputeColumn])
    observe(&NoComputeType, Problem,
            IsNone                         ? Truth::Yes
            : Types.isKnown(ComputeColumn) ? Truth::No
                                           : Truth::Unknown,
            Values, [&] {
              return makeFinding(Problem, Compute,
                                 NameOf(ComputeColumn) +
                                     " is no compute type; " +
                                     effect("no-compute-type").str(),
                                 "no-compute-type", Values);
            });
  if (IsNone || !Types.Values[ComputeColumn] || !Types.Values[ScaleColumn])
    return;

  // The two alone, if they are enough.
  if (std::optional<ProblemTypes> Alone = Table.refusedPair(Api, Types))
    Types = *Alone;
  Truth Holds = Truth::Unknown;
  llvm::SmallVector<unsigned, 6> Culprits{ComputeColumn, ScaleColumn, AColumn,
                                          BColumn,       CColumn,     DColumn};
  if (Types.isKnown(ComputeColumn) && Types.isKnown(ScaleColumn) &&
      Table.isSettled(Api, Types)) {
    Holds = Truth::No;
    if (!Table.allows(Api, Types) && Table.allows(Api, Types, {ScaleColumn}) &&
        !Table.isRefused(Api, Types)) {
      Holds = Truth::Yes;
      Culprits = Table.culprits(Api, Types, {}, ScaleColumn);
    }
  }
  // The values of all columns, so that other paths can be compared; the ones
  // that are not to blame count as what every path has.
  Values.clear();
  for (unsigned C = 0; C < TypeColumns; ++C)
    if (Types.Values[C] &&
        (Holds != Truth::Yes || llvm::is_contained(Culprits, C)))
      Values.push_back({Types.Operands[C], Types.Values[C]});
  observe(&Pair, Problem, Holds, Values, [&] {
    std::vector<std::string> Choices = Table.choices(Api, Types, ScaleColumn);
    std::string Message = "scale type " + NameOf(ScaleColumn) +
                          " does not go with compute type " +
                          NameOf(ComputeColumn);
    for (unsigned C : Culprits)
      if (C >= AColumn)
        Message += " and " + Types.matrix(C).str() + " of type " + NameOf(C);
    Message +=
        ", which needs " + listOf(Choices) + "; " + effect("scale-type").str();
    Finding F =
        makeFinding(Problem, Scale, std::move(Message), "scale-type", Values);
    F.Fix = correct(Problem, Types, Choices);
    return F;
  });
}

ProblemCheckBase::Correction
ScaleTypeCheck::correct(MatmulProblem &Problem, const ProblemTypes &Types,
                        llvm::ArrayRef<std::string> Choices) {
  const std::string &Scale = Types.Operands[ScaleColumn];
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
