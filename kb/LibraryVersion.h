//===-- LibraryVersion.h - versions of the API's library --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The version of a library, which is not that of its toolkit: CUDA 13.0 update
/// 2 has cuBLAS 13.1.0.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_LIBRARYVERSION_H
#define CUBLASLT_KB_LIBRARYVERSION_H

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace cublaslt::kb {

struct LibraryVersion {
  int Major = 0, Minor = 0, Patch = 0;

  /// "13.1.0", or nothing when \p Text is not three numbers.
  static std::optional<LibraryVersion> parse(std::string_view Text);
  std::string text() const;

  friend bool operator<(const LibraryVersion &A, const LibraryVersion &B) {
    return std::tie(A.Major, A.Minor, A.Patch) <
           std::tie(B.Major, B.Minor, B.Patch);
  }
};

/// The versions that have something: from Since on and before Until. Absent:
/// the oldest that is known, or the newest, has it too.
struct VersionSpan {
  std::optional<LibraryVersion> Since, Until;

  bool contains(const LibraryVersion &V) const {
    return !(Since && V < *Since) && !(Until && !(V < *Until));
  }
  bool overlaps(const VersionSpan &Other) const {
    return !(Until && Other.Since && !(*Other.Since < *Until)) &&
           !(Other.Until && Since && !(*Since < *Other.Until));
  }
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_LIBRARYVERSION_H
