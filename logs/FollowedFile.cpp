//===-- FollowedFile.cpp - a log that is still being written --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/FollowedFile.h"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cublaslt::logs;

/// A pipe must not wait for a writer.
static int openToFollow(const std::string &Path) {
  return ::open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

std::unique_ptr<FollowedFile> FollowedFile::open(const std::string &Path,
                                                 std::string &Error,
                                                 int StopDescriptor) {
  int Descriptor = openToFollow(Path);
  struct stat Facts = {};
  if (Descriptor < 0 || fstat(Descriptor, &Facts) != 0) {
    Error = Path + ": " + std::strerror(errno);
    return nullptr;
  }
  if (!S_ISREG(Facts.st_mode)) {
    close(Descriptor);
    Error = Path + ": only a file can be followed; a pipe is read as it comes";
    return nullptr;
  }
  return std::unique_ptr<FollowedFile>(
      new FollowedFile(Path, Descriptor, StopDescriptor));
}

FollowedFile::~FollowedFile() { close(Descriptor); }

size_t FollowedFile::read(char *Into, size_t Size) {
  if (!waitFor(-1, StopDescriptor, 0))
    return 0;
  ssize_t Got = ::read(Descriptor, Into, Size);
  if (Got < 0 && errno != EINTR)
    Problem = std::strerror(errno), HasReadError = true;
  if (Got <= 0)
    return 0;
  constexpr size_t Kept = 256;
  const size_t Length = static_cast<size_t>(Got);
  End.append(Into + (Length > Kept ? Length - Kept : 0),
             std::min(Length, Kept));
  if (End.size() > Kept)
    End.erase(0, End.size() - Kept);
  return Length;
}

/// Whether the \p Read bytes that were read still end as they did. What cannot
/// be read is said by the next read().
bool FollowedFile::hasItsEnd(off_t Read) const {
  std::string Now(End.size(), '\0');
  const ssize_t Got = ::pread(Descriptor, &Now[0], Now.size(),
                              Read - static_cast<off_t>(Now.size()));
  return Got != static_cast<ssize_t>(End.size()) || Now == End;
}

bool FollowedFile::hasRestarted() {
  struct stat Open = {}, Named = {};
  if (fstat(Descriptor, &Open) != 0)
    return false;
  bool IsOther = stat(Path.c_str(), &Named) == 0 &&
                 (Named.st_ino != Open.st_ino || Named.st_dev != Open.st_dev);
  if (IsOther && S_ISREG(Named.st_mode)) {
    int New = openToFollow(Path);
    if (New < 0)
      return false;
    close(Descriptor);
    Descriptor = New;
    End.clear();
    return true;
  }
  const off_t Read = lseek(Descriptor, 0, SEEK_CUR);
  if (Open.st_size >= Read && hasItsEnd(Read))
    return false;
  lseek(Descriptor, 0, SEEK_SET);
  End.clear();
  return true;
}
