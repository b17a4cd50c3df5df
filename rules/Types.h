//===-- Types.h - which types go together -----------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The API description's table of types, asked with the types of a call of
/// which some may be unknown.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RULES_TYPES_H
#define CUBLASLT_RULES_TYPES_H

#include "kb/Condition.h"
#include "rules/Facts.h"
#include <array>
#include <optional>

namespace cublaslt::rules {

/// The columns of the table, in kb::Api::TypeOperands's order.
enum TypeColumn : unsigned {
  ComputeColumn,
  ScaleColumn,
  AColumn,
  BColumn,
  CColumn,
  DColumn
};
constexpr unsigned TypeColumns = 6;

/// What \p Row has in a column: an enumerator, "*" for any, "c" for C's type.
const std::string &cell(const kb::TypeCombination &Row, unsigned Column);

/// The types of one call, by column.
struct CallTypes {
  std::array<Held, TypeColumns> Values;
  /// The value is one, and can be compared with enumerators.
  std::array<bool, TypeColumns> IsKnown{};
};

/// The answer to one question of the table.
struct TypeVerdict {
  Truth Holds = Truth::Unknown;
  /// Those that were judged: compute type and scale type alone, where these are
  /// enough.
  CallTypes Types;
  /// The columns that are to blame, as few as possible.
  std::vector<unsigned> Culprits;
  /// For the scale type: those that would be right.
  std::vector<std::string> Choices;
};

class TypeTable {
public:
  explicit TypeTable(const kb::Api &Api) : Api(Api) {}

  /// The attribute in a column: "matmulDesc.CUBLASLT_MATMUL_DESC_SCALE_TYPE".
  const std::string &operand(unsigned Column) const {
    return Api.TypeOperands[Column];
  }
  /// The letter of the matrix whose type stands in a column.
  std::string_view matrix(unsigned Column) const {
    std::string_view Operand = operand(Column);
    return Operand.substr(0, Operand.find('.'));
  }

  CallTypes typesOf(Facts &F) const;

  /// Compute type and scale type alone, where no matmul has these two
  /// together.
  std::optional<CallTypes> refusedPair(const CallTypes &Types, Facts &F) const;

  TypeVerdict judge(kb::TypeTest Question, const CallTypes &Types,
                    Facts &F) const;

  /// \p Message with the names of a condition of types in their places.
  std::string fill(const std::string &Message, const TypeVerdict &Verdict,
                   Facts &F) const;

private:
  using Columns = std::vector<unsigned>;
  bool matches(const kb::TypeCombination &Row, const CallTypes &Types,
               const Columns &Ignored, Facts &F) const;
  /// Some row has the known types; those in \p Ignored do not count.
  bool allows(const CallTypes &Types, const Columns &Ignored, Facts &F) const;
  /// The table has a row that refuses these types. A more specific rule reports
  /// them.
  bool isRefused(const CallTypes &Types, Facts &F) const;
  /// The compute type stands in the table, and the element types were tried:
  /// what the table lacks is known to be refused.
  bool isSettled(const CallTypes &Types, Facts &F) const;
  /// The known columns but \p Kept that must be there for the table to refuse,
  /// with \p Kept.
  Columns culprits(const CallTypes &Types, const Columns &Ignored,
                   std::optional<unsigned> Kept, Facts &F) const;
  std::vector<std::string> choices(const CallTypes &Types, unsigned Column,
                                   Facts &F) const;
  TypeVerdict judgeScale(const CallTypes &Types, Facts &F) const;
  TypeVerdict judgeCombination(const CallTypes &Types, Facts &F) const;

  const kb::Api &Api;
};

} // namespace cublaslt::rules

#endif // CUBLASLT_RULES_TYPES_H
