//===-- RegularFiles.cpp - files that can be read to their end ------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "RegularFiles.h"
#include <llvm/Support/FileSystem.h>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;
using llvm::vfs::File;

class RegularFiles : public llvm::vfs::ProxyFileSystem {
public:
  using ProxyFileSystem::ProxyFileSystem;

  llvm::ErrorOr<std::unique_ptr<File>>
  openFileForRead(const llvm::Twine &Path) override {
    // clang cannot compile a larger one.
    constexpr uint64_t Most = uint64_t(1) << 31;
    if (const auto Status = ProxyFileSystem::status(Path);
        Status && Path.str() != "/dev/null" &&
        (Status->getType() == fs::file_type::character_file ||
         Status->getType() == fs::file_type::block_file ||
         Status->getType() == fs::file_type::fifo_file ||
         Status->getType() == fs::file_type::socket_file ||
         Status->getSize() > Most))
      return std::make_error_code(std::errc::operation_not_supported);
    return ProxyFileSystem::openFileForRead(Path);
  }
};

} // namespace

llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
readRegularFile(const llvm::Twine &Name, uint64_t Most) {
  fs::file_status Status;
  if (std::error_code Error = fs::status(Name, Status))
    return Error;
  if (Status.type() == fs::file_type::directory_file)
    return std::make_error_code(std::errc::is_a_directory);
  if (!fs::is_regular_file(Status))
    return std::make_error_code(std::errc::operation_not_supported);
  if (Status.getSize() > Most)
    return std::make_error_code(std::errc::file_too_large);
  return llvm::MemoryBuffer::getFile(Name);
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
regularFilesOf(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base) {
  return llvm::makeIntrusiveRefCnt<RegularFiles>(std::move(Base));
}

} // namespace cublaslt::tidy
