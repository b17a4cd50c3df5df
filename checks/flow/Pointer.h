//===-- Pointer.h - pointers as base and offset -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What is known of a pointer into memory that is out of sight, such as device
/// memory: which pointer it was computed from, and how many bytes on it points.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_POINTER_H
#define CUBLASLT_CHECKS_FLOW_POINTER_H

#include "checks/flow/Value.h"

namespace cublaslt::checks::flow {

struct PointerParts {
  ValueRef Base;   ///< the pointer that the arithmetic started from
  ValueRef Offset; ///< bytes; null when unknown
};

/// \p Pointer as base and offset, through casts, indexes of any element size
/// and sums of integers. Without arithmetic the offset is 0.
PointerParts splitPointer(Interner &Values, ValueRef Pointer);

/// \p V modulo \p N, which is positive, when it is the same for all values of
/// what is unknown in \p V.
std::optional<Integer> residue(ValueRef V, Integer N);

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_POINTER_H
