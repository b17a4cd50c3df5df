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

/// Replaces the file \p Path by \p Content, or leaves it as it is (temporary
/// file, then rename); a link stays a link, and a device or pipe is written
/// to. Empty string on success, else one line.
std::string writeWhole(const std::string &Path, const std::string &Content);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_WHOLEFILE_H
