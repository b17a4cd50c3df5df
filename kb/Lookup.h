//===-- Lookup.h - questions to the description of an API -------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_LOOKUP_H
#define CUBLASLT_KB_LOOKUP_H

#include "kb/Api.h"

namespace cublaslt::kb {

/// Whether an argument with that role is a pointer: an object, or memory.
bool isPointer(Role R);

/// The role of the parameter of that name in the calls that run a matmul or
/// choose its algorithm; Other where none has it.
Role roleInMatmul(const Api &A, std::string_view Parameter);

/// The enumeration of that type; or null.
const Enumeration *enumeration(const Api &A, std::string_view Type);

/// The first enumerator with that number, whatever the version; or null.
const Enumerator *numbered(const Enumeration &E, int64_t Number);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_LOOKUP_H
