//===-- Fingerprint.cpp - names that findings keep ------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fingerprint.h"
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MD5.h>
#include <llvm/Support/Path.h>

namespace cublaslt::tidy {

namespace path = llvm::sys::path;

/// The file's path below the folder that holds its .git; the file's bare name
/// where there is none. So neither the place of a checkout nor the current
/// folder gets into the fingerprint.
const std::string &
FingerprintMaker::nameInProject(const std::string &AbsoluteFile) {
  auto [Found, IsNew] = Names.try_emplace(AbsoluteFile);
  if (!IsNew)
    return Found->second;
  llvm::StringRef File(AbsoluteFile);
  Found->second = path::filename(File).str();
  for (llvm::StringRef Folder = path::parent_path(File); !Folder.empty();
       Folder = path::parent_path(Folder)) {
    llvm::SmallString<256> Git(Folder);
    path::append(Git, ".git");
    if (llvm::sys::fs::exists(Git)) {
      Found->second = File.drop_front(Folder.size()).ltrim('/').str();
      break;
    }
  }
  return Found->second;
}

std::string FingerprintMaker::next(const std::string &Rule,
                                   const std::string &AbsoluteFile,
                                   const std::string &EnclosingFunction,
                                   llvm::StringRef FlaggedLine) {
  std::string Identity = Rule + '\n' + nameInProject(AbsoluteFile) + '\n' +
                         EnclosingFunction + '\n';
  for (char C : FlaggedLine)
    if (!llvm::isSpace(C))
      Identity += C;
  unsigned Occurrence = Occurrences[Identity]++;

  llvm::MD5 Hash;
  Hash.update(Identity);
  Hash.update("\n" + std::to_string(Occurrence));
  llvm::MD5::MD5Result Result;
  Hash.final(Result);
  return Result.digest().str().str();
}

} // namespace cublaslt::tidy
