//===-- FlowFacts.cpp - a call as the flow analysis knows it --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/problem/FlowFacts.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cublaslt::checks {

using flow::LocationKind;
using flow::LocationRef;
using flow::SymbolKind;
using flow::ValueKind;
using flow::ValueRef;
using rules::Held;
using rules::Integer;
using rules::Truth;

namespace {

ValueRef valueOf(const Held &V) { return static_cast<ValueRef>(V.Value); }

/// The C++ type of what is stored at \p L; null when it is not certain (an
/// element of a container, a member of a union).
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

const kb::Quantity *FlowFacts::quantity(const std::string &Operand) {
  return Problem.operand(Operand).Quantity;
}

const void *FlowFacts::read(const std::string &Operand) {
  ValueRef V = Problem.value(Problem.operand(Operand));
  if (V)
    Read.push_back({Operand, V});
  return V;
}

std::optional<Integer> FlowFacts::number(const Held &V) {
  return valueOf(V)->isConstant() ? std::optional<Integer>(valueOf(V)->Number)
                                  : std::nullopt;
}

std::optional<Integer> FlowFacts::numberOf(const std::string &Word) {
  return Problem.vocabulary().number(Word);
}

rules::Bounds FlowFacts::bounds(const Held &V) {
  const flow::Range Range = Problem.state().rangeOf(valueOf(V));
  return {Range.Low, Range.High};
}

Truth FlowFacts::is(const Held &V, const std::string &Word) {
  return isOneOf(V, llvm::ArrayRef<std::string>(Word));
}

Truth FlowFacts::isOneOf(const Held &V, const std::vector<std::string> &Words) {
  return isOneOf(V, llvm::ArrayRef<std::string>(Words));
}

Truth FlowFacts::isOneOf(const Held &Asked, llvm::ArrayRef<std::string> Names) {
  const ValueRef V = valueOf(Asked);
  bool IsPossible = false;
  flow::Range Range = Problem.state().rangeOf(V);
  for (const std::string &Name : Names) {
    std::optional<Integer> N = Problem.vocabulary().number(Name);
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

Truth FlowFacts::isEnumerator(const Held &Asked) {
  const kb::Attribute *A = Problem.operand(*Asked.Operand).Attribute;
  const ValueRef V = valueOf(Asked);
  if (!A || A->IdiomaticType.empty() || !V->isConstant())
    return Truth::Unknown;
  std::optional<bool> Is = Problem.vocabulary().isEnumerator(
      A->IdiomaticType, static_cast<int64_t>(V->Number));
  return !Is ? Truth::Unknown : *Is ? Truth::Yes : Truth::No;
}

Truth FlowFacts::isNull(const Held &Asked) {
  const ValueRef V = valueOf(Asked);
  if (V->isConstant())
    return V->Number == 0 ? Truth::Yes : Truth::No;
  bool IsAllocated = V->isSymbol(SymbolKind::Object);
  bool IsAddress = V->Kind == ValueKind::Address &&
                   V->Place->root()->Kind != LocationKind::Pointee;
  return IsAllocated || IsAddress || Problem.state().rangeOf(V).excludesZero()
             ? Truth::No
             : Truth::Unknown;
}

Truth FlowFacts::pointsTo(const Held &Asked, const std::string &Memory) {
  const ValueRef V = valueOf(Asked);
  ValueRef Base = V;
  if (V->Kind == ValueKind::Address) {
    LocationRef Root = V->Place->root();
    bool IsVariable =
        Root->Kind == LocationKind::Variable && !typeOf(V->Place).isNull();
    if (IsVariable && isHostVariable(Root->Declaration)) {
      // Others may have made its memory known to the device.
      for (LocationRef At = V->Place; At; At = At->Parent)
        if (Problem.state().Readable.contains(At))
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

Truth FlowFacts::pointsToType(const Held &Asked,
                              const std::vector<std::string> &Types) {
  const ValueRef V = valueOf(Asked);
  flow::FlowEngine &Engine = Problem.vocabulary().engine();
  QualType T;
  if (V->Kind == ValueKind::Address &&
      V->Place->Kind != LocationKind::Pointee) {
    T = typeOf(V->Place);
    // Zero is zero in every type.
    ValueRef Held = Engine.load(Problem.state(), V->Place);
    const auto *Number =
        Held->isSymbol(SymbolKind::Literal)
            ? llvm::dyn_cast_or_null<FloatingLiteral>(Held->Site)
            : nullptr;
    bool IsZero = Held->isConstant(0) ||
                  (Number && Number->getValueAsApproximateDouble() == 0);
    if (IsZero && !T.isNull() && !T->isRecordType())
      return Truth::No;
  } else if (const Expr *E = Problem.argument(*Asked.Operand)) {
    // The pointer as it was declared, before any cast.
    T = E->IgnoreParenCasts()->getType()->getPointeeType();
  }
  if (T.isNull() || T->isVoidType() || T->isDependentType())
    return Truth::Unknown;
  return isNamedOneOf(T, Engine.context(), Types) ? Truth::Yes : Truth::Unknown;
}

std::optional<Integer> FlowFacts::difference(const Held &L, const Held &R) {
  return checks::difference(valueOf(L), valueOf(R));
}

Truth FlowFacts::isSame(const Held &Left, const Held &Right) {
  const ValueRef L = valueOf(Left), R = valueOf(Right);
  if (std::optional<Integer> D = checks::difference(L, R))
    return *D == 0 ? Truth::Yes : Truth::No;
  if (L != R)
    return Truth::Unknown;
  if (isFixed(L) || L->Kind == ValueKind::Address)
    return Truth::Yes;
  // What was made in a loop has one name: the same variable it must be.
  const Expr *A = Problem.argument(*Left.Operand),
             *B = Problem.argument(*Right.Operand);
  const ASTContext &Context = Problem.vocabulary().engine().context();
  if (!A || !B || Problem.attribute(*Left.Operand) ||
      A->HasSideEffects(Context))
    return Truth::Unknown;
  llvm::FoldingSetNodeID IdA, IdB;
  A->IgnoreParenCasts()->Profile(IdA, Context, /*Canonical=*/true);
  B->IgnoreParenCasts()->Profile(IdB, Context, /*Canonical=*/true);
  return IdA == IdB ? Truth::Yes : Truth::Unknown;
}

std::string FlowFacts::text(const Held &V) {
  return NameOf(*V.Operand, valueOf(V));
}

} // namespace cublaslt::checks
