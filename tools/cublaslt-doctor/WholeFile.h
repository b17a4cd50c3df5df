//===-- WholeFile.h - written whole or not at all ---------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_CUBLASLT_DOCTOR_WHOLEFILE_H
#define CUBLASLT_TOOLS_CUBLASLT_DOCTOR_WHOLEFILE_H

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <unistd.h>

namespace cublaslt::doctor {

/// Writes beside \p Path and renames; empty, or why it could not, in one line.
inline std::string writeWhole(const std::string &Path,
                              const std::string &Text) {
  const std::string Temporary = Path + ".tmp" + std::to_string(getpid());
  std::FILE *File = std::fopen(Temporary.c_str(), "wxb");
  bool Fine =
      File && std::fwrite(Text.data(), 1, Text.size(), File) == Text.size();
  if (File)
    Fine &= std::fclose(File) == 0;
  if (Fine && std::rename(Temporary.c_str(), Path.c_str()) == 0)
    return "";
  int Error = errno;
  if (File)
    unlink(Temporary.c_str());
  return Path + ": found " + std::strerror(Error) +
         ", expected a place that can be written";
}

} // namespace cublaslt::doctor

#endif // CUBLASLT_TOOLS_CUBLASLT_DOCTOR_WHOLEFILE_H
