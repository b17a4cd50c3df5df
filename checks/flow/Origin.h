//===-- Origin.h - where an argument was written ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows an argument of an API call outwards, through functions that only
/// hand on a parameter: the mistake is where the argument was written.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_ORIGIN_H
#define CUBLASLT_CHECKS_FLOW_ORIGIN_H

#include "checks/flow/FlowEngine.h"

namespace cublaslt::checks::flow {

struct Origin {
  const clang::Expr *Written;
  const Frame *In;
};

/// Where \p E, with value \p V in the function followed in \p In, was written.
/// Casts to a pointer other than `void *` are taken as meant and end the way.
Origin originOf(const clang::Expr *E, ValueRef V, const Frame &In);

/// What gave the argument with role \p R of \p Call its value, where that does
/// not stand in the call: a caller's argument, or what was stored in the local
/// variable that it names. Null where it does, or where that is unknown.
const clang::Stmt *sourceOf(FlowEngine &Engine, const KnownCall &Call,
                            kb::Role R, const State &S);

/// \p E without parentheses, implicit casts, and casts to `void *`.
const clang::Expr *withoutVoidCasts(const clang::Expr *E);

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_ORIGIN_H
