//===-- PlaceUses.h - all uses of a member or a variable --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a method finds in a member was put there by another one. Where no
/// other unit can name the member, and all that this unit does with it is to
/// hand it to the API, its uses say what can be known of it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_MODEL_PLACEUSES_H
#define CUBLASLT_CHECKS_MODEL_PLACEUSES_H

#include "checks/model/ApiModel.h"
#include "clang/AST/DeclCXX.h"
#include <optional>

namespace cublaslt::checks {

/// A place, or a part of it, as an argument of the API.
struct PlaceUse {
  const clang::CallExpr *Call;
  const kb::Function *Function;
  unsigned Parameter;
  /// The part that is given, or null for the whole.
  const clang::FieldDecl *Part;
  /// The object whose member the place is, or null.
  const clang::Expr *Owner;
};

/// The variable or member whose address, or value, \p Call gives as that
/// parameter; or null.
const clang::ValueDecl *givenPlace(const clang::CallExpr *Call, int Parameter);

class PlaceUses {
public:
  PlaceUses(const ApiModel &Api, clang::ASTContext &Context);

  /// No other unit has a name for \p Place: a local variable, or a member
  /// that is private or of an unnamed namespace's class.
  bool isClosed(const clang::ValueDecl *Place);
  /// All uses of \p Place in this unit; null when one of them is neither the
  /// API's nor a comparison with null.
  const std::vector<PlaceUse> *of(const clang::ValueDecl *Place);
  /// The value of attribute \p A in the object that the member \p Place holds,
  /// if it is the same in every function; otherwise nothing.
  std::optional<int64_t> attribute(const clang::ValueDecl *Place,
                                   const kb::Attribute *A);

private:
  std::optional<int64_t> findAttribute(const clang::ValueDecl *Place,
                                       const kb::Attribute &A);

  const ApiModel &Api;
  clang::ASTContext &Context;
  llvm::DenseMap<const clang::ValueDecl *, std::optional<std::vector<PlaceUse>>>
      Known;
  llvm::DenseMap<std::pair<const clang::ValueDecl *, const kb::Attribute *>,
                 std::optional<int64_t>>
      Attributes;
};

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_MODEL_PLACEUSES_H
