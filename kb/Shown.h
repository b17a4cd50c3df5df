//===-- Shown.h - text from outside, for people ----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_SHOWN_H
#define CUBLASLT_KB_SHOWN_H

#include <string>
#include <string_view>

namespace cublaslt::kb {

/// \p Text, which came from outside, as a terminal and a file may have it:
/// valid UTF-8, one line, without control characters (C1 too, so no terminal
/// escapes) and without characters that are invisible or turn text around; '?'
/// for each. What is longer than \p Most bytes is cut and ends with "...".
std::string shown(std::string_view Text, size_t Most = std::string_view::npos);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_SHOWN_H
