//===-- ChangedLines.h - lines that a change touched -----------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_CHANGEDLINES_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_CHANGEDLINES_H

#include <llvm/ADT/StringRef.h>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cublaslt::tidy {

/// The lines of the working tree that differ from a revision, as git says.
/// Files that git does not know yet count as new.
class ChangedLines {
public:
  /// On failure returns nothing and sets \p Error to one line.
  static std::optional<ChangedLines> since(const std::string &Revision,
                                           std::string &Error);

  bool hasFile(const std::string &AbsoluteFile) const {
    return Ranges.count(AbsoluteFile) != 0;
  }
  /// True when one of the lines \p First to \p Last was changed.
  bool touches(const std::string &AbsoluteFile, unsigned First,
               unsigned Last) const;

  /// Reads what `git diff -U0` wrote; files are below \p Root.
  void readDiff(llvm::StringRef Diff, llvm::StringRef Root);

private:
  using LineRange = std::pair<unsigned, unsigned>; ///< first and last
  std::map<std::string, std::vector<LineRange>> Ranges;
};

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_PROJECT_CHANGEDLINES_H
