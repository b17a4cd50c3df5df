//===-- MatmulProblem.cpp - the problem at a call -------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/model/MatmulProblem.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cublaslt::checks {

using flow::Integer;
using flow::LocationKind;
using flow::LocationRef;
using flow::Operation;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;

namespace {

Truth negation(Truth T) {
  return T == Truth::Unknown ? T : T == Truth::Yes ? Truth::No : Truth::Yes;
}

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

/// The names that \p T goes by: its typedefs, its record, its canonical form.
bool isNamedOneOf(QualType T, const ASTContext &Context,
                  llvm::ArrayRef<std::string> Names) {
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressTagKeyword = true;
  auto Is = [&](llvm::StringRef Name) {
    return llvm::is_contained(Names, Name.str());
  };
  for (QualType At = T.getUnqualifiedType();;) {
    if (Is(At.getUnqualifiedType().getAsString(Policy)))
      return true;
    QualType Next = At.getSingleStepDesugaredType(Context).getUnqualifiedType();
    if (Next == At)
      break;
    At = Next;
  }
  return Is(T.getCanonicalType().getUnqualifiedType().getAsString(Policy));
}

/// A variable of the host, by its declaration.
bool isHostVariable(const ValueDecl *D) {
  const auto *Var = dyn_cast<VarDecl>(D);
  return Var && !Var->getType()->isReferenceType() &&
         !Var->hasAttr<CUDADeviceAttr>() && !Var->hasAttr<CUDAConstantAttr>() &&
         !Var->hasAttr<CUDASharedAttr>() && !Var->hasAttr<HIPManagedAttr>();
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

QualType typeOf(LocationRef L) {
  switch (L->Kind) {
  case LocationKind::Variable:
    return L->Declaration->getType().getNonReferenceType();
  case LocationKind::Field:
    if (L->TheField->getParent()->isUnion())
      return {};
    // Of an object in a union, or in a container, nothing is certain.
    for (LocationRef At = L->Parent; At; At = At->Parent)
      if (At->Kind == LocationKind::Field &&
          At->TheField->getParent()->isUnion())
        return {};
    return L->TheField->getType().getNonReferenceType();
  case LocationKind::Element: {
    QualType Array = typeOf(L->Parent);
    if (Array.isNull() || !Array->isArrayType())
      return {};
    return Array->getAsArrayTypeUnsafe()->getElementType();
  }
  case LocationKind::Temporary:
    return L->Site && !isa<CXXNewExpr>(L->Site) ? L->Site->getType()
                                                : QualType();
  default:
    return {};
  }
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
  auto [It, IsNew] = Numbers.try_emplace(Name);
  if (!IsNew)
    return It->second;
  int64_t Written;
  if (!Name.getAsInteger(10, Written))
    return It->second = Integer(Written);
  ASTContext &Context = Engine.context();
  for (const NamedDecl *D :
       Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name)))
    if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(D))
      It->second = Integer(Enumerator->getInitVal().getExtValue());
  return It->second;
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

ValueRef MatmulProblem::value(llvm::StringRef Operand, OperandValues &Read) {
  const ResolvedOperand &R = Words.operand(Call.Function, Operand);
  if (R.Quantity) {
    for (const kb::Quantity::Choice &Choice : R.Quantity->Choices) {
      Truth Holds = test(Choice.When, Read);
      if (Holds == Truth::Yes)
        return value(Choice.Operand, Read);
      if (Holds == Truth::Unknown)
        return nullptr;
    }
    return nullptr;
  }
  ValueRef V = object(Operand);
  if (V && R.Attribute)
    // A null object has no attributes.
    V = V->isConstant() ? nullptr
                        : Words.engine().states().attribute(S, V, R.Attribute);
  if (V)
    Read.push_back({Operand, V});
  return V;
}

Truth MatmulProblem::isOneOf(ValueRef V, llvm::ArrayRef<std::string> Names) {
  bool IsPossible = false;
  flow::Range Range = S.rangeOf(V);
  for (const std::string &Name : Names) {
    std::optional<Integer> N = Words.number(Name);
    if (!N)
      continue;
    if (V->isConstant(*N))
      return Truth::Yes;
    bool IsExcluded =
        *N < Range.Low || *N > Range.High || (*N == 0 && Range.excludesZero());
    IsPossible |= !IsExcluded;
  }
  return V->isConstant() || !IsPossible ? Truth::No : Truth::Unknown;
}

Truth MatmulProblem::isNull(ValueRef V) {
  if (V->isConstant())
    return V->Number == 0 ? Truth::Yes : Truth::No;
  bool IsAllocated = V->isSymbol(SymbolKind::Object);
  bool IsAddress = V->Kind == ValueKind::Address &&
                   V->Place->root()->Kind != LocationKind::Pointee;
  return IsAllocated || IsAddress || S.rangeOf(V).excludesZero()
             ? Truth::No
             : Truth::Unknown;
}

Truth MatmulProblem::pointsTo(ValueRef V, llvm::StringRef Memory) {
  ValueRef Base = V;
  if (V->Kind == ValueKind::Address) {
    LocationRef Root = V->Place->root();
    bool IsVariable =
        Root->Kind == LocationKind::Variable && !typeOf(V->Place).isNull();
    if (IsVariable && isHostVariable(Root->Declaration)) {
      // Others may have made its memory known to the device.
      for (LocationRef At = V->Place; At; At = At->Parent)
        if (S.Readable.contains(At))
          return Truth::Unknown;
      return Memory == "host" ? Truth::Yes : Truth::No;
    }
    Base = Root->Kind == LocationKind::Pointee ? Root->Pointer : nullptr;
  }
  if (!Base || !Base->isSymbol(SymbolKind::Object) || !Base->Callee ||
      Base->Callee->Memory != "device")
    return Truth::Unknown;
  return Memory == "device" ? Truth::Yes : Truth::No;
}

Truth MatmulProblem::pointsToType(ValueRef V, llvm::StringRef Operand,
                                  llvm::ArrayRef<std::string> Types) {
  QualType T;
  if (V->Kind == ValueKind::Address &&
      V->Place->Kind != LocationKind::Pointee) {
    T = typeOf(V->Place);
    // Zero is zero in every type.
    ValueRef Held = Words.engine().load(S, V->Place);
    const auto *Number =
        Held->isSymbol(SymbolKind::Literal)
            ? llvm::dyn_cast_or_null<FloatingLiteral>(Held->Site)
            : nullptr;
    bool IsZero = Held->isConstant(0) ||
                  (Number && Number->getValueAsApproximateDouble() == 0);
    if (IsZero && !T.isNull() && !T->isRecordType())
      return Truth::No;
  } else if (const Expr *E = argument(Operand)) {
    // The pointer as it was declared, before any cast.
    T = E->IgnoreParenCasts()->getType()->getPointeeType();
  }
  if (T.isNull() || T->isVoidType() || T->isDependentType())
    return Truth::Unknown;
  return isNamedOneOf(T, Words.engine().context(), Types) ? Truth::Yes
                                                          : Truth::Unknown;
}

Truth MatmulProblem::isSame(ValueRef L, ValueRef R, const kb::Term &T) {
  if (std::optional<Integer> D = difference(L, R))
    return *D == 0 ? Truth::Yes : Truth::No;
  if (L != R)
    return Truth::Unknown;
  if (isFixed(L) || L->Kind == ValueKind::Address)
    return Truth::Yes;
  // What was made in a loop has one name: the same variable it must be.
  const Expr *A = argument(T.Operand), *B = argument(T.Other);
  const ASTContext &Context = Words.engine().context();
  if (!A || !B || attribute(T.Operand) || A->HasSideEffects(Context))
    return Truth::Unknown;
  llvm::FoldingSetNodeID IdA, IdB;
  A->IgnoreParenCasts()->Profile(IdA, Context, /*Canonical=*/true);
  B->IgnoreParenCasts()->Profile(IdB, Context, /*Canonical=*/true);
  return IdA == IdB ? Truth::Yes : Truth::Unknown;
}

Truth MatmulProblem::test(const kb::Term &T, OperandValues &Read) {
  ValueRef V = value(T.Operand, Read);
  ValueRef Other = T.Other.empty() ? nullptr : value(T.Other, Read);
  if (!V || (!T.Other.empty() && !Other))
    return Truth::Unknown;
  switch (T.TheTest) {
  case kb::Test::Is:
    return isOneOf(V, T.Values);
  case kb::Test::IsNot:
    return negation(isOneOf(V, T.Values));
  case kb::Test::HasBits: {
    if (!V->isConstant())
      return Truth::Unknown;
    for (const std::string &Name : T.Values) {
      std::optional<Integer> Bits = Words.number(Name);
      if (!Bits || (V->Number & *Bits) != *Bits)
        return Truth::No;
    }
    return Truth::Yes;
  }
  case kb::Test::Null:
    return isNull(V);
  case kb::Test::NotNull:
    return negation(isNull(V));
  case kb::Test::Above: {
    flow::Range Range = S.rangeOf(V);
    return Range.Low > T.Number     ? Truth::Yes
           : Range.High <= T.Number ? Truth::No
                                    : Truth::Unknown;
  }
  case kb::Test::AtLeast:
  case kb::Test::LessThan: {
    flow::Range Range = S.rangeOf(V);
    Integer Bound = static_cast<Integer>(T.Bound);
    Truth IsLess = Range.High < Bound   ? Truth::Yes
                   : Range.Low >= Bound ? Truth::No
                                        : Truth::Unknown;
    return T.TheTest == kb::Test::LessThan ? IsLess : negation(IsLess);
  }
  case kb::Test::NotMultipleOf:
    if (V->isConstant())
      return V->Number % T.Number != 0 ? Truth::Yes : Truth::No;
    return Truth::Unknown;
  case kb::Test::NotMultipleOfOther:
    if (V->isConstant() && Other->isConstant() && Other->Number > 0)
      return V->Number % Other->Number != 0 ? Truth::Yes : Truth::No;
    return Truth::Unknown;
  case kb::Test::PartMultipleOf:
    if (V->isConstant() && Other->isConstant() && Other->Number > 0 &&
        T.Number > 0)
      return V->Number >= Other->Number &&
                     V->Number / Other->Number % T.Number == 0
                 ? Truth::Yes
                 : Truth::No;
    return Truth::Unknown;
  case kb::Test::Below:
    if (std::optional<Integer> D = difference(V, Other))
      return *D < 0 ? Truth::Yes : Truth::No;
    return Truth::Unknown;
  case kb::Test::DiffersFrom:
    return negation(isSame(V, Other, T));
  case kb::Test::SameAs:
    return isSame(V, Other, T);
  case kb::Test::PointsTo:
    return pointsTo(V, T.Values.front());
  case kb::Test::PointsToType:
    return pointsToType(V, T.Operand, T.Values);
  }
  return Truth::Unknown;
}

Truth MatmulProblem::test(llvm::ArrayRef<kb::Term> Terms, OperandValues &Read) {
  // To the end: what the path holds matters also where the answer is no.
  Truth All = Truth::Yes;
  for (const kb::Term &T : Terms)
    All = std::min(All, test(T, Read));
  return All;
}

} // namespace cublaslt::checks
