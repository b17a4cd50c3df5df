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
#include <sys/stat.h>
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

std::string writeWhole(const std::string &Path, const std::string &Content,
                       NamedBy Who) {
  std::error_code Code;
  // A link stays a link: what it points to is replaced.
  fs::path Target = Path;
  const bool IsNamed = Who == NamedBy::User;
  if (IsNamed && fs::is_symlink(Path, Code)) {
    Target = fs::weakly_canonical(Path, Code);
    if (Code)
      return cannotWrite(Path, Code.value());
  }
  struct stat Old = {};
  const bool Exists = ::lstat(Target.c_str(), &Old) == 0;
  if (Exists && S_ISDIR(Old.st_mode))
    return cannotWrite(Path, EISDIR);
  const bool IsFile = Exists && S_ISREG(Old.st_mode);
  if (IsNamed && Exists && !IsFile) {
    // /dev/stdout or a pipe: to replace it would be wrong.
    const int File = ::open(Target.c_str(), O_WRONLY | O_CLOEXEC);
    const int Error = File < 0 ? errno : writeAndClose(File, Content);
    return Error ? cannotWrite(Path, Error) : std::string();
  }

  const std::string Temporary =
      Target.string() + ".tmp" + std::to_string(::getpid());
  ::unlink(Temporary.c_str()); // left by a process of that number, killed
  mode_t Mode = IsFile ? Old.st_mode & 0777 : 0666;
  const int File =
      ::open(Temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Mode);
  if (File >= 0 && IsFile) {
    // Where the group cannot be kept, another one gets no rights.
    if (::fchown(File, Old.st_uid, Old.st_gid) != 0 &&
        ::fchown(File, static_cast<uid_t>(-1), Old.st_gid) != 0)
      Mode &= 0707;
    ::fchmod(File, Mode); // whatever the umask is
  }
  int Error = File < 0 ? errno : writeAndClose(File, Content);
  if (!Error && ::rename(Temporary.c_str(), Target.c_str()) != 0)
    Error = errno;
  if (!Error)
    return {};
  if (File >= 0)
    ::unlink(Temporary.c_str());
  return cannotWrite(Path, Error);
}

bool isSameFile(const std::string &One, const std::string &Other) {
  std::error_code Code;
  return fs::equivalent(One, Other, Code);
}

} // namespace cublaslt::findings
