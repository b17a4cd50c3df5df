//===-- ByteSource.h - the bytes of a log ----------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A file, standard input, or either of them compressed (gzip, Zstandard) or
/// in UTF-16 (what PowerShell's redirection writes), as a stream of bytes.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_LOGS_BYTESOURCE_H
#define CUBLASLT_RUNTIME_CHECK_LOGS_BYTESOURCE_H

#include <cstddef>
#include <memory>
#include <string>

namespace cublaslt::logs {

class ByteSource {
public:
  virtual ~ByteSource();

  /// Fills at most \p Size bytes; 0 at the end. What is wrong with the input
  /// (a cut archive, a read error) ends it and is said by problem().
  virtual size_t read(char *Into, size_t Size) = 0;

  /// One line, or empty.
  const std::string &problem() const { return Problem; }

protected:
  std::string Problem;
};

/// Opens \p Path, "-" being standard input. On failure null, and one line in
/// \p Error.
std::unique_ptr<ByteSource> openBytes(const std::string &Path,
                                      std::string &Error);

/// As openBytes() does with a file's bytes: decompresses what is compressed.
std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> Raw);

} // namespace cublaslt::logs

#endif // CUBLASLT_RUNTIME_CHECK_LOGS_BYTESOURCE_H
