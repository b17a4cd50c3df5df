//===-- Condition.h - what must not hold at a call --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The little language in which a rule describes what is wrong in the problem
/// that a call is given. An operand is
///   - an attribute of an object that the call is given, by matrix for layouts
///     ("A.CUBLASLT_MATRIX_LAYOUT_LD"), by kind for the others
///     ("matmulDesc.CUBLASLT_MATMUL_DESC_EPILOGUE");
///   - an argument by the parameter's name ("argument.alpha");
///   - a quantity that the API description defines ("A.innerDimension").
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_CONDITION_H
#define CUBLASLT_KB_CONDITION_H

#include <cstdint>
#include <string>
#include <vector>

namespace cublaslt::kb {

enum class Test {
  Is,            ///< one of Values
  IsNot,         ///< none of Values
  HasBits,       ///< all bits of Values
  Null,          ///< a null pointer
  NotNull,       ///< a pointer that is certainly not null
  Enumerator,    ///< an enumerator of the attribute's own type
  NotEnumerator, ///< certainly none of them
  Above,         ///< a number above Number
  AtLeast,       ///< Bound or more
  LessThan,      ///< less than Bound
  Below,         ///< below Other
  DiffersFrom,   ///< certainly not equal to Other
  SameAs,        ///< certainly equal to Other
  NotMultipleOf, ///< a number that Number does not divide
  NotMultipleOfOther, ///< a number that Other, above 0, does not divide
  PartMultipleOf, ///< the whole part of a number through Other, above 0, is a
                  ///< multiple of Number, and not 0
  PointsTo,      ///< into memory of the kind Values[0]: host, device
  PointsToType,  ///< at an object of one of the C++ types Values, not zero
};

/// One statement about one operand.
struct Term {
  std::string Operand;
  Test TheTest = Test::Is;
  std::vector<std::string> Values; ///< enumerators, numbers, or types
  std::string Other;               ///< the other operand
  int64_t Number = 0;
  uint64_t Bound = 0; ///< up to 2^64 - 1: workspace limits are so large
};

/// What of a call's types the API's table of types does not have together.
enum class TypeTest {
  None,
  Pair,        ///< compute type and scale type, whatever the matrices are
  Scale,       ///< the scale type with these matrices
  Combination, ///< compute type and matrices, whatever the scale type is
};

/// Something wrong with the problem: all terms hold, or \c Types does.
struct Condition {
  std::string Id;
  bool AtHeuristic = true, AtMatmul = true; ///< where it shows
  std::vector<Term> When;
  TypeTest Types = TypeTest::None;
  /// What is wrong; "{operand}" stands for the operand's value. Of types:
  /// "{compute}", "{scale}", "{matrices}", "{types}", "{choices}".
  std::string Message;
  std::string Effect; ///< key into the rule's effects
  std::string Advice; ///< empty: the rule's
  /// The statuses with which the library answers such a call; empty: it takes
  /// it.
  std::vector<std::string> Refused;
  bool DependsOnDevice = false; ///< or on the version: whether it is refused
  std::string Devices; ///< where it was measured or documented; empty: all
  /// Not empty: nothing is wrong where some matmul in sight gets a workspace of
  /// at least the first term's value. Where none does, the message ends so.
  std::string UnlessWorkspaceReaches;
};

/// A value that is one attribute or another, depending on a third.
struct Quantity {
  std::string Name;
  struct Choice {
    std::vector<Term> When;
    std::string Operand;
  };
  std::vector<Choice> Choices;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_CONDITION_H
