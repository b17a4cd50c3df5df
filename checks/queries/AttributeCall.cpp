//===-- AttributeCall.cpp - a call that sets or asks an attribute ---------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/queries/AttributeCall.h"

using namespace clang;

namespace cublaslt::checks {

flow::Origin AttributeCall::blame(flow::Origin At) const {
  return At.In->Depth > Which.In->Depth ? Which : At;
}

findings::Key AttributeCall::key() const {
  return findings::Key::attribute(TheApi->keyOf(Attribute->Object), *Attribute);
}

void noteQuestion(findings::CallSpecification &Into, const AttributeCall &A) {
  Into.Values[findings::OwnKey::Question].Known = A.key().str();
  if (A.Buffer->isConstant(0))
    Into.Values[A.key()].Known = findings::PointerKind::NullBuffer;
}

std::optional<AttributeCall> attributeCall(const ApiModel &Api,
                                           const flow::KnownCall &Call) {
  const kb::Function &F = *Call.Function;
  bool Sets = F.TheAction == kb::Action::SetAttribute;
  if (!Sets && F.TheAction != kb::Action::GetAttribute)
    return std::nullopt;
  flow::ValueRef Which = Call.argument(kb::Role::Attribute),
                 Buffer = Call.argument(kb::Role::Buffer),
                 Size = Call.argument(kb::Role::BufferSize);
  if (!Which || !Buffer || !Size || !Which->isConstant())
    return std::nullopt;
  const kb::Attribute *A =
      Api.attributeNumbered(&F, static_cast<int64_t>(Which->Number));
  if (!A)
    return std::nullopt;
  auto From = [&](kb::Role R, flow::ValueRef V) {
    return flow::originOf(Call.expression(R), V, *Call.In);
  };
  return AttributeCall{A,
                       &Api.apiOf(&F),
                       Sets,
                       Buffer,
                       Size->isConstant() ? Size : nullptr,
                       From(kb::Role::Attribute, Which),
                       From(kb::Role::Buffer, Buffer),
                       From(kb::Role::BufferSize, Size)};
}

QualType writtenType(flow::Origin Buffer) {
  const Expr *E = flow::withoutVoidCasts(Buffer.Written);
  QualType T = E->getType();
  if (const auto *Array = dyn_cast_or_null<ArrayType>(
          T->isArrayType() ? T->getAsArrayTypeUnsafe() : nullptr))
    T = Array->getElementType();
  else
    T = T->getPointeeType();
  if (T.isNull() || T->isVoidType() || T->isDependentType() ||
      T->isAnyCharacterType() || T->isStdByteType() || T->isIncompleteType())
    return QualType();
  return T.getCanonicalType().getUnqualifiedType();
}

const ValueDecl *addressedDeclaration(const Expr *E) {
  const auto *Address = dyn_cast<UnaryOperator>(flow::withoutVoidCasts(E));
  if (!Address || Address->getOpcode() != UO_AddrOf)
    return nullptr;
  const Expr *Object = Address->getSubExpr()->IgnoreParens();
  if (const auto *Reference = dyn_cast<DeclRefExpr>(Object))
    return dyn_cast<VarDecl>(Reference->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(Object))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  return nullptr;
}

} // namespace cublaslt::checks
