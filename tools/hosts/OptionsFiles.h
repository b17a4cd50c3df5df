//===-- OptionsFiles.h - options that commands keep in files ---*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// @FILE and nvcc's --options-file FILE, which may name further ones: nine
/// files can stand for a thousand million words.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_OPTIONSFILES_H
#define CUBLASLT_TOOLS_HOSTS_OPTIONSFILES_H

#include <llvm/ADT/StringRef.h>
#include <string>
#include <vector>

namespace cublaslt::tidy {

/// The options files of one command.
class OptionsFiles {
public:
  /// Relative names are looked for in \p Folder.
  explicit OptionsFiles(std::string Folder) : Folder(std::move(Folder)) {}

  /// The words that \p File holds. Where it cannot be read, or the command has
  /// named too many, one word that tells so and that clang complains of.
  std::vector<std::string> read(llvm::StringRef File);

  /// \p Words with those of each @FILE in its place.
  std::vector<std::string> expand(const std::vector<std::string> &Words,
                                  unsigned Depth = 0);

private:
  const std::string Folder;
  unsigned Files = 0;
  uint64_t Bytes = 0;
};

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_OPTIONSFILES_H
