//===-- Wrapping.h - what stands around a program's words ------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Launchers, terminals and collectors of logs put their own into a line: the
/// number of a process, colours, JSON.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_WRAPPING_H
#define CUBLASLT_LOGS_WRAPPING_H

#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::logs {

/// The number of the process when a launcher has put it before its lines
/// ("12: ", "[rank3]: ", "[1,0]<stdout>:"), else empty. \p Prefix is what
/// stands before a line of the library's log. Threads of processes on several
/// machines may have one number.
std::string_view launcherOf(std::string_view Prefix);

/// Whether a collector says that it has left out lines like \p Line, whose
/// beginning \p Prefix is.
bool hasLeftOutLines(std::string_view Prefix, std::string_view Line);

/// Whether \p Line is a JSON object on its own.
bool isJson(std::string_view Line);

/// The texts in \p Line, decoded; \p Line itself when it is not JSON.
std::vector<std::string> jsonTexts(std::string_view Line);

/// \p Text without the terminal's escape sequences.
std::string withoutEscapes(std::string_view Text);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_WRAPPING_H
