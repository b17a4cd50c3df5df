//===-- RegularFile.cpp - a file that somebody else names -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "kb/RegularFile.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cublaslt;

/// Reads up to \p Text's size; what there is is left in it. 0 or the errno.
static int readInto(int File, std::string &Text) {
  size_t Done = 0;
  while (Done < Text.size()) {
    const ssize_t Got = ::read(File, &Text[Done], Text.size() - Done);
    if (Got < 0 && errno == EINTR)
      continue;
    if (Got < 0)
      return errno;
    if (Got == 0)
      break;
    Done += static_cast<size_t>(Got);
  }
  Text.resize(Done);
  return 0;
}

std::optional<std::string> kb::readRegularFile(const std::string &Path,
                                               uint64_t Largest,
                                               std::string &Found) {
  const int File =
      ::open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (File < 0) {
    Found = std::strerror(errno);
    return std::nullopt;
  }
  std::optional<std::string> Text;
  struct stat Facts = {};
  if (::fstat(File, &Facts) != 0)
    Found = std::strerror(errno);
  else if (!S_ISREG(Facts.st_mode))
    Found = "something that is not a regular file";
  else if (static_cast<uint64_t>(Facts.st_size) > Largest)
    Found = "a file of " + std::to_string(Facts.st_size) + " bytes (at most " +
            std::to_string(Largest) + " are read)";
  else
    Text.emplace(static_cast<size_t>(Facts.st_size), '\0');
  if (Text)
    if (const int Error = readInto(File, *Text)) {
      Found = std::strerror(Error);
      Text.reset();
    }
  ::close(File);
  return Text;
}
