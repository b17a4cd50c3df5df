//===-- AttributeValueCheck.cpp - values of attributes --------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/AttributeValueCheck.h"
#include "checks/queries/SourceOrder.h"

using namespace clang;

namespace cublaslt::checks {

namespace {

using flow::Integer;
using flow::ValueRef;

bool isFloatType(llvm::StringRef Name) {
  return Name == "float" || Name == "double";
}

/// A number, and no descriptor that an attribute may hold as well.
bool isNumberType(llvm::StringRef Name) {
  return isFloatType(Name) || Name.starts_with("int") ||
         Name.starts_with("uint");
}

/// The attribute that an enumerator in the text names, or null.
const EnumConstantDecl *enumeratorIn(const Expr *E) {
  const auto *Reference = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  return Reference ? dyn_cast<EnumConstantDecl>(Reference->getDecl()) : nullptr;
}

const EnumDecl *definitionOf(QualType T) {
  const auto *Enum = T->getAs<EnumType>();
  return Enum ? Enum->getDecl()->getDefinition() : nullptr;
}

bool hasEnumerator(const EnumDecl *Enum, Integer Number) {
  return llvm::any_of(Enum->enumerators(), [&](const EnumConstantDecl *C) {
    return Integer(C->getInitVal().getExtValue()) == Number;
  });
}

} // namespace

void AttributeValueCheck::beforeCall(const flow::KnownCall &Call,
                                     const flow::State &S) {
  std::optional<AttributeCall> A = attributeCall(engine().api(), Call);
  if (!A)
    return;
  Mistake M = find(*A, Call, S);
  if (M.Message.empty())
    return;
  findings::CallSpecification Specification = describe(Call, S);
  noteQuestion(Specification, *A);
  findings::SpecificationValue &Value = Specification.Values[A->key()];
  Value.SourceText = textOf(A->BufferOrigin.Written);
  if (A->Buffer->isConstant(0))
    Value.Known = findings::PointerKind::NullBuffer;
  else if (M.TakesAddress)
    Value.Known = findings::PointerKind::ByValue;
  else
    Value.Known =
        specify(engine().states().load(S, engine().values().target(A->Buffer)))
            .Known;
  Report Warning = report(M.Where.Written->getBeginLoc(),
                          M.Message + "; " + effect(M.Effect).str(),
                          M.Where.In->Function, std::move(Specification));
  const Expr *Written = M.Where.Written->IgnoreParenImpCasts();
  if (M.TakesAddress && isa<DeclRefExpr, MemberExpr>(Written) &&
      Written->isLValue() && !Written->getBeginLoc().isMacroID() &&
      !Written->getEndLoc().isMacroID() &&
      !M.Where.In->Function->isTemplateInstantiation())
    Warning.fix(FixItHint::CreateInsertion(Written->getBeginLoc(), "&"));
  if (M.Where.Written == A->BufferOrigin.Written)
    Warning.declaredAt(M.TakesAddress ? namedIn(Written)
                                      : addressedDeclaration(Written));
  if (M.Effect == "attribute-of-another-object")
    Warning.note(M.Where.Written,
                 "its number is that of '" + A->Attribute->Name + "' here");

  if (M.Where.In != Call.In)
    Warning.note(Call.Call, "'" + Call.Function->Name + "' is called here");
}

AttributeValueCheck::Mistake
AttributeValueCheck::find(const AttributeCall &A, const flow::KnownCall &Call,
                          const flow::State &S) {
  if (Mistake M = findInAttribute(A, Call); !M.Message.empty())
    return M;
  const std::string &Name = A.Attribute->Name;
  flow::Origin Where = A.blame(A.BufferOrigin);
  // Asking for the size of a value needs no buffer.
  if (A.Buffer->isConstant(0) && (A.Sets || (A.Size && A.Size->Number != 0)))
    return {"the buffer for '" + Name + "' is null", "null-buffer", Where};
  if (!A.Sets || !A.Attribute->Size || A.Attribute->IsRemoved ||
      (A.Size && !A.Size->isConstant(Integer(A.Attribute->Size))))
    return {};
  QualType Given = writtenType(A.BufferOrigin);
  if (!Given.isNull())
    if (Mistake M = findInType(A, Given, S); !M.Message.empty())
      return M;
  return findInNumber(A, S);
}

AttributeValueCheck::Mistake
AttributeValueCheck::findInAttribute(const AttributeCall &A,
                                     const flow::KnownCall &Call) {
  const kb::Attribute &Attribute = *A.Attribute;
  const kb::Api &Api = engine().api().apiOf(Call.Function);
  if (const EnumConstantDecl *Named = enumeratorIn(A.Which.Written)) {
    const kb::Attribute *Meant = Api.attribute(Named->getName().str());
    if (Meant && Meant->Group != Attribute.Group)
      return {"'" + Meant->Name + "' belongs to another kind of object",
              "attribute-of-another-object", A.Which};
  }
  if (!A.Sets)
    return {};
  if (!Attribute.IsSettable)
    return {"'" + Attribute.Name + "' can only be read", "read-only", A.Which};
  if (!Attribute.IsRemoved)
    return {};
  // Where the header at hand still has it, so has the library at hand.
  int At = Call.Function->indexOf(kb::Role::Attribute);
  const FunctionDecl *Callee = Call.Call->getDirectCallee();
  const EnumDecl *Known =
      Callee && unsigned(At) < Callee->getNumParams()
          ? definitionOf(Callee->getParamDecl(At)->getType())
          : nullptr;
  if (!Known || hasEnumerator(Known, Attribute.Number))
    return {};
  return {"this header has no attribute with number " +
              std::to_string(Attribute.Number),
          "removed-attribute", A.Which};
}

llvm::StringRef AttributeValueCheck::otherAttributesType(const kb::Api &Api,
                                                         const kb::Attribute &A,
                                                         QualType T) {
  const EnumDecl *Enum = definitionOf(T);
  if (!Enum)
    return {};
  for (const kb::Attribute &Other : Api.Attributes)
    if (!Other.IdiomaticType.empty() &&
        Other.IdiomaticType != A.IdiomaticType &&
        enumNamed(Other.IdiomaticType) == Enum)
      return Other.IdiomaticType;
  return {};
}

AttributeValueCheck::Mistake
AttributeValueCheck::findInType(const AttributeCall &A, QualType Given,
                                const flow::State &S) {
  ASTContext &Context = engine().context();
  const kb::Attribute &Attribute = *A.Attribute;
  flow::Origin Where = A.blame(A.BufferOrigin);
  uint64_t Bytes = Context.getTypeSizeInChars(Given).getQuantity();
  std::string Type = Given.getAsString(Context.getPrintingPolicy());
  const Expr *Written = flow::withoutVoidCasts(A.BufferOrigin.Written);
  const ValueDecl *Object = addressedDeclaration(Written);

  if (Attribute.IsPointer) {
    // Integers of a pointer's size and records may well hold the address.
    if (Given->isAnyPointerType() ||
        (!Given->isRealFloatingType() && Bytes >= Attribute.Size))
      return {};
    if (Object)
      return {"'" + Attribute.Name + "' takes a pointer, not the '" + Type +
                  "' in '" + Object->getNameAsString() + "'",
              "pointer-by-value", Where};
    return {"'" + Attribute.Name + "' takes a pointer's address, not '" +
                textOf(Written) + "'",
            "pointer-by-value", Where, /*TakesAddress=*/true};
  }

  if (!isNumberType(Attribute.Type))
    return {};
  ValueRef Stored =
      engine().states().load(S, engine().values().target(A.Buffer));
  bool IsZero = Stored->isConstant(0);
  if (Given->isRealFloatingType() != isFloatType(Attribute.Type) && !IsZero &&
      (Given->isRealFloatingType() || Given->isIntegralOrEnumerationType()))
    return {"'" + Attribute.Name + "' has type " + Attribute.Type + ", not '" +
                Type + "'",
            "another-type", Where};
  if (Given->isAnyPointerType() && Object)
    return {"'" + Attribute.Name + "' is not a pointer, but '" +
                Object->getNameAsString() + "' is",
            "another-type", Where};
  if (Object && Bytes < Attribute.Size &&
      (Given->isIntegralOrEnumerationType() || Given->isRealFloatingType()))
    return {"'" + Object->getNameAsString() + "' has " + std::to_string(Bytes) +
                " bytes, but '" + Attribute.Name + "' has " +
                std::to_string(Attribute.Size),
            "too-short", Where};
  const EnumDecl *Own = enumNamed(Attribute.IdiomaticType);
  llvm::StringRef Other = otherAttributesType(*A.TheApi, Attribute, Given);
  // Without the attribute's own type in the header, another was right once.
  if (Own && Own != definitionOf(Given) && !Other.empty())
    return {"'" + Attribute.Name + "' takes a " + Attribute.IdiomaticType +
                ", not a " + Other.str(),
            "another-type", Where};
  return {};
}

AttributeValueCheck::Mistake
AttributeValueCheck::findInNumber(const AttributeCall &A,
                                  const flow::State &S) {
  const kb::Attribute &Attribute = *A.Attribute;
  const EnumDecl *Enum = Attribute.IdiomaticType.empty()
                             ? nullptr
                             : enumNamed(Attribute.IdiomaticType);
  ValueRef V = engine().states().load(S, engine().values().target(A.Buffer));
  if (!Enum || !V->isConstant() || Attribute.Size != 4)
    return {};
  // Signed or not, the library sees four bytes.
  Integer Number = static_cast<int32_t>(static_cast<uint32_t>(V->Number));
  if (Attribute.Default == static_cast<int64_t>(Number) ||
      Attribute.Accepts == static_cast<int64_t>(Number))
    return {};
  Integer Bits = 0;
  for (const EnumConstantDecl *C : Enum->enumerators()) {
    Integer Known = C->getInitVal().getExtValue();
    if (Known == Number)
      return {};
    Bits |= Known;
  }
  if (Attribute.IsBits && (Number & ~Bits) == 0)
    return {};
  return {"'" + Attribute.Name + "' takes a " + Attribute.IdiomaticType +
              ", not " + std::to_string(static_cast<int64_t>(Number)),
          "unknown-number", A.blame(A.BufferOrigin)};
}

} // namespace cublaslt::checks
