//===-- WholeFile.h - files written whole or not at all --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_WHOLEFILE_H
#define CUBLASLT_FINDINGS_WHOLEFILE_H

#include <string>

namespace cublaslt::findings {

/// Who chose the name of an output. What lies at a name that the program chose
/// itself may be a link of somebody else's, to anything.
enum class NamedBy { User, Program };

/// Replaces the file \p Path by \p Content, or leaves it as it is (temporary
/// file, then rename); its mode is kept. At a name that the user gave, a link
/// stays a link, and a device or pipe is written to; else both are replaced.
/// Empty string on success, else one line.
std::string writeWhole(const std::string &Path, const std::string &Content,
                       NamedBy Who);

/// Whether \p One and \p Other are the same file.
bool isSameFile(const std::string &One, const std::string &Other);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_WHOLEFILE_H
