//===-- ScanCache.cpp - what the last scan found --------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "ScanCache.h"
#include "kb/Nesting.h"
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

/// The texts of \p Array; false where it has something else.
static bool readTexts(const json::Array *Array,
                      std::vector<std::string> &Into) {
  if (!Array)
    return false;
  for (const json::Value &Item : *Array) {
    std::optional<llvm::StringRef> Text = Item.getAsString();
    if (!Text)
      return false;
    Into.push_back(Text->str());
  }
  return true;
}

std::optional<KeptScan> KeptScan::parse(llvm::StringRef Text) {
  // An object of objects of arrays; the parser is recursive.
  if (kb::nestsDeeper(Text, 3))
    return std::nullopt;
  llvm::Expected<json::Value> Parsed = json::parse(Text);
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return std::nullopt;
  }
  const json::Object *Root = Parsed->getAsObject();
  const json::Object *Units = Root ? Root->getObject("units") : nullptr;
  KeptScan Kept;
  if (!Units || !readTexts(Root->getArray("absent"), Kept.Absent) ||
      !readTexts(Root->getArray("files"), Kept.Files) ||
      !readTexts(Root->getArray("hashes"), Kept.Hashes) ||
      Kept.Files.size() != Kept.Hashes.size())
    return std::nullopt;
  for (const auto &Unit : *Units) {
    const json::Array *Files = Unit.second.getAsArray();
    if (!Files)
      return std::nullopt;
    std::vector<size_t> &Into = Kept.Units[llvm::StringRef(Unit.first)];
    for (const json::Value &Index : *Files) {
      std::optional<int64_t> Number = Index.getAsInteger();
      if (!Number || *Number < 0 ||
          static_cast<size_t>(*Number) >= Kept.Files.size())
        return std::nullopt;
      Into.push_back(static_cast<size_t>(*Number));
    }
  }
  return Kept;
}

void ScanCache::restore(std::vector<TranslationUnit> &Units) {
  std::optional<std::string> Text = Storage.read(Key);
  std::optional<KeptScan> Kept;
  if (Text)
    Kept = KeptScan::parse(*Text);
  if (!Kept)
    return;
  for (const std::string &Path : Kept->Absent)
    if (llvm::sys::fs::exists(Path))
      return;
  KnownAbsent.insert(Kept->Absent.begin(), Kept->Absent.end());

  std::vector<bool> IsUnchanged;
  for (size_t I = 0; I < Kept->Files.size(); ++I)
    IsUnchanged.push_back(Hashes.of(Kept->Files[I]) == Kept->Hashes[I]);
  for (TranslationUnit &Unit : Units) {
    auto Known = Kept->Units.find(unitKey(Unit));
    if (Known == Kept->Units.end() ||
        !llvm::all_of(Known->second,
                      [&](size_t Index) { return IsUnchanged[Index]; }))
      continue;
    Unit.IsScanned = true;
    for (size_t Index : Known->second)
      Unit.Files.push_back(Kept->Files[Index]);
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
