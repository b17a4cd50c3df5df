//===-- StaleAlgorithmCheck.cpp - algorithms of other problems ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/StaleAlgorithmCheck.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::SymbolKind;
using flow::ValueRef;
using Part = ProblemSnapshot::Part;

bool isObject(ValueRef V) {
  return V->isSymbol(SymbolKind::Object) || V->isSymbol(SymbolKind::Initial) ||
         V->Kind == flow::ValueKind::Field;
}

/// Every attribute of the two is known, and the same.
bool areAlike(const Part &A, const Part &B) {
  return llvm::all_of(llvm::zip(A.Attributes, B.Attributes), [](auto Pair) {
    ValueRef InA = std::get<0>(Pair).second, InB = std::get<1>(Pair).second;
    return InA == InB && InA->isConstant();
  });
}

/// What the rule file keeps.
constexpr kb::NeededParameter Swapped{"swapped", kb::NeededParameter::Words};

} // namespace

std::vector<kb::NeededParameter> StaleAlgorithmCheck::needed() {
  return {Swapped};
}

void StaleAlgorithmCheck::afterCall(const flow::KnownCall &Call, ValueRef,
                                    flow::State &S) {
  const kb::Function &F = *Call.Function;
  flow::Interner &Values = engine().values();
  if (F.TheAction == kb::Action::Heuristic) {
    ValueRef Results = Call.made(SymbolKind::Results);
    size_t I = Problems.indexOf(Call, S, engine());
    ChosenFor.set(S, Results, {I, Call.Call});
  }
  // An algorithm that passed cublasLtMatmulAlgoCheck is not judged any more.
  if (F.TheAction == kb::Action::CheckAlgorithm)
    if (ValueRef Algorithm = Call.argument(kb::Role::Algorithm);
        Algorithm && !Algorithm->isConstant())
      for (ValueRef T : engine().load(S, Values.target(Algorithm))->Tracked)
        ChosenFor.clear(S, T);
}

void StaleAlgorithmCheck::beforeCall(const flow::KnownCall &Call,
                                     const flow::State &S) {
  ValueRef Algorithm = Call.argument(kb::Role::Algorithm);
  if (Call.Function->TheAction != kb::Action::Matmul || !Algorithm ||
      Algorithm->isConstant())
    return;
  ValueRef Taken = engine().load(S, engine().values().target(Algorithm)),
           Results = nullptr;
  for (ValueRef T : Taken->Tracked)
    if (T->isSymbol(SymbolKind::Results)) {
      if (Results)
        return; // of one call or another
      Results = T;
    }
  // What paths with other results have left is not one call's.
  if (!Results || Taken->isSymbol(SymbolKind::Merged))
    return;
  if (const Choice *Chosen = ChosenFor.get(S, Results))
    compare(Call, Problems[Chosen->Problem], Chosen->Heuristic, S);
}

findings::CallSpecification
StaleAlgorithmCheck::specification(const flow::KnownCall &Call,
                                   const ProblemSnapshot &Then,
                                   const flow::State &S) {
  findings::CallSpecification Result = describe(Call, S);
  const kb::Api &Api = engine().api().apiOf(Call.Function);
  for (const Part &Each : Then.Parts) {
    const std::string Key = Api.keyOf(*Each.Parameter);
    for (const auto &[A, V] : Each.Attributes)
      if (V->isConstant() && !(A->Default && V->isConstant(*A->Default)))
        Result.Values[findings::Key::chosenFor(
            findings::Key::attribute(Key, *A))] = specify(V);
  }
  return Result;
}

void StaleAlgorithmCheck::compare(const flow::KnownCall &Call,
                                  const ProblemSnapshot &Then,
                                  const Stmt *Heuristic, const flow::State &S) {
  const ProblemSnapshot &Now = Problems[Problems.indexOf(Call, S, engine())];
  const auto Pair = words(Swapped);
  const char First = Pair.empty() ? 0 : Pair.front().front(),
             Second = Pair.empty() ? 0 : Pair.back().front();
  const Part *ThenA = Then.part(kb::Role::Layout, First),
             *ThenB = Then.part(kb::Role::Layout, Second),
             *NowA = Now.part(kb::Role::Layout, First),
             *NowB = Now.part(kb::Role::Layout, Second);
  if (ThenA && ThenB && NowA && NowB && ThenA->Object != ThenB->Object &&
      ThenA->Object == NowB->Object && ThenB->Object == NowA->Object &&
      isObject(ThenA->Object) && isObject(ThenB->Object) &&
      !areAlike(*NowA, *NowB)) {
    report(Call.expression(kb::Role::Layout, First)->getBeginLoc(),
           "the layouts of " + std::string(Pair.front()) + " and " +
               std::string(Pair.back()) +
               " are swapped since the algorithm was chosen; " +
               effect("stale"),
           Call.In->Function, specification(Call, Then, S))
        .onPath({S, Call.Call, Call.In->Path})
        .note(Heuristic, "the algorithm is chosen here");
    return;
  }
  for (const Part &Before : Then.Parts) {
    const Part *After =
        Now.part(Before.Parameter->TheRole, Before.Parameter->Matrix);
    if (!After || After->Attributes.size() != Before.Attributes.size())
      continue;
    for (size_t I = 0; I < Before.Attributes.size(); ++I) {
      const auto &[A, Old] = Before.Attributes[I];
      ValueRef New = After->Attributes[I].second;
      if (!Old->isConstant() || !New->isConstant() || Old == New)
        continue;
      const Expr *Where =
          Call.expression(Before.Parameter->TheRole, Before.Parameter->Matrix);
      auto Name = [&, Attribute = A](ValueRef V) {
        std::string Enumerator =
            Attribute->IdiomaticType.empty()
                ? std::string()
                : enumeratorName(Attribute->IdiomaticType,
                                 static_cast<int64_t>(V->Number));
        return Enumerator.empty() ? std::to_string(int64_t(V->Number))
                                  : Enumerator;
      };
      report(Where->getBeginLoc(),
             "the algorithm was chosen for another " + A->Name + " of '" +
                 textOf(Where) + "'; " + effect("stale").str(),
             Call.In->Function, specification(Call, Then, S))
          .onPath({S, Call.Call, Call.In->Path})
          .note(Heuristic, "the algorithm is chosen for " + Name(Old) +
                               " here, but used with " + Name(New))
          .note(engine().states().storedBy(
                    S, engine().values().attribute(After->Object, A)),
                "the attribute is set here");
      return;
    }
  }
}

} // namespace cublaslt::checks
