//===-- VersionReader.h - reads since, until and their kind -----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a record says of versions, and the spans of one name, which must not
/// overlap.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_VERSIONREADER_H
#define CUBLASLT_KB_VERSIONREADER_H

#include "kb/LibraryVersion.h"
#include "kb/RecordReader.h"
#include <map>
#include <string>

namespace cublaslt::kb {

std::optional<LibraryVersion> readVersion(RecordReader &Reader,
                                          const char *Key);

/// The keys 'since' and 'until'.
VersionSpan readSpan(RecordReader &Reader);

/// Refuses a name that something has in the same versions.
class SpanTable {
public:
  explicit SpanTable(std::string Kind) : Kind(std::move(Kind)) {}
  void add(const std::string &Name, const VersionSpan &Span,
           const RecordReader &Reader);

private:
  struct Row {
    VersionSpan Span;
    Place Where;
  };
  std::string Kind;
  std::multimap<std::string, Row> Rows;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_VERSIONREADER_H
