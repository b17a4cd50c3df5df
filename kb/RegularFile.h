//===-- RegularFile.h - a file that somebody else names --------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_REGULARFILE_H
#define CUBLASLT_KB_REGULARFILE_H

#include <cstdint>
#include <optional>
#include <string>

namespace cublaslt::kb {

/// The bytes of the regular file \p Path, at most \p Largest of them. Nothing
/// that it may be makes this wait or read without an end: a pipe or a device is
/// not a regular file, and no more is read than the file says that it has
/// (those of /proc have nothing). Else nothing, and \p Found says what is
/// there: "something that is not a regular file".
std::optional<std::string>
readRegularFile(const std::string &Path, uint64_t Largest, std::string &Found);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_REGULARFILE_H
