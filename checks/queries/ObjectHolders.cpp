//===-- ObjectHolders.cpp - which places hold an object -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/queries/ObjectHolders.h"

using namespace clang;

namespace cublaslt::checks {

using flow::LocationKind;
using flow::LocationRef;
using flow::State;
using flow::ValueKind;
using flow::ValueRef;

bool holds(ValueRef V, ValueRef Object) {
  if (flow::mentions(V, Object))
    return true;
  return V->Kind == ValueKind::Address &&
         V->Place->root()->Kind == LocationKind::Pointee &&
         V->Place->root()->Pointer == Object;
}

llvm::SmallVector<LocationRef, 4> holders(const State &S, ValueRef Object,
                                          LocationRef Except) {
  llvm::SmallVector<LocationRef, 4> Found;
  S.forEachStored([&](LocationRef L, const flow::Binding &Bound) {
    if (L->root()->Kind != LocationKind::Attribute &&
        !(Except && L->isInside(Except)) && holds(Bound.What, Object))
      Found.push_back(L);
  });
  return Found;
}

bool isSomeElement(LocationRef L) {
  for (; L; L = L->Parent)
    if (L->Kind == LocationKind::Element &&
        !(L->Index && L->Index->isConstant()))
      return true;
  return false;
}

bool isInSmartPointer(LocationRef L) {
  for (; L; L = L->Parent)
    if (L->Kind == LocationKind::Held)
      return true;
  return false;
}

const ValueDecl *nameOf(LocationRef L) {
  for (; L; L = L->Parent) {
    if (L->Kind == LocationKind::Field)
      return L->TheField;
    if (L->Kind == LocationKind::Variable)
      return L->Declaration;
  }
  return nullptr;
}

} // namespace cublaslt::checks
