//===-- StandardNames.cpp - names of the standard library -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/flow/StandardNames.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cublaslt::checks::flow {

bool isInStd(const Decl *D) {
  for (const DeclContext *C = D->getDeclContext(); C; C = C->getParent())
    if (C->isStdNamespace())
      return true;
  return false;
}

llvm::StringRef standardRecord(QualType T) {
  if (T.isNull())
    return {};
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !isInStd(Record) || !Record->getIdentifier())
    return {};
  return Record->getName();
}

} // namespace cublaslt::checks::flow
