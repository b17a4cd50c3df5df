//===-- MissingAlignmentCheck.cpp - cublaslt-missing-alignment ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/MissingAlignmentCheck.h"
#include "checks/flow/Pointer.h"
#include "checks/queries/AlgorithmSource.h"
#include "rules/Alignment.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::Integer;
using flow::State;
using flow::SymbolKind;
using flow::ValueRef;

/// The pointer that arithmetic started from is one of which good alignment can
/// be expected: an allocation, or what the function was given.
bool isStart(ValueRef Base) {
  return Base->isSymbol(SymbolKind::Initial) ||
         (Base->isSymbol(SymbolKind::Object) && Base->Callee &&
          Base->Callee->TheAction == kb::Action::Allocate);
}

/// What the rule file keeps.
constexpr kb::NeededParameter SmallestTolerantElement{
    "smallestTolerantElement", kb::NeededParameter::Positive};

} // namespace

std::vector<kb::NeededParameter> MissingAlignmentCheck::needed() {
  std::vector<kb::NeededParameter> Needed = rules::alignmentParameters();
  Needed.push_back(SmallestTolerantElement);
  return Needed;
}

void MissingAlignmentCheck::afterCall(const flow::KnownCall &Call,
                                      ValueRef Result, State &S) {
  if (Call.Function->TheAction != kb::Action::Heuristic)
    return;
  ValueRef Preference = Call.argument(kb::Role::Preference);
  ValueRef Results = Call.made(SymbolKind::Results);
  for (const kb::Attribute &A :
       engine().api().apiOf(Call.Function).Attributes) {
    if (A.TheMeaning != kb::Meaning::MinimumAlignment || !A.Matrix)
      continue;
    if (Preference && engine().states().isUnset(S, Preference, &A))
      defaultOf(A.Matrix).set(
          S, Results, {engine().values().constant(*A.Default), Call.Call});
    else
      defaultOf(A.Matrix).clear(S, Results);
  }
}

std::string MissingAlignmentCheck::nameOf(ValueRef Object, kb::Meaning M,
                                          const kb::Function *F,
                                          const State &S) {
  const kb::Attribute *A = engine().api().attributeMeaning(F, M);
  if (!A || !Object)
    return "";
  ValueRef V = engine().states().attribute(S, Object, A);
  return V->isConstant() ? enumeratorName(A->IdiomaticType, int64_t(V->Number))
                         : "";
}

bool MissingAlignmentCheck::isStrict(const flow::KnownCall &Call, char Matrix,
                                     Integer Misalignment, const State &S) {
  std::string Type = nameOf(Call.argument(kb::Role::Layout, Matrix),
                            kb::Meaning::ElementType, Call.Function, S);
  // No tolerant type has elements so small.
  if (Type.empty())
    return Misalignment % parameter(SmallestTolerantElement) != 0;
  return rules::needsAlignment(rule(), Type, [&] {
    return nameOf(Call.argument(kb::Role::MatmulDesc), kb::Meaning::ComputeType,
                  Call.Function, S);
  });
}

void MissingAlignmentCheck::beforeCall(const flow::KnownCall &Call,
                                       const State &S) {
  if (Call.Function->TheAction != kb::Action::Matmul)
    return;
  for (ValueRef Results : algorithmSources(engine(), Call, S))
    for (const kb::Parameter &P : Call.Function->Parameters) {
      if (P.TheRole != kb::Role::Matrix || !P.Matrix)
        continue;
      const flow::Binding *Default = defaultOf(P.Matrix).get(S, Results);
      ValueRef Pointer = Call.argument(P.TheRole, P.Matrix);
      if (!Default || !Pointer)
        continue;
      flow::PointerParts Parts = flow::splitPointer(engine().values(), Pointer);
      std::optional<Integer> Off =
          Parts.Offset
              ? flow::residue(Parts.Offset, parameter(rules::Alignment))
              : std::nullopt;
      if (!Off || *Off == 0 || !isStart(Parts.Base) ||
          !isStrict(Call, P.Matrix, *Off, S))
        continue;
      std::string Bytes = std::to_string(uint64_t(*Off));
      findings::CallSpecification Specification = describe(Call, S);
      Specification.Values[findings::Key::ofMatrix(
          P.Matrix, findings::OwnKey::OffsetBytes)] = specify(Parts.Offset);
      Specification
          .Values[findings::Key::ofMatrix(P.Matrix,
                                          findings::OwnKey::MisalignedBytes)]
          .Known = static_cast<int64_t>(*Off);
      const Expr *Argument = Call.expression(P.TheRole, P.Matrix);
      report(Argument->getBeginLoc(),
             "matrix " + llvm::Twine(P.Matrix) + " starts " + Bytes +
                 (*Off == 1 ? " byte" : " bytes") + " after a multiple of " +
                 std::to_string(uint64_t(parameter(rules::Alignment))) +
                 ", but the heuristic assumes " +
                 std::to_string(int64_t(Default->What->Number)) + "; " +
                 effect("misaligned"),
             Call.In->Function, std::move(Specification))
          .note(Default->Site,
                "the algorithm is chosen for that alignment here");
    }
}

} // namespace cublaslt::checks
