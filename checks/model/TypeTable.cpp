//===-- TypeTable.cpp - which types go together ---------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/TypeTable.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

const std::string &cell(const kb::TypeCombination &Row, unsigned C) {
  const std::string *Cells[] = {&Row.ComputeType, &Row.ScaleType, &Row.A,
                                &Row.B,           &Row.C,         &Row.D};
  return *Cells[C];
}

/// The attribute that the argument with role \p R sets when the object is
/// made.
std::string attributeSetBy(const kb::Api &Api, kb::Role R) {
  for (const kb::Function &F : Api.Functions)
    if (F.TheAction == kb::Action::Create)
      for (const kb::Parameter &P : F.Parameters)
        if (P.TheRole == R)
          return P.SetsAttribute;
  return "";
}

/// The letters of the matrices, in the table's order: that of a matmul's
/// arguments.
std::string matricesOf(const kb::Api &Api) {
  std::string Letters;
  for (const kb::Function &F : Api.Functions)
    if (F.TheAction == kb::Action::Matmul && Letters.empty())
      for (const kb::Parameter &P : F.Parameters)
        if (P.TheRole == kb::Role::Layout && P.Matrix)
          Letters += P.Matrix;
  return Letters;
}

} // namespace

ProblemTypes TypeTable::typesOf(MatmulProblem &Problem) {
  const kb::Function *F = Problem.call().Function;
  const kb::Api &Api = Words.engine().api().apiOf(F);
  const std::string Descriptor =
      std::string(Api.kindOf(kb::Role::MatmulDesc)) + ".";
  const std::string Matrices = matricesOf(Api);
  ProblemTypes T;
  T.Operands = {Descriptor + attributeSetBy(Api, kb::Role::ComputeType),
                Descriptor + attributeSetBy(Api, kb::Role::ScaleType)};
  for (unsigned C = AColumn; C < TypeColumns && C - AColumn < Matrices.size();
       ++C)
    T.Operands[C] = std::string(1, Matrices[C - AColumn]) + "." +
                    attributeSetBy(Api, kb::Role::DataType);
  OperandValues Read;
  for (unsigned C = 0; C < TypeColumns; ++C)
    T.Values[C] = Problem.value(T.Operands[C], Read);
  return T;
}

bool TypeTable::matches(const kb::TypeCombination &Row,
                        const ProblemTypes &Types,
                        llvm::ArrayRef<unsigned> Ignored) {
  for (unsigned C = 0; C < TypeColumns; ++C) {
    if (cell(Row, C) == "*" || llvm::is_contained(Ignored, C) ||
        !Types.isKnown(C))
      continue;
    // D as C is, whatever that is.
    if (cell(Row, C) == "c") {
      if (Types.isKnown(CColumn) && !llvm::is_contained(Ignored, CColumn) &&
          Types.Values[C] != Types.Values[CColumn])
        return false;
      continue;
    }
    std::optional<flow::Integer> N = Words.number(cell(Row, C));
    if (!N || !Types.Values[C]->isConstant(*N))
      return false;
  }
  return true;
}

bool TypeTable::allows(const kb::Api &Api, const ProblemTypes &Types,
                       llvm::ArrayRef<unsigned> Ignored) {
  for (const kb::TypeCombination &Row : Api.Types)
    if (Row.IsAllowed && matches(Row, Types, Ignored))
      return true;
  for (const kb::TypeCombination &Row : Api.MeasuredTypes)
    if (matches(Row, Types, Ignored))
      return true;
  return false;
}

std::optional<ProblemTypes> TypeTable::refusedPair(const kb::Api &Api,
                                                   const ProblemTypes &Types) {
  if (!Types.isKnown(ComputeColumn) || !Types.isKnown(ScaleColumn))
    return std::nullopt;
  ProblemTypes Alone = Types;
  for (unsigned C = AColumn; C < TypeColumns; ++C)
    Alone.Values[C] = nullptr;
  if (allows(Api, Alone))
    return std::nullopt;
  return Alone;
}

bool TypeTable::isRefused(const kb::Api &Api, const ProblemTypes &Types) {
  return llvm::any_of(Api.Types, [&](const kb::TypeCombination &Row) {
    bool IsCertain = !Row.IsAllowed;
    for (unsigned C = AColumn; C < TypeColumns; ++C)
      IsCertain &= cell(Row, C) == "*" || Types.isKnown(C);
    return IsCertain && matches(Row, Types, {});
  });
}

bool TypeTable::isSettled(const kb::Api &Api, const ProblemTypes &Types) {
  bool HasCompute = !Types.isKnown(ComputeColumn);
  for (const kb::TypeCombination &Row : Api.Types) {
    if (HasCompute)
      break;
    if (std::optional<flow::Integer> N = Words.number(Row.ComputeType))
      HasCompute = Types.Values[ComputeColumn]->isConstant(*N);
  }
  if (!HasCompute)
    return false;
  for (unsigned C = AColumn; C < TypeColumns; ++C) {
    if (!Types.isKnown(C))
      continue;
    bool IsTried = false;
    for (const std::string &Name : Api.TriedTypes)
      if (std::optional<flow::Integer> N = Words.number(Name))
        IsTried |= Types.Values[C]->isConstant(*N);
    if (!IsTried)
      return false;
  }
  return true;
}

llvm::SmallVector<unsigned, 6>
TypeTable::culprits(const kb::Api &Api, const ProblemTypes &Types,
                    llvm::ArrayRef<unsigned> Ignored, int Kept) {
  llvm::SmallVector<unsigned, 6> Without(Ignored), Result;
  // The matrices first: the compute type is what people know.
  for (unsigned C : {unsigned(DColumn), unsigned(CColumn), unsigned(BColumn),
                     unsigned(AColumn), unsigned(ComputeColumn)}) {
    if (int(C) == Kept)
      continue;
    Without.push_back(C);
    if (allows(Api, Types, Without))
      Without.pop_back();
  }
  for (unsigned C = 0; C < TypeColumns; ++C)
    if (Types.isKnown(C) && !llvm::is_contained(Without, C))
      Result.push_back(C);
  return Result;
}

std::vector<std::string>
TypeTable::choices(const kb::Api &Api, const ProblemTypes &Types, unsigned C) {
  std::vector<std::string> Result;
  for (const auto *Rows : {&Api.Types, &Api.MeasuredTypes})
    for (const kb::TypeCombination &Row : *Rows)
      if (Row.IsAllowed && matches(Row, Types, {C}) &&
          !llvm::is_contained(Result, cell(Row, C)))
        Result.push_back(cell(Row, C));
  return Result;
}

} // namespace cublaslt::checks
