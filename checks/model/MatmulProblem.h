//===-- MatmulProblem.h - the problem at a call -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a heuristic or matmul call is asked to do, as far as the path to the
/// call says: the attributes of the descriptor and the layouts, the arguments,
/// and what follows from them. Operands and terms are those of
/// kb/Condition.h.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_MATMULPROBLEM_H
#define CUBLASLT_CHECKS_MODEL_MATMULPROBLEM_H

#include "checks/flow/FlowEngine.h"
#include "llvm/ADT/StringMap.h"

namespace cublaslt::checks {

/// What an operand names at the calls of one function.
struct ResolvedOperand {
  int Parameter = -1; ///< the argument, or the object that has the attribute
  const kb::Attribute *Attribute = nullptr;
  const kb::Quantity *Quantity = nullptr;
};

/// Looks names up once for a translation unit.
class ProblemVocabulary {
public:
  explicit ProblemVocabulary(flow::FlowEngine &Engine) : Engine(Engine) {}
  const ResolvedOperand &operand(const kb::Function *F, llvm::StringRef Name);
  /// The number of an enumerator in this unit's headers, or that is written.
  std::optional<flow::Integer> number(llvm::StringRef Name);
  flow::FlowEngine &engine() { return Engine; }

private:
  const llvm::StringMapEntry<ResolvedOperand> &resolve(const kb::Function *F,
                                                       llvm::StringRef Name);

  flow::FlowEngine &Engine;
  llvm::DenseMap<const kb::Function *, llvm::StringMap<ResolvedOperand>>
      Operands;
  /// The same by where the name stands in the knowledge base: comparing one
  /// text is cheaper than finding it among all.
  llvm::DenseMap<std::pair<const kb::Function *, const char *>,
                 const llvm::StringMapEntry<ResolvedOperand> *>
      ByAddress;
  llvm::StringMap<std::optional<flow::Integer>> Numbers;
};

enum class Truth { No, Unknown, Yes };

/// The operands that were looked at, and what they held.
using OperandValues =
    llvm::SmallVector<std::pair<llvm::StringRef, flow::ValueRef>, 8>;

class MatmulProblem {
public:
  MatmulProblem(ProblemVocabulary &Words, const flow::KnownCall &Call,
                const flow::State &S)
      : Words(Words), Call(Call), S(S) {}

  /// The operand's value; null when the call has no such operand, or it is a
  /// quantity that the path leaves open. What was read is added to \p Read.
  flow::ValueRef value(llvm::StringRef Operand, OperandValues &Read);
  Truth test(const kb::Term &T, OperandValues &Read);
  /// All of \p Terms hold.
  Truth test(llvm::ArrayRef<kb::Term> Terms, OperandValues &Read);

  /// The argument that the operand is, or belongs to.
  const clang::Expr *argument(llvm::StringRef Operand);
  /// The object whose attribute the operand is, or the argument itself.
  flow::ValueRef object(llvm::StringRef Operand);
  /// The statement that gave the attribute its value; where the object was
  /// made when none did; or null.
  const clang::Stmt *origin(llvm::StringRef Operand);
  /// The attribute that the operand is, or null.
  const kb::Attribute *attribute(llvm::StringRef Operand);

  const flow::KnownCall &call() const { return Call; }
  const flow::State &state() const { return S; }

private:
  Truth isOneOf(flow::ValueRef V, llvm::ArrayRef<std::string> Names);
  Truth isNull(flow::ValueRef V);
  Truth pointsTo(flow::ValueRef V, llvm::StringRef Memory);
  Truth pointsToType(flow::ValueRef V, llvm::StringRef Operand,
                     llvm::ArrayRef<std::string> Types);
  Truth isSame(flow::ValueRef L, flow::ValueRef R, const kb::Term &T);

  ProblemVocabulary &Words;
  const flow::KnownCall &Call;
  const flow::State &S;
};

/// The C++ type of what is stored at \p L; null when it is not certain (an
/// element of a container, a member of a union).
clang::QualType typeOf(flow::LocationRef L);

/// \p V stands for one number from the function's entry to its end. The
/// result of a call or of a merge keeps its name when a loop makes it anew.
bool isFixed(flow::ValueRef V);

/// \p L minus \p R, when it is the same number whatever the symbols in them
/// are.
std::optional<flow::Integer> difference(flow::ValueRef L, flow::ValueRef R);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_MATMULPROBLEM_H
