//===-- MatmulProblem.cpp - the problem at a call -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/problem/MatmulProblem.h"
#include "checks/model/Enumerations.h"

using namespace clang;

namespace cublaslt::checks {

using flow::Integer;
using flow::Operation;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

namespace {

/// \p V as a rest and a constant added to it.
std::pair<ValueRef, Integer> splitSum(ValueRef V) {
  Integer Sum = 0;
  while (V->Kind == ValueKind::Binary) {
    if (V->Op == Operation::Add && V->Right->isConstant()) {
      Sum += V->Right->Number;
      V = V->Left;
    } else if (V->Op == Operation::Add && V->Left->isConstant()) {
      Sum += V->Left->Number;
      V = V->Right;
    } else if (V->Op == Operation::Sub && V->Right->isConstant()) {
      Sum -= V->Right->Number;
      V = V->Left;
    } else {
      break;
    }
  }
  return {V, Sum};
}

} // namespace

bool isFixed(ValueRef V) {
  if (V->Kind == ValueKind::Binary)
    return isFixed(V->Left) && isFixed(V->Right);
  return V->isConstant() || V->isSymbol(SymbolKind::Initial);
}

std::optional<Integer> difference(ValueRef L, ValueRef R) {
  auto [Left, LeftSum] = splitSum(L);
  auto [Right, RightSum] = splitSum(R);
  if (Left->isConstant() && Right->isConstant())
    return Left->Number + LeftSum - Right->Number - RightSum;
  if (Left != Right || !isFixed(Left))
    return std::nullopt;
  return LeftSum - RightSum;
}

const ResolvedOperand &ProblemVocabulary::operand(const kb::Function *F,
                                                  llvm::StringRef Name) {
  const llvm::StringMapEntry<ResolvedOperand> *&Entry =
      ByAddress[{F, Name.data()}];
  if (!Entry || Entry->first() != Name)
    Entry = &resolve(F, Name);
  return Entry->second;
}

const llvm::StringMapEntry<ResolvedOperand> &
ProblemVocabulary::resolve(const kb::Function *F, llvm::StringRef Name) {
  auto [It, IsNew] = Operands[F].try_emplace(Name);
  ResolvedOperand &R = It->second;
  if (!IsNew)
    return *It;
  const kb::Api &Api = Engine.api().apiOf(F);
  auto [Object, Member] = Name.split('.');
  for (const kb::Quantity &Q : Api.Quantities)
    if (Q.Name == Name)
      R.Quantity = &Q;
  if (!R.Quantity && Object != "argument")
    R.Attribute = Api.attribute(Member);
  for (unsigned I = 0; I < F->Parameters.size(); ++I) {
    const kb::Parameter &P = F->Parameters[I];
    bool IsLayout = P.TheRole == kb::Role::Layout && P.Matrix &&
                    Object == llvm::StringRef(&P.Matrix, 1);
    if (Object == "argument"
            ? Member == P.Name
            : IsLayout || Object == llvm::StringRef(Api.kindOf(P.TheRole)))
      R.Parameter = int(I);
  }
  return *It;
}

std::optional<Integer> ProblemVocabulary::number(llvm::StringRef Name) {
  const Number *&Entry = NumberByAddress[Name.data()];
  if (!Entry || Entry->first() != Name)
    Entry = &resolveNumber(Name);
  return Entry->second;
}

const ProblemVocabulary::Number &
ProblemVocabulary::resolveNumber(llvm::StringRef Name) {
  auto [It, IsNew] = Numbers.try_emplace(Name);
  if (!IsNew)
    return *It;
  int64_t Written;
  if (!Name.getAsInteger(10, Written)) {
    It->second = Integer(Written);
    return *It;
  }
  ASTContext &Context = Engine.context();
  for (const NamedDecl *D :
       Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name)))
    if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D))
      It->second = Integer(Enumerator->getInitVal().getExtValue());
  return *It;
}

std::optional<bool> ProblemVocabulary::isEnumerator(llvm::StringRef TypeName,
                                                    int64_t Number) {
  const EnumDecl *Enum = enumNamed(Engine.context(), TypeName);
  if (!Enum)
    return std::nullopt;
  return !enumeratorName(Enum, Number).empty();
}

ValueRef MatmulProblem::object(llvm::StringRef Operand) {
  int I = Words.operand(Call.Function, Operand).Parameter;
  return I >= 0 && unsigned(I) < Call.Arguments.size() ? Call.Arguments[I]
                                                       : nullptr;
}

const Expr *MatmulProblem::argument(llvm::StringRef Operand) {
  int I = Words.operand(Call.Function, Operand).Parameter;
  llvm::ArrayRef<const Expr *> Arguments = argumentsOf(Call.Call);
  return I >= 0 && unsigned(I) < Arguments.size() ? Arguments[I] : nullptr;
}

const kb::Attribute *MatmulProblem::attribute(llvm::StringRef Operand) {
  return Words.operand(Call.Function, Operand).Attribute;
}

const Stmt *MatmulProblem::origin(llvm::StringRef Operand) {
  const kb::Attribute *A = attribute(Operand);
  ValueRef Object = object(Operand);
  if (!A || !Object)
    return nullptr;
  flow::FlowEngine &Engine = Words.engine();
  if (const Stmt *Site =
          Engine.states().storedBy(S, Engine.values().attribute(Object, A)))
    return Site;
  return Object->isSymbol(SymbolKind::Object) ? Object->Site : nullptr;
}

ValueRef MatmulProblem::value(const ResolvedOperand &R) {
  ValueRef V = R.Parameter >= 0 && unsigned(R.Parameter) < Call.Arguments.size()
                   ? Call.Arguments[R.Parameter]
                   : nullptr;
  if (V && R.Attribute)
    // A null object has no attributes.
    V = V->isConstant() ? nullptr
                        : Words.engine().states().attribute(S, V, R.Attribute);
  return V;
}

} // namespace cublaslt::checks
