//===-- AttributeCall.h - a call that sets or asks an attribute -*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the checks of attributes need of one SetAttribute or GetAttribute
/// call: which attribute, and where its three arguments were written.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_ATTRIBUTECALL_H
#define CUBLASLT_CHECKS_ATTRIBUTECALL_H

#include "checks/flow/Origin.h"
#include "findings/Call.h"

namespace cublaslt::checks {

struct AttributeCall {
  const kb::Attribute *Attribute;
  const kb::Api *TheApi;
  bool Sets; ///< and does not ask
  /// Values of the arguments; the size is null when it is unknown.
  flow::ValueRef Buffer, Size;
  /// Where they were written.
  flow::Origin Which, BufferOrigin, SizeOrigin;

  /// Where a warning about the argument at \p At belongs: there, unless a
  /// function that serves several attributes wrote it; then where the
  /// attribute was chosen.
  flow::Origin blame(flow::Origin At) const;

  /// The attribute's key in a call specification: any layout stands for A's.
  findings::Key key() const;
};

/// Says that the finding is about the call of this attribute, and that its
/// buffer is null where it is.
void noteQuestion(findings::CallSpecification &Into, const AttributeCall &A);

/// \p Call as such a call of a known attribute, or nothing.
std::optional<AttributeCall> attributeCall(const ApiModel &Api,
                                           const flow::KnownCall &Call);

/// The type of what \p Buffer points to, as it was written: null when it says
/// nothing of the object (`void *`, a view as characters).
clang::QualType writtenType(flow::Origin Buffer);

/// The variable or member that is read when \p E is `&x`; null otherwise.
const clang::ValueDecl *addressedDeclaration(const clang::Expr *E);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_ATTRIBUTECALL_H
