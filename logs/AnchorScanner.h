//===-- AnchorScanner.h - where a line may concern us ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Most lines of a log have nothing to do with cuBLASLt. Every line that has
/// contains one of a few words ("blas"), so only those are looked for, sixteen
/// places at a time and in any case, before anything looks at a line.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_ANCHORSCANNER_H
#define CUBLASLT_LOGS_ANCHORSCANNER_H

#include <string>
#include <vector>

namespace cublaslt::logs {

class AnchorScanner {
public:
  /// Words of at least two characters.
  explicit AnchorScanner(const std::vector<std::string> &Anchors);

  /// Where an anchor begins at or after \p Begin, the first one but for words
  /// that contain another; or \p End.
  const char *find(const char *Begin, const char *End);

  /// To be called when the text that find() looks at is another.
  void reset();

private:
  struct Anchor {
    explicit Anchor(std::string Word);
    const char *findIn(const char *Begin, const char *End) const;

    std::string Lower;
    size_t One = 0, Other = 0; ///< two rare characters of it
    /// None begins before this place; what was found for a smaller Begin still
    /// holds. Null: not looked for yet.
    const char *Next = nullptr;
    bool IsThere = false; ///< one begins at Next
  };
  std::vector<Anchor> Anchors;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_ANCHORSCANNER_H
