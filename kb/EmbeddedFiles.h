//===-- EmbeddedFiles.h - the compiled-in YAML files ------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The default knowledge base as it stands in the binary. The definitions are
/// generated from the YAML files by EmbedFiles.cpp.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_EMBEDDEDFILES_H
#define CUBLASLT_KB_EMBEDDEDFILES_H

#include <cstddef>

namespace cublaslt::kb {

struct EmbeddedFile {
  const char *Path;           ///< relative to kb/: "rules/cublaslt-x.yaml"
  const unsigned char *Bytes; ///< see packTree
  std::size_t Size;
};

/// In order of path.
extern const EmbeddedFile EmbeddedFiles[];
extern const std::size_t EmbeddedFileCount;
/// The prefixes of the APIs that the files describe.
extern const char *const EmbeddedPrefixes[];
extern const std::size_t EmbeddedPrefixCount;
/// See KnowledgeBase::watched.
extern const char *const EmbeddedWatched[];
extern const std::size_t EmbeddedWatchedCount;
/// Of the files as they were, see Fingerprint.h.
extern const char EmbeddedFingerprint[];

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_EMBEDDEDFILES_H
