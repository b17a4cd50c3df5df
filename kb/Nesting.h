//===-- Nesting.h - how deep a JSON text nests ------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_NESTING_H
#define CUBLASLT_KB_NESTING_H

#include <cstddef>
#include <string_view>

namespace cublaslt::kb {

/// Whether more than \p Most arrays and objects of the text \p Json are open at
/// once. A recursive parser is not given such a text: its stack would not do.
bool nestsDeeper(std::string_view Json, size_t Most);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_NESTING_H
