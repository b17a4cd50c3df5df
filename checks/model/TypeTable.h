//===-- TypeTable.h - which types go together -------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The API description's table of types, asked with the types of a problem of
/// which some are unknown.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_TYPETABLE_H
#define CUBLASLT_CHECKS_MODEL_TYPETABLE_H

#include "checks/model/MatmulProblem.h"
#include <array>
#include <optional>

namespace cublaslt::checks {

/// The columns of the table.
enum TypeColumn {
  ComputeColumn,
  ScaleColumn,
  AColumn,
  BColumn,
  CColumn,
  DColumn
};
constexpr unsigned TypeColumns = 6;

/// The types of one problem, by column.
struct ProblemTypes {
  /// Null where the path does not say.
  std::array<flow::ValueRef, TypeColumns> Values{};
  std::array<std::string, TypeColumns> Operands;
  bool isKnown(unsigned C) const {
    return Values[C] && Values[C]->isConstant();
  }
  /// The letter of the matrix whose type stands in column \p C.
  llvm::StringRef matrix(unsigned C) const {
    return llvm::StringRef(Operands[C]).split('.').first;
  }
};

class TypeTable {
public:
  explicit TypeTable(ProblemVocabulary &Words) : Words(Words) {}

  ProblemTypes typesOf(MatmulProblem &Problem);
  /// Some row has the known types of \p Types; those in \p Ignored do not
  /// count.
  bool allows(const kb::Api &Api, const ProblemTypes &Types,
              llvm::ArrayRef<unsigned> Ignored = {});
  /// Compute type and scale type alone, where no matmul has these two together.
  std::optional<ProblemTypes> refusedPair(const kb::Api &Api,
                                          const ProblemTypes &Types);
  /// A row says that they do not go together: a more special check has it.
  bool isRefused(const kb::Api &Api, const ProblemTypes &Types);
  /// The compute type stands in the table, and the element types were tried:
  /// what the table lacks is known to be refused.
  bool isSettled(const kb::Api &Api, const ProblemTypes &Types);
  /// The known columns but \p Kept that must be there for the table to refuse:
  /// as few as possible, with \p Kept.
  llvm::SmallVector<unsigned, 6> culprits(const kb::Api &Api,
                                          const ProblemTypes &Types,
                                          llvm::ArrayRef<unsigned> Ignored,
                                          int Kept = -1);
  /// The types that column \p C can have, the others given.
  std::vector<std::string> choices(const kb::Api &Api,
                                   const ProblemTypes &Types, unsigned C);

private:
  bool matches(const kb::TypeCombination &Row, const ProblemTypes &Types,
               llvm::ArrayRef<unsigned> Ignored);
  ProblemVocabulary &Words;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_TYPETABLE_H
