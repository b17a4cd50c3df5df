//===-- FollowedFile.h - a log that is still being written -----*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A file that grows, is cut short, or is replaced by another of its name.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_FOLLOWEDFILE_H
#define CUBLASLT_LOGS_FOLLOWEDFILE_H

#include "logs/ByteSource.h"
#include <string>
#include <sys/types.h>

namespace cublaslt::logs {

class FollowedFile : public ByteSource {
public:
  /// On failure null, and one line in \p Error.
  static std::unique_ptr<FollowedFile>
  open(const std::string &Path, std::string &Error, int StopDescriptor = -1);
  ~FollowedFile() override;

  /// 0 when there is no more for now.
  size_t read(char *Into, size_t Size) override;

  /// Whether the file is now shorter than what was read, does not have what was
  /// read any more, or is another: what is read next is its beginning.
  bool hasRestarted();

private:
  FollowedFile(std::string Path, int Descriptor, int StopDescriptor)
      : Path(std::move(Path)), Descriptor(Descriptor),
        StopDescriptor(StopDescriptor) {}

  bool hasItsEnd(off_t Read) const;

  const std::string Path;
  int Descriptor;
  const int StopDescriptor;
  /// The last bytes that were read: a file that was cut and has grown beyond
  /// its old length has others there.
  std::string End;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_FOLLOWEDFILE_H
