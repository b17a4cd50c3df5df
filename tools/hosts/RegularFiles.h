//===-- RegularFiles.h - files that can be read to their end ---*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A command or an #include may name a pipe, a terminal or /dev/zero, and
/// reading it would wait or fill the memory.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_REGULARFILES_H
#define CUBLASLT_TOOLS_HOSTS_REGULARFILES_H

#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/VirtualFileSystem.h>

namespace cublaslt::tidy {

/// What \p File holds, if it is a regular file of at most \p Most bytes.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
readRegularFile(const llvm::Twine &File, uint64_t Most = 64 << 20);

/// \p Base, but of all that is there only regular files, and /dev/null, can be
/// opened.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
regularFilesOf(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base);

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_REGULARFILES_H
