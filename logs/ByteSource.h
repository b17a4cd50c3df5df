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
#ifndef CUBLASLT_LOGS_BYTESOURCE_H
#define CUBLASLT_LOGS_BYTESOURCE_H

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
  /// It is the reading that failed, not what was read.
  bool hasReadError() const { return HasReadError; }

protected:
  void takeProblem(const ByteSource &From) {
    if (From.Problem.empty())
      return;
    Problem = From.Problem;
    HasReadError = From.HasReadError;
  }

  std::string Problem;
  bool HasReadError = false;
};

/// Opens \p Path, "-" being standard input. On failure null, and one line in
/// \p Error. The bytes end, whatever comes, as soon as there is something to
/// read on \p StopDescriptor, if that is one.
std::unique_ptr<ByteSource>
openBytes(const std::string &Path, std::string &Error, int StopDescriptor = -1);

/// The bytes of \p Text.
std::unique_ptr<ByteSource> bytesOf(std::string Text);

/// Waits until \p Descriptor can be read or has ended. False when there is
/// something on \p StopDescriptor. Either may be -1.
bool waitFor(int Descriptor, int StopDescriptor, int Milliseconds);

/// As openBytes() does with a file's bytes: decompresses what is compressed.
std::unique_ptr<ByteSource> decoded(std::unique_ptr<ByteSource> Raw);

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_BYTESOURCE_H
