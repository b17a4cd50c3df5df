//===-- OldCalls.h - call specifications of version 1 -----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Version 1 spelled null "null", "nullptr" and 0, gave the attribute that a
/// call is about as `question` or as `argument.attr`, and enumerators also as
/// numbers. What is read from such a file leaves here as version 2 has it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_OLDCALLS_H
#define CUBLASLT_FINDINGS_OLDCALLS_H

#include "findings/Call.h"

namespace cublaslt::kb {
struct Api;
}

namespace cublaslt::findings {

/// What needs no \p Api is done without one.
void bringUpToDate(CallSpecification &Call, const kb::Api *Api);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_OLDCALLS_H
