//===-- Cache.cpp - results of earlier runs -------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Cache.h"
#include "findings/WholeFile.h"
#include "kb/RegularFile.h"
#include "tools/hosts/RegularFiles.h"
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/BLAKE3.h>
#include <llvm/Support/CachePruning.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cublaslt::tidy {
namespace {

namespace fs = llvm::sys::fs;

using Hasher = llvm::TruncatedBLAKE3<16>;

std::string finish(Hasher &Hash) {
  return llvm::toHex(Hash.final(), /*LowerCase=*/true);
}

constexpr llvm::StringLiteral Magic = "cublaslt-tidy cache ";

/// The text of \p File where it is what Cache::write() leaves: a regular file
/// of this user. Not a link, a pipe, or what somebody else put there.
std::optional<std::string> ownFile(const std::string &File) {
  constexpr uint64_t LargestEntry = 256u << 20;
  struct stat Facts = {};
  if (lstat(File.c_str(), &Facts) != 0 || !S_ISREG(Facts.st_mode) ||
      Facts.st_uid != geteuid())
    return std::nullopt;
  std::string Found;
  return kb::readRegularFile(File, LargestEntry, Found);
}

} // namespace

std::string hashOf(llvm::ArrayRef<std::string> Parts) {
  Hasher Hash;
  for (const std::string &Part : Parts) {
    Hash.update(std::to_string(Part.size()) + ':');
    Hash.update(Part);
  }
  return finish(Hash);
}

const std::string &FileHashes::of(llvm::StringRef File) {
  auto [Found, IsNew] = Known.try_emplace(File);
  if (IsNew) {
    const auto Buffer = readRegularFile(File, uint64_t(1) << 31);
    if (Buffer) {
      Hasher Hash;
      Hash.update((*Buffer)->getBuffer());
      Found->second = finish(Hash);
    }
  }
  return Found->second;
}

Cache::Cache(std::string CacheFolder) : Folder(std::move(CacheFolder)) {
  if (Folder.empty())
    return;
  std::error_code Error = fs::create_directories(Folder);
  if (!Error) {
    llvm::SmallString<256> Probe;
    int Descriptor;
    Error = fs::createUniqueFile(Folder + "/probe-%%%%%%%%", Descriptor, Probe);
    if (!Error) {
      llvm::raw_fd_ostream(Descriptor, /*shouldClose=*/true);
      fs::remove(Probe);
    }
  }
  if (Error) {
    Problem = "the cache folder '" + Folder +
              "' cannot be used: " + Error.message() +
              "; results are not kept (name another with --cache-dir)";
    Folder.clear();
  }
}

std::string Cache::path(const std::string &Key) const {
  return Folder + "/llvmcache-" + Key; // the prefix that pruneCache looks for
}

std::optional<std::string> Cache::read(const std::string &Key) const {
  if (Folder.empty())
    return std::nullopt;
  std::optional<std::string> Whole = ownFile(path(Key));
  if (!Whole)
    return std::nullopt;
  auto [Head, Text] = llvm::StringRef(*Whole).split('\n');
  if (!Head.consume_front(Magic) || Head != hashOf(Text.str()))
    return std::nullopt;
  return Text.str();
}

void Cache::write(const std::string &Key, llvm::StringRef Text) {
  if (Folder.empty())
    return;
  // What cannot be written is computed again next time.
  const std::string Error = findings::writeWhole(
      path(Key), (Magic + hashOf(Text.str()) + "\n" + Text).str(),
      findings::NamedBy::Program);
  if (Error.empty())
    return;
  llvm::errs() << "warning: --cache-dir: " << Error
               << "; further results are not kept\n";
  Folder.clear();
}

void Cache::prune() const {
  if (Folder.empty())
    return;
  llvm::CachePruningPolicy Policy;
  Policy.Interval = std::chrono::hours(24);
  Policy.Expiration = std::chrono::hours(28 * 24);
  llvm::pruneCache(Folder, Policy);
}

std::string defaultCacheFolder() {
  llvm::SmallString<256> Folder;
  if (!llvm::sys::path::cache_directory(Folder))
    return {};
  llvm::sys::path::append(Folder, "cublaslt-tidy");
  return Folder.str().str();
}

} // namespace cublaslt::tidy
