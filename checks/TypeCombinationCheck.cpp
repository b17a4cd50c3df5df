//===-- TypeCombinationCheck.cpp - cublaslt-type-combination --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/TypeCombinationCheck.h"

using namespace clang;

namespace cublaslt::checks {

namespace {
/// What the observations are about.
const char Combination = 0;
} // namespace

void TypeCombinationCheck::examine(MatmulProblem &Problem) {
  TypeTable Table(vocabulary());
  const kb::Api &Api = engine().api().apiOf(Problem.call().Function);
  ProblemTypes Types = Table.typesOf(Problem);
  Truth Holds = Truth::Unknown;
  llvm::SmallVector<unsigned, 6> Culprits;
  unsigned Known = 0;
  for (unsigned C = 0; C < TypeColumns; ++C)
    Known += C != ScaleColumn && Types.isKnown(C);
  if (Known > 1 && Table.isSettled(Api, Types)) {
    Holds = Truth::No;
    if (!Table.allows(Api, Types, {ScaleColumn}) &&
        !Table.isRefused(Api, Types)) {
      Holds = Truth::Yes;
      Culprits = Table.culprits(Api, Types, {ScaleColumn});
    }
  }
  OperandValues Values;
  for (unsigned C = 0; C < TypeColumns; ++C)
    if (Types.Values[C] && C != ScaleColumn &&
        (Holds != Truth::Yes || llvm::is_contained(Culprits, C)))
      Values.push_back({Types.Operands[C], Types.Values[C]});
  observe(&Combination, Problem, Holds, Values, [&] {
    std::string Message;
    for (unsigned C : Culprits)
      Message += (Message.empty() ? "" : ", ") +
                 (C == ComputeColumn ? std::string("compute type ")
                                     : Types.matrix(C).str() + " of type ") +
                 nameOf(Problem, Types.Operands[C], Types.Values[C]);
    return makeFinding(Problem, Types.Operands[Culprits.back()],
                       Message + ": no matmul has these types together; " +
                           effect("refused").str(),
                       "type-combination", Values);
  });
}

} // namespace cublaslt::checks
