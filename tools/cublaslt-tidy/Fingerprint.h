//===-- Fingerprint.h - names that findings keep ---------------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A name for each finding that stays the same when lines move, so that a
/// reader of two reports can tell old findings from new ones.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLTTIDY_FINGERPRINT_H
#define CUBLASLT_TOOLS_CUBLASLTTIDY_FINGERPRINT_H

#include <llvm/ADT/StringRef.h>
#include <map>
#include <string>

namespace cublaslt::tidy {

class FingerprintMaker {
public:
  /// The fingerprint of the next finding: made of the rule, the file's name
  /// within its project, the enclosing function, the flagged line without its
  /// white space, and the number of equal findings before.
  std::string next(const std::string &Rule, const std::string &AbsoluteFile,
                   const std::string &EnclosingFunction,
                   llvm::StringRef FlaggedLine);

private:
  const std::string &nameInProject(const std::string &AbsoluteFile);

  std::map<std::string, unsigned> Occurrences;
  std::map<std::string, std::string> Names;
};

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_CUBLASLTTIDY_FINGERPRINT_H
