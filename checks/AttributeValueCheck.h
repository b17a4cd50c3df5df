//===-- AttributeValueCheck.h - values of attributes ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_ATTRIBUTEVALUECHECK_H
#define CUBLASLT_CHECKS_ATTRIBUTEVALUECHECK_H

#include "checks/queries/AttributeCall.h"
#include "checks/report/CheckBase.h"

namespace cublaslt::checks {

/// Finds attributes that are given something else than their value: no
/// buffer, a pointer in place of its address, an object of another kind, a
/// number that means nothing; and attributes that cannot be set.
class AttributeValueCheck : public CheckBase {
public:
  using CheckBase::CheckBase;
  static constexpr flow::Hooks Listens = flow::Hook::BeforeCall;
  void beforeCall(const flow::KnownCall &Call, const flow::State &S) override;

private:
  /// What is wrong, and where; nothing when Message is empty.
  struct Mistake {
    std::string Message;
    llvm::StringRef Effect;
    flow::Origin Where;
    bool TakesAddress = false; ///< an `&` mends it
  };
  Mistake find(const AttributeCall &A, const flow::KnownCall &Call,
               const flow::State &S);
  Mistake findInAttribute(const AttributeCall &A, const flow::KnownCall &Call);
  Mistake findInType(const AttributeCall &A, clang::QualType Given,
                     const flow::State &S);
  Mistake findInNumber(const AttributeCall &A, const flow::State &S);
  /// The idiomatic type of an attribute other than \p A that \p T is.
  llvm::StringRef otherAttributesType(const kb::Api &Api,
                                      const kb::Attribute &A,
                                      clang::QualType T);
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_ATTRIBUTEVALUECHECK_H
