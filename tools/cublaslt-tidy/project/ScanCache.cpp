//===-- ScanCache.cpp - what the last scan found --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ScanCache.h"
#include <cstdlib>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

namespace cublaslt::tidy {

namespace json = llvm::json;

ScanCache::ScanCache(Cache &Storage, FileHashes &Hashes,
                     const std::string &Project, const std::string &Tool)
    : Storage(Storage), Hashes(Hashes) {
  std::vector<std::string> Parts = {"scan", Tool, Project};
  // Folders that clang searches beside those of the command.
  for (const char *Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH",
                           "OBJC_INCLUDE_PATH", "CUDA_PATH"})
    if (const char *Value = std::getenv(Name))
      Parts.insert(Parts.end(), {Name, Value});
  Key = hashOf(Parts);
}

std::string ScanCache::unitKey(const TranslationUnit &Unit) {
  std::vector<std::string> Parts = Unit.Command.CommandLine;
  Parts.push_back(Unit.Command.Directory);
  Parts.push_back(Unit.File);
  return hashOf(Parts);
}

void ScanCache::restore(std::vector<TranslationUnit> &Units) {
  std::optional<std::string> Text = Storage.read(Key);
  if (!Text)
    return;
  // The checksum was right: this program wrote it, so its form is known.
  llvm::Expected<json::Value> Parsed = json::parse(*Text);
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return;
  }
  const json::Object &Root = *Parsed->getAsObject();
  std::set<std::string> Absent;
  for (const json::Value &Path : *Root.getArray("absent")) {
    Absent.insert(Path.getAsString()->str());
    if (llvm::sys::fs::exists(*Path.getAsString()))
      return;
  }
  KnownAbsent = std::move(Absent);

  const json::Array &Names = *Root.getArray("files");
  const json::Array &Contents = *Root.getArray("hashes");
  std::vector<bool> IsUnchanged;
  for (size_t I = 0; I < Names.size(); ++I)
    IsUnchanged.push_back(Hashes.of(*Names[I].getAsString()) ==
                          *Contents[I].getAsString());
  const json::Object &Known = *Root.getObject("units");
  for (TranslationUnit &Unit : Units) {
    const json::Array *Files = Known.getArray(unitKey(Unit));
    if (!Files || !llvm::all_of(*Files, [&](const json::Value &Index) {
          return IsUnchanged[*Index.getAsInteger()];
        }))
      continue;
    Unit.IsScanned = true;
    for (const json::Value &Index : *Files)
      Unit.Files.push_back(Names[*Index.getAsInteger()].getAsString()->str());
  }
}

void ScanCache::store(const std::vector<TranslationUnit> &Units,
                      std::set<std::string> Absent) {
  Absent.merge(KnownAbsent);
  llvm::StringMap<int64_t> Index;
  json::Array Names, Contents;
  json::Object Known;
  for (const TranslationUnit &Unit : Units) {
    if (!Unit.IsScanned)
      continue;
    json::Array Files;
    for (const std::string &File : Unit.Files) {
      auto [Found, IsNew] = Index.try_emplace(File, Index.size());
      if (IsNew) {
        Names.push_back(File);
        Contents.push_back(Hashes.of(File));
      }
      Files.push_back(Found->second);
    }
    Known[unitKey(Unit)] = std::move(Files);
  }
  std::string Text;
  llvm::raw_string_ostream(Text)
      << json::Value(json::Object{{"absent", json::Array(Absent)},
                                  {"files", std::move(Names)},
                                  {"hashes", std::move(Contents)},
                                  {"units", std::move(Known)}});
  Storage.write(Key, Text);
}

} // namespace cublaslt::tidy
