//===-- ObjectHolders.h - which places hold an object -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Which places of a state hold a handle, descriptor, layout or preference, and
/// what kind of places they are.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_OBJECTHOLDERS_H
#define CUBLASLT_CHECKS_OBJECTHOLDERS_H

#include "checks/flow/State.h"

namespace cublaslt::checks {

/// \p V is \p Object, is made of it, or points into it.
bool holds(flow::ValueRef V, flow::ValueRef Object);

/// The places that hold \p Object, those inside \p Except left out.
llvm::SmallVector<flow::LocationRef, 4>
holders(const flow::State &S, flow::ValueRef Object,
        flow::LocationRef Except = nullptr);

/// An element of an array at an unknown index.
bool isSomeElement(flow::LocationRef L);

/// A smart pointer holds it and destroys it with its deleter.
bool isInSmartPointer(flow::LocationRef L);

/// The variable or field that \p L is or lies in, as people would name it.
const clang::ValueDecl *nameOf(flow::LocationRef L);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_OBJECTHOLDERS_H
