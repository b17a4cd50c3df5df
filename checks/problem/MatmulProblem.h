//===-- MatmulProblem.h - the problem at a call -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a heuristic or matmul call is asked to do, as far as the path to the
/// call describes: the attributes of the descriptor and the layouts, and the
/// arguments. Operands are those of kb/Condition.h.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_PROBLEM_MATMULPROBLEM_H
#define CUBLASLT_CHECKS_PROBLEM_MATMULPROBLEM_H

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
  /// Whether \p Number is an enumerator of \p TypeName; nothing where this
  /// unit's headers have no such enumeration.
  std::optional<bool> isEnumerator(llvm::StringRef TypeName, int64_t Number);
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
  using Number = llvm::StringMapEntry<std::optional<flow::Integer>>;
  const Number &resolveNumber(llvm::StringRef Name);
  llvm::StringMap<std::optional<flow::Integer>> Numbers;
  llvm::DenseMap<const char *, const Number *> NumberByAddress;
};

class MatmulProblem {
public:
  MatmulProblem(ProblemVocabulary &Words, const flow::KnownCall &Call,
                const flow::State &S)
      : Words(Words), Call(Call), S(S) {}

  /// The value of an attribute or argument; null when the call has no such
  /// operand.
  flow::ValueRef value(const ResolvedOperand &R);
  const ResolvedOperand &operand(llvm::StringRef Name) {
    return Words.operand(Call.Function, Name);
  }

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

  ProblemVocabulary &vocabulary() { return Words; }

private:
  ProblemVocabulary &Words;
  const flow::KnownCall &Call;
  const flow::State &S;
};

/// \p V stands for one number from the function's entry to its end. The
/// result of a call or of a merge keeps its name when a loop makes it anew.
bool isFixed(flow::ValueRef V);

/// \p L minus \p R, when it is the same number whatever the symbols in them
/// are.
std::optional<flow::Integer> difference(flow::ValueRef L, flow::ValueRef R);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_PROBLEM_MATMULPROBLEM_H
