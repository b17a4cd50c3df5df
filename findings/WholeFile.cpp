//===-- WholeFile.cpp - files written whole or not at all -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/WholeFile.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace cublaslt::findings {

namespace fs = std::filesystem;

namespace {

std::string cannotWrite(const std::string &Path, int Error) {
  return Path + ": found " + std::strerror(Error) +
         ", expected a place that can be written";
}

/// Writes all of \p Text and closes; 0 or the errno.
int writeAndClose(int File, const std::string &Text) {
  int Error = 0;
  for (size_t Done = 0; Done < Text.size() && !Error;) {
    const ssize_t Written =
        ::write(File, Text.data() + Done, Text.size() - Done);
    if (Written >= 0)
      Done += static_cast<size_t>(Written);
    else if (errno != EINTR)
      Error = errno;
  }
  if (::close(File) != 0 && !Error)
    Error = errno;
  return Error;
}

} // namespace

std::string writeWhole(const std::string &Path, const std::string &Content) {
  std::error_code Code;
  // A link stays a link: what it points to is replaced.
  fs::path Target = Path;
  if (fs::is_symlink(Path, Code)) {
    Target = fs::weakly_canonical(Path, Code);
    if (Code)
      return cannotWrite(Path, Code.value());
  }
  if (fs::is_directory(Target, Code))
    return cannotWrite(Path, EISDIR);
  if (fs::exists(Target, Code) && !fs::is_regular_file(Target, Code)) {
    // /dev/stdout or a pipe: to replace it would be wrong.
    const int File = ::open(Target.c_str(), O_WRONLY | O_CLOEXEC);
    const int Error = File < 0 ? errno : writeAndClose(File, Content);
    return Error ? cannotWrite(Path, Error) : std::string();
  }

  const std::string Temporary =
      Target.string() + ".tmp" + std::to_string(::getpid());
  ::unlink(Temporary.c_str()); // left by a process of that number, killed
  const int File =
      ::open(Temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  int Error = File < 0 ? errno : writeAndClose(File, Content);
  if (!Error && ::rename(Temporary.c_str(), Target.c_str()) != 0)
    Error = errno;
  if (!Error)
    return {};
  if (File >= 0)
    ::unlink(Temporary.c_str());
  return cannotWrite(Path, Error);
}

} // namespace cublaslt::findings
