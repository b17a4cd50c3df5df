//===-- FileUri.h - paths and file URIs -------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_FINDINGS_FILEURI_H
#define CUBLASLT_FINDINGS_FILEURI_H

#include <string>

namespace cublaslt::findings {

/// An absolute path as "file:///...", a relative one as a relative reference;
/// everything but letters, digits, "-._~" and "/" percent-encoded.
std::string uriOfPath(const std::string &Path);

/// The reverse. A URI of another scheme, or one with a broken escape, comes
/// back as it is.
std::string pathOfUri(const std::string &Uri);

} // namespace cublaslt::findings

#endif // CUBLASLT_FINDINGS_FILEURI_H
